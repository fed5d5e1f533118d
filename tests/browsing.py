"""What somebody does with a phone that has passkeys."""

from dataclasses import dataclass

from playwright.sync_api import CDPSession, Page, expect


@dataclass
class Authenticator:
    """The browser's own: it has the owner's finger at once, unless they are away."""

    devtools: CDPSession
    id: str

    @classmethod
    def of(cls, page: Page) -> "Authenticator":
        devtools = page.context.new_cdp_session(page)
        devtools.send("WebAuthn.enable")
        options = {
            "protocol": "ctap2",
            "transport": "internal",
            "hasResidentKey": True,
            "hasUserVerification": True,
            "isUserVerified": True,
            "automaticPresenceSimulation": True,
        }
        made = devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
        return cls(devtools, made["authenticatorId"])

    def present(self, *, there: bool) -> None:
        told = {"authenticatorId": self.id, "enabled": there}
        self.devtools.send("WebAuthn.setAutomaticPresenceSimulation", told)

    def knows_owner(self, *, known: bool) -> None:
        told = {"authenticatorId": self.id, "isUserVerified": known}
        self.devtools.send("WebAuthn.setUserVerified", told)


def add(page: Page, name: str = "My phone") -> None:
    page.get_by_label("What you call it").fill(name)
    page.get_by_role("button", name="Add this phone or computer").click()


def sign_out(page: Page) -> None:
    """Until it is said: the phone forgets its pages before it asks the service."""
    page.get_by_role("button", name="Sign out", exact=True).click()
    expect(page.get_by_role("heading", name="You are signed out.")).to_be_visible()


def sign_in_by_mail(page: Page, site: str, code: object, email: str = "nikki@example.com") -> None:
    """`code` is asked for once the mail is there."""
    page.goto(f"{site}/sign-in?next=/me")
    page.get_by_label("Your email").fill(email)
    page.get_by_role("button", name="Send me a link").click()
    page.get_by_label("Your code").fill(code())
    page.get_by_role("button", name="Sign in", exact=True).click()
