"""Coming in with phones: a second one, one that is lost, one that was asked in."""

import re
from collections.abc import Callable, Iterator

import pytest
from browsing import Authenticator, add, sign_in_by_mail, sign_out
from playwright.sync_api import Browser, Page, expect
from visiting import Clock, Sink

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("ignore::ResourceWarning")]

NO_AUTOFILL = "delete PublicKeyCredential.isConditionalMediationAvailable"


@pytest.fixture
def new_phone(browser: Browser, browser_context_args: dict[str, object]) -> Iterator[Callable[[], Page]]:
    """Another phone, with an authenticator of its own; passkeys are not offered in fields there."""
    contexts = []

    def make() -> Page:
        contexts.append(browser.new_context(**browser_context_args))
        page = contexts[-1].new_page()
        Authenticator.of(page)
        page.add_init_script(NO_AUTOFILL)
        return page

    yield make
    for context in contexts:
        context.close()


def heading(page: Page, words: str | re.Pattern) -> None:
    expect(page.get_by_role("heading", level=1)).to_contain_text(words)


def test_a_second_phone_stands_beside_the_first_and_outlives_it(at_home: Page, site: str, sink: Sink, new_phone):
    at_home.add_init_script(NO_AUTOFILL)
    add(at_home)
    expect(at_home.get_by_role("link", name="My phone")).to_be_visible()
    tablet = new_phone()
    sign_in_by_mail(tablet, site, lambda: sink.code)
    add(tablet, "My tablet")
    expect(tablet.get_by_role("link", name="My tablet")).to_be_visible()
    tablet.get_by_role("link", name="My phone").click()
    tablet.get_by_role("button", name="Take it off").click()
    expect(tablet.get_by_role("link", name="My phone")).to_have_count(0)
    sign_out(at_home)
    at_home.goto(f"{site}/sign-in")
    at_home.get_by_role("button", name="Sign in with this phone").click()
    expect(at_home.get_by_role("alert")).to_contain_text("We do not know this phone.")
    sign_out(tablet)
    tablet.goto(f"{site}/sign-in?next=/me")
    tablet.get_by_role("button", name="Sign in with this phone").click()
    heading(tablet, "Nikki")


def test_a_recovery_code_leads_to_a_new_phone_that_comes_in_alone(at_home: Page, site: str, new_phone):
    at_home.get_by_role("link", name="Recovery codes").click()
    at_home.get_by_role("button", name="Make ten codes").click()
    codes = at_home.locator(".codes li").all_inner_texts()
    assert len(codes) == 10
    expect(at_home.get_by_role("button", name="Print this page")).to_be_visible()
    phone = new_phone()
    phone.goto(f"{site}/sign-in")
    phone.get_by_role("link", name="I have a recovery code").click()
    phone.get_by_label("Your recovery code").fill(codes[2].lower().replace("-", " "))
    phone.get_by_role("button", name="Sign in", exact=True).click()
    heading(phone, "Add this phone")
    add(phone, "New phone")
    expect(phone.get_by_role("link", name="New phone")).to_be_visible()
    expect(phone.get_by_role("link", name="Recovery codes")).to_contain_text("9 codes left")
    sign_out(phone)
    phone.goto(f"{site}/sign-in?next=/me")
    phone.get_by_role("button", name="Sign in with this phone").click()
    heading(phone, "Nikki")


def test_somebody_who_knows_them_lets_them_in_after_a_day(page: Page, site: str, pot, sink, new_phone, clock: Clock):
    lost = new_phone()
    lost.goto(f"{site}/sign-in")
    lost.get_by_role("link", name="I cannot come in").click()
    lost.get_by_role("button", name="Show me a code").click()
    shown = lost.get_by_role("heading", level=1).inner_text()
    sign_in_by_mail(page, site, lambda: sink.code, "joan@example.com")
    page.goto(f"{site}/p/{pot.id}/people")
    page.get_by_role("link", name="Somebody cannot come in").click()
    page.locator("label", has_text="Nikki").click()
    page.get_by_label("The code on their phone").fill(re.sub(r"\D", "", shown))
    page.get_by_role("button", name="It is them").click()
    heading(page, "Nikki can come in soon")
    lost.get_by_role("link", name="Look again").click()
    heading(lost, "You can come in soon")
    clock.forward(hours=24)
    lost.get_by_role("link", name="Look again").click()
    lost.get_by_role("button", name="Come in").click()
    heading(lost, "Add this phone")
    add(lost, "New phone")
    expect(lost.get_by_role("link", name="New phone")).to_be_visible()
    heading(lost, "Nikki")


def test_any_phone_of_theirs_stops_it(at_home: Page, site: str, pot, sink, new_phone, clock: Clock):
    thief, helper = new_phone(), new_phone()
    thief.goto(f"{site}/sign-in/stuck")
    thief.get_by_role("button", name="Show me a code").click()
    shown = thief.get_by_role("heading", level=1).inner_text()
    sign_in_by_mail(helper, site, lambda: sink.code, "joan@example.com")
    helper.goto(f"{site}/p/{pot.id}/people/stuck")
    helper.locator("label", has_text="Nikki").click()
    helper.get_by_label("The code on their phone").fill(re.sub(r"\D", "", shown))
    helper.get_by_role("button", name="It is them").click()
    heading(helper, "Nikki can come in soon")
    at_home.goto(f"{site}/p/{pot.id}/")
    at_home.get_by_role("link", name="Was it not you? Stop it").click()
    expect(at_home.get_by_text("Joan")).to_be_visible()
    at_home.get_by_role("button", name="Stop it").click()
    expect(at_home.get_by_role("status").first).to_contain_text("Stopped. That phone cannot come in.")
    clock.forward(hours=24)
    thief.get_by_role("link", name="Look again").click()
    heading(thief, "This was stopped")


def test_a_letter_is_opened_on_another_phone(at_home: Page, site: str, pot, new_phone):
    at_home.goto(f"{site}/p/{pot.id}/people")
    at_home.get_by_role("link", name="Ask somebody in").click()
    at_home.get_by_label("Their name").fill("Amina")
    at_home.get_by_text("Carer", exact=True).click()
    at_home.get_by_text("By a letter that I print").click()
    at_home.get_by_role("button", name="Go on").click()
    expect(at_home.get_by_text("Can write down their own shifts.")).to_be_visible()
    at_home.get_by_role("button", name="Make the letter").click()
    at_home.get_by_role("link", name="See the letter").click()
    expect(at_home.locator("svg.qr")).to_be_visible()
    code = at_home.locator(".code").inner_text()
    amina = new_phone()
    amina.goto(f"{site}/sign-in")
    amina.get_by_role("link", name="I have a letter").click()
    amina.get_by_label("The code in the letter").fill(code)
    amina.get_by_role("button", name="Go on").click()
    heading(amina, "Nikki asks you to join")
    amina.get_by_role("button", name="Yes, I join").click()
    heading(amina, "Come in quicker next time")
    add(amina, "Amina’s phone")
    heading(amina, "My shifts")
    at_home.goto(f"{site}/p/{pot.id}/people")
    expect(at_home.get_by_text("Asked, not answered yet")).to_have_count(0)
    amina.goto(f"{site}/me")
    sign_out(amina)
    amina.goto(f"{site}/sign-in")
    amina.get_by_role("button", name="Sign in with this phone").click()
    heading(amina, "My shifts")


def test_a_carers_phone_is_locked_by_numbers(at_home: Page, site: str, pot, new_phone, clock: Clock):
    at_home.goto(f"{site}/p/{pot.id}/people/invite")
    at_home.get_by_label("Their name").fill("Maya")
    at_home.get_by_text("Carer", exact=True).click()
    at_home.get_by_text("By a link for their phone").click()
    at_home.get_by_role("button", name="Go on").click()
    at_home.get_by_role("button", name="Make the link").click()
    at_home.get_by_role("link", name="See the link").click()
    maya = new_phone()
    maya.goto(at_home.locator(".code").inner_text())
    maya.get_by_label("Choose 4 to 6 numbers").fill("4071")
    maya.get_by_role("button", name="Yes, I join").click()
    heading(maya, "My shifts")
    clock.forward(hours=2)
    maya.reload()
    heading(maya, "Enter your numbers")
    maya.get_by_label("Your numbers").fill("4071")
    maya.get_by_role("button", name="Go on").click()
    heading(maya, "My shifts")
    at_home.goto(f"{site}/p/{pot.id}/people")
    at_home.locator('a[href*="/people/invitations/"]').click()
    at_home.get_by_role("button", name="End the link").click()
    heading(at_home, "has ended")
    maya.reload()
    heading(maya, "Sign in")


def test_without_scripts_every_step_is_there(browser: Browser, browser_context_args, site: str, pot, sink, new_phone):
    plain = {**browser_context_args, "java_script_enabled": False}
    with browser.new_context(**plain) as holder, browser.new_context(**plain) as other:
        nikki, amina = holder.new_page(), other.new_page()
        sign_in_by_mail(nikki, site, lambda: sink.code)
        nikki.goto(f"{site}/p/{pot.id}/people/invite")
        nikki.get_by_label("Their name").fill("Amina")
        nikki.get_by_text("Carer", exact=True).click()
        nikki.get_by_text("By a letter that I print").click()
        nikki.get_by_role("button", name="Go on").click()
        nikki.get_by_role("button", name="Make the letter").click()
        nikki.get_by_role("link", name="See the letter").click()
        amina.goto(f"{site}/come-in")
        amina.get_by_label("The code in the letter").fill(nikki.locator(".code").inner_text())
        amina.get_by_role("button", name="Go on").click()
        amina.get_by_role("button", name="Yes, I join").click()
        amina.get_by_role("link", name="Go on without").click()
        heading(amina, "My shifts")
        nikki.goto(f"{site}/me/recovery-codes")
        nikki.get_by_role("button", name="Make ten codes").click()
        assert nikki.locator(".codes li").count() == 10
        expect(nikki.get_by_role("button", name="Print this page")).to_be_hidden()
