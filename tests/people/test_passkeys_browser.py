"""Passkeys in a browser with an authenticator of its own, as a phone has one."""

import pytest
from browsing import add, sign_out
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("ignore::ResourceWarning")]


def test_add_a_phone_sign_out_and_come_in_with_it(at_home, site):
    # A browser that does not offer passkeys in the field: so that the button alone lets in.
    at_home.add_init_script("delete PublicKeyCredential.isConditionalMediationAvailable")
    add(at_home)
    expect(at_home.get_by_role("status").first).to_contain_text("Next time, sign in with this phone.")
    expect(at_home.get_by_role("link", name="My phone")).to_be_visible()
    sign_out(at_home)
    at_home.goto(f"{site}/sign-in?next=/me")
    at_home.get_by_role("button", name="Sign in with this phone").click()
    expect(at_home.get_by_role("heading", name="Nikki")).to_be_visible()
    expect(at_home.get_by_role("link", name="My phone")).to_contain_text("Last used on")


def test_where_the_email_is_typed_the_phone_is_offered(at_home, site):
    add(at_home)
    expect(at_home.get_by_role("link", name="My phone")).to_be_visible()
    sign_out(at_home)
    at_home.goto(f"{site}/sign-in?next=/me")
    # Nothing is pressed: the browser offers the passkey in the field, and the owner is there.
    expect(at_home.get_by_role("heading", name="Nikki")).to_be_visible()


def test_the_same_phone_is_not_added_twice(at_home):
    add(at_home)
    expect(at_home.get_by_role("link", name="My phone")).to_be_visible()
    add(at_home)
    expect(at_home.get_by_role("alert")).to_have_text("This phone is on your list already")


def test_a_phone_that_does_not_know_its_owner_is_not_added(at_home, phone):
    phone.knows_owner(known=False)
    add(at_home)
    expect(at_home.get_by_role("alert")).to_have_text("This phone was not added. Try again when you like")
    expect(at_home.get_by_text("None yet. You come in by email.")).to_be_visible()


def test_a_phone_that_was_taken_off_the_list_lets_nobody_in(at_home, site):
    at_home.add_init_script("delete PublicKeyCredential.isConditionalMediationAvailable")
    add(at_home)
    at_home.get_by_role("link", name="My phone").click()
    at_home.get_by_role("button", name="Take it off").click()
    expect(at_home.get_by_role("status").first).to_contain_text("Taken off your list.")
    sign_out(at_home)
    at_home.goto(f"{site}/sign-in")
    at_home.get_by_role("button", name="Sign in with this phone").click()
    expect(at_home.get_by_role("alert")).to_contain_text("We do not know this phone.")


def test_without_scripts_only_the_mail_is_offered(browser, site):
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{site}/sign-in")
        expect(page.get_by_role("button", name="Send me a link")).to_be_visible()
        expect(page.get_by_role("button", name="Sign in with this phone")).to_be_hidden()
