"""From an e-mail address and an award letter to a home page with a true figure."""

import pytest
from beginner import COUNCIL, NHS, YEAR_FROM_APRIL, Phone, code_in


def test_the_whole_way_without_scripts(app_on_both, capsys):
    """Council 12 x (780 + 20), NHS 13 x 420: 15,060.00 in the year. 2,000.00 of 13,420.00 is still there, so

    11,420.00 was spent before; seven Mondays of 100.00 are to come. 15,060 - 11,420 - 700 = 2,940.00.
    """
    sam = Phone(app_on_both, app_on_both.test_client())
    sam.open("/sign-in")
    sam.send("/sign-in", email="sam@example.com")
    sam.send("/sign-in/code", code=code_in(capsys.readouterr().out))
    sam.send("/me/first-name", name="Sam")
    sam.open("/")
    assert "You have no pot yet" in sam.text
    sam.follow("Begin my pot")
    sam.send("/begin", YEAR_FROM_APRIL)
    assert "Set up my pot" in sam.text
    sam.follow("Who pays in")
    sam.send("/contributions", COUNCIL)
    assert sam.page.request.path.endswith("/arrived")
    assert len(sam.boxes("came")) == 22
    sam.send("/arrived")
    assert "Westshire Council: 12 payments, £9,360.00 in your year" in sam.text
    sam.add(NHS, came=11)
    assert "NHS Devon Integrated Care Board: 13 payments, £5,460.00 in your year" in sam.text
    sam.follow("What you buy")
    council, nhs, shared = sam.boxes("payer")
    assert shared == "shared"
    carers = {"line_name": "Carers", "every_week": "yes", "cost": "100", "payer": shared}
    sam.send("/plan/lines", carers | {f"pays_{council}": "60", f"pays_{nhs}": "40"})
    sam.follow("Add something I buy")
    sam.send("/plan/lines", {"line_name": "Swimming", "every_week": "no", "cost": "300", "payer": nhs})
    sam.follow("Go on setting up")
    sam.follow("What is in the account today")
    assert "£13,420.00 is in the account" in sam.text
    sam.send("/begin/account", amount="2,000.00")
    assert "Saved." in sam.text
    sam.follow("See what is left")
    assert sam.figure == 294_000
    assert "£11,420.00 was spent before you began here" in sam.text
    assert not sam.has_link("Go on setting up")
    whole = sam.figures()["whole"]
    assert (whole.received_pence, whole.due_pence, whole.spent_pence) == (1_342_000, 164_000, 1_142_000)
    assert (whole.set_aside_pence, whole.in_account_pence, whole.left_to_spend_pence) == (70_000, 200_000, 294_000)


def test_each_step_is_kept_and_the_list_says_what_is_done(begun):
    assert "Your budget year 1 April 2025 to 31 March 2026 Done" in begun.text
    assert "Who pays in Not started" in begun.text
    assert "What you buy Not started" in begun.text
    assert "What is in the account today Not started" in begun.text
    pot = begun.pot
    begun.add(COUNCIL, came=0)
    assert "in your year Started" in begun.text
    begun.open("/")
    assert begun.page.request.path == f"{pot}/"
    assert begun.has_link("Go on setting up")
    assert begun.figure == 960_000
    begun.open(f"{pot}/plan/lines/new")
    begun.send("/plan/lines", {"line_name": "Swimming", "every_week": "no", "cost": "0"})
    begun.open(f"{pot}/begin")
    assert "What you buy Swimming Done" in begun.text
    begun.open("/")
    assert not begun.has_link("Go on setting up")


def test_home_leads_on_before_anybody_pays_in(begun):
    begun.open("/")
    assert "Begin with what your letter says" in begun.text
    begun.follow("Go on setting up")
    assert "Set up my pot" in begun.text


def test_one_pot_is_enough(begun):
    begun.open("/begin")
    assert "You have a pot already" in begun.text
    begun.follow("Go to my pot")
    assert begun.page.request.path == f"{begun.pot}/"


def test_a_second_pot_is_refused_to_whoever_sends_two_forms(sam):
    sam.open("/begin")
    form = sam.page
    sam.send("/begin", YEAR_FROM_APRIL)
    sam.page = form
    answer = sam.send("/begin", YEAR_FROM_APRIL | {"change_id": "6c1e2f0a-0000-4000-8000-000000000001"})
    assert answer.status_code == 409
    assert "You have a pot already" in sam.text
    sam.open("/")
    assert sam.pot


def test_the_same_form_sent_twice_begins_one_pot(sam):
    sam.open("/begin")
    form = sam.page
    sam.send("/begin", YEAR_FROM_APRIL)
    first = sam.pot
    sam.page = form
    sam.send("/begin", YEAR_FROM_APRIL)
    assert sam.pot == first


@pytest.mark.parametrize(
    ("said", "field", "sentence"),
    [
        ({"starts_on-day": ""}, "starts_on", "Enter a real day, like 27 3 2026"),
        ({"starts_on-day": "", "starts_on-month": "", "starts_on-year": ""}, "starts_on", "Enter the day your budget"),
        ({"starts_on-year": "2024"}, "starts_on", "is it 1 April 2025?"),
        ({"starts_on-year": "2019"}, "starts_on", "is it 1 April 2025?"),
        ({"starts_on-year": "2027"}, "starts_on", "Enter a day in the next 12 months"),
        ({"real": ""}, "real", "Choose whether it is real money yet"),
        ({"real": "perhaps"}, "real", "Choose"),
        ({"level": "highest"}, "level", "Choose one of these"),
    ],
)
def test_what_cannot_be_is_said_beside_the_field_and_all_that_was_typed_is_still_there(sam, said, field, sentence):
    sam.open("/begin")
    answer = sam.send("/begin", YEAR_FROM_APRIL | said)
    assert answer.status_code == 422
    assert sentence in sam.error(field)
    for name in ("starts_on-day", "starts_on-month", "starts_on-year"):
        assert sam.typed(name) == (YEAR_FROM_APRIL | said)[name]
    sam.open("/")
    assert "You have no pot yet" in sam.text


def test_a_year_that_begins_soon_is_taken(sam):
    sam.begin(**{"starts_on-year": "2026"})
    assert "1 April 2026 to 31 March 2027" in sam.text


def test_a_pot_with_the_wrong_year_can_be_left_while_nobody_pays_in(begun):
    left = begun.pot
    begun.follow("Your budget year")
    begun.send("/begin/leave")
    assert begun.open(f"{left}/begin").status_code == 404
    begun.begin(**{"starts_on-day": "6"})
    assert begun.pot != left
    assert "6 April 2025 to 5 April 2026" in begun.text


def test_a_pot_that_somebody_pays_into_stays(begun):
    begun.follow("Your budget year")
    form = begun.page
    begun.add(COUNCIL)
    begun.page = form
    assert begun.send("/begin/leave").status_code == 409
    assert begun.open(f"{begun.pot}/begin").status_code == 200
    begun.follow("Your budget year")
    assert not begun.offers("/begin/leave")


def test_a_shadow_budget_says_so_until_it_is_made_real(sam):
    sam.begin(real="no")
    assert "This is not real money yet." in sam.text
    sam.add(COUNCIL)
    sam.open("/")
    assert "This is not real money yet." in sam.text
    sam.open(f"{sam.pot}/begin")
    sam.send("/begin/real")
    assert "From now on this is real money." in sam.text
    assert "not real money yet" not in sam.text
    assert sam.figures()["whole"].left_to_spend_pence == 960_000
    sam.undo()
    assert "This is not real money yet." in sam.text


def test_terms_are_told_anew(begun):
    begun.follow("Your budget year")
    assert begun.fields_of("/begin/terms")["level"] == "joint"
    begun.send("/begin/terms", real="no", level="integrated")
    assert "This is not real money yet." in begun.text
    begun.follow("Your budget year")
    assert begun.fields_of("/begin/terms")["level"] == "integrated"
    begun.figures()


def test_it_cannot_be_made_real_twice(sam):
    sam.begin(real="no")
    form = sam.page
    sam.send("/begin/real")
    sam.page = form
    answer = sam.send("/begin/real", change_id="6c1e2f0a-0000-4000-8000-000000000002")
    assert answer.status_code == 409
