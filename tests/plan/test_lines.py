"""What the plan pays for: its cost, who pays, what is set aside, and what was before."""

from datetime import date

import pytest
from beginner import COUNCIL, NHS
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.persistence.database import db
from app.persistence.splits import splits_of
from app.persistence.tables import PlanLine

FREE_COUNCIL = COUNCIL | {"client_each": ""}  # 936,000 pence in the year, NHS 546,000
MONDAYS_TO_COME = 7  # from Monday 16 February to Monday 30 March 2026


@pytest.fixture
def paid(begun):
    """Sam, to whom council and NHS pay."""
    begun.add(FREE_COUNCIL)
    begun.add(NHS)
    return begun


def put(phone, name="Carers", every_week="yes", cost="100", payer=0, shares=(), **more):
    """Put a line into the plan; the address of the plan."""
    phone.open(f"{phone.pot}/plan/lines/new")
    payers = phone.boxes("payer")
    said = {"line_name": name, "every_week": every_week, "cost": cost, **more}
    if payers:
        said |= {"payer": payers[payer]} | {f"pays_{of}": pounds for of, pounds in zip(payers, shares, strict=False)}
    return phone.send("/plan/lines", said)


def shared(phone, name="Carers", cost="100", shares=("60", "40"), **more):
    return put(phone, name, "yes", cost, -1, shares, **more)


def aside(phone):
    """What is set aside for each, the council first."""
    parts = [part.set_aside_pence for name, part in phone.figures().items() if name not in {"whole", "none"}]
    return sorted((pence for pence in parts if pence), reverse=True)


def one_line(phone, name="Carers"):
    phone.open(f"{phone.pot}/plan")
    phone.follow(name)
    return phone.page.request.path


def test_a_weekly_line_sets_its_weeks_aside_by_who_pays(paid):
    shared(paid)
    assert paid.page.request.path == f"{paid.pot}/plan"
    assert "Carers £100.00 a week" in paid.text
    assert "Westshire Council £60.00, NHS Devon Integrated Care Board £40.00" in paid.text
    assert aside(paid) == [MONDAYS_TO_COME * 6_000, MONDAYS_TO_COME * 4_000]
    whole = paid.figures()["whole"]
    assert whole.left_to_spend_pence == 1_482_000 - MONDAYS_TO_COME * 10_000


def test_a_yearly_line_sets_nothing_aside(paid):
    put(paid, "Swimming", "no", "300", 1)
    assert "Swimming £300.00 a year Paid by NHS Devon Integrated Care Board Used so far: £0.00" in paid.text
    assert aside(paid) == []


def test_a_line_that_costs_nothing_is_a_line(paid):
    put(paid, "Choir", "yes", "0", 0)
    assert "Choir Costs nothing" in paid.text
    paid.figures()


def test_where_one_pays_nobody_asks_who(begun):
    begun.add(FREE_COUNCIL)
    begun.open(f"{begun.pot}/plan/lines/new")
    assert begun.boxes("payer") == []
    put(begun)
    assert "Paid by Westshire Council" in begun.text
    assert aside(begun) == [MONDAYS_TO_COME * 10_000]
    one_line(begun)
    assert not begun.has_link("Change who pays")


def test_before_anybody_pays_it_says_what_comes_first(begun):
    begun.open(f"{begun.pot}/plan/lines/new")
    assert "Say first who pays in" in begun.text
    begun.follow("Say who pays in")
    assert "Who pays in?" in begun.text


@pytest.mark.parametrize(
    ("shares", "sentence"),
    [
        (("60", "30"), "These add up to £90.00. Make them add up to £100.00"),
        (("60", "40.01"), "These add up to £100.01. Make them add up to £100.00"),
        (("", ""), "These add up to £0.00. Make them add up to £100.00"),
        (("x", "40"), "Enter the amount in numbers, like 12.50"),
    ],
)
def test_shares_that_do_not_add_up_are_said_beside_the_first(paid, shares, sentence):
    assert shared(paid, shares=shares).status_code == 422
    fields = [f"pays_{of}" for of in paid.boxes("payer")[:-1]]
    assert paid.error(fields[0]) == sentence
    assert tuple(paid.typed(field) for field in fields) == shares
    assert paid.typed("line_name") == "Carers"
    with paid.app.app_context(), Session(db.engine) as session:
        assert session.execute(select(PlanLine)).all() == []


@pytest.mark.parametrize(
    ("said", "field", "sentence"),
    [
        ({"line_name": ""}, "line_name", "Write what you buy, like swimming"),
        ({"every_week": ""}, "every_week", "Choose whether you need it every week"),
        ({"cost": ""}, "cost", "Enter how much it costs, like 37.50"),
        ({"cost": "1.250"}, "cost", "Did you mean"),
        ({"payer": ""}, "payer", "Choose who pays for it"),
        ({"payer": "my aunt"}, "payer", "Choose who pays for it"),
        ({"from_on-day": "99"}, "from_on", "Enter a real day"),
    ],
)
def test_what_is_not_clear_is_said_beside_the_field(paid, said, field, sentence):
    paid.open(f"{paid.pot}/plan/lines/new")
    whole = {"line_name": "Carers", "every_week": "yes", "cost": "100", "payer": paid.boxes("payer")[0]} | said
    assert paid.send("/plan/lines", whole).status_code == 422
    assert sentence in paid.error(field)
    assert (paid.typed("line_name"), paid.typed("cost")) == (whole["line_name"], whole["cost"])


def test_what_costs_nothing_has_no_shares(paid):
    assert shared(paid, cost="0", shares=("", "")).status_code == 422
    assert paid.error("payer") == "It costs nothing, so choose one of them"


def test_a_plan_above_the_budget_is_told_and_saved(paid):
    put(paid, "Carers", "yes", "500")
    assert "The plan costs £11,180.00 more than what is paid in" in paid.text
    assert "It is saved all the same" in paid.text


def test_a_line_begun_late_counts_the_weeks_that_are_left(paid):
    put(paid, **{"from_on-day": "9", "from_on-month": "3", "from_on-year": "2026"})
    assert aside(paid) == [4 * 10_000]
    with paid.app.app_context(), Session(db.engine) as session:
        assert session.execute(select(PlanLine.yearly_pence)).scalar_one() == 4 * 10_000


def test_another_cost_sets_aside_anew_in_the_same_proportion_and_keeps_what_was(paid):
    shared(paid)
    one_line(paid)
    paid.follow("Change name or cost")
    paid.send("/change", line_name="Night carers", cost="50")
    assert "Changed." in paid.text
    assert "Night carers, £50.00 a week" in paid.text
    assert "Carers, £100.00 a week" in paid.text
    assert aside(paid) == [MONDAYS_TO_COME * 3_000, MONDAYS_TO_COME * 2_000]
    paid.open(paid.page.request.path + "/change")
    paid.send("/change", every_week="no", cost="400")
    assert aside(paid) == []
    assert "£400.00 a year" in paid.text


def test_of_two_who_change_a_line_the_second_is_asked_to_look(paid):
    shared(paid)
    where = one_line(paid)
    paid.open(where + "/change")
    form = paid.page
    paid.send("/change", cost="50")
    paid.page = form
    assert paid.send("/change", cost="60", change_id="6c1e2f0a-0000-4000-8000-000000000007").status_code == 409


def test_who_pays_changes_from_a_day_to_come(paid):
    shared(paid)
    one_line(paid)
    paid.follow("Change who pays")
    council = paid.boxes("payer")[0]
    march = {"from_on-day": "9", "from_on-month": "3", "from_on-year": "2026"}
    paid.send("/payers", march | {"payer": council})
    assert "Westshire Council £60.00" in paid.text
    assert "From 9 March 2026: Westshire Council" in paid.text
    assert aside(paid) == [3 * 6_000 + 4 * 10_000, 3 * 4_000]


def test_who_pays_changed_from_a_day_gone_by_shares_anew_what_was_paid(paid):
    """30.00 paid on 5 February by 60 to 40; from 1 February the NHS pays all of it."""
    shared(paid)
    line = one_line(paid).rsplit("/", 1)[1]
    paid.open(f"{paid.pot}/spending/new")
    day = {"spent_on-day": "5", "spent_on-month": "2", "spent_on-year": "2026"}
    paid.send("/spending", day | {"what_for": "Night", "amount": "30", "plan_line": line})
    paid.open(f"{paid.pot}/plan/lines/{line}")
    assert "Westshire Council £18.00 NHS Devon Integrated Care Board £12.00" in paid.text
    paid.follow("Change who pays")
    nhs = paid.boxes("payer")[1]
    back = {"from_on-day": "1", "from_on-month": "2", "from_on-year": "2026"}
    paid.send("/payers", back | {"payer": nhs})
    spent = {name: part.spent_pence for name, part in paid.figures().items() if name != "whole"}
    assert sorted(spent.values()) == [0, 3_000]
    assert aside(paid) == [MONDAYS_TO_COME * 10_000]
    paid.open(f"{paid.pot}/money/spent")
    assert "Shared anew" in paid.text


def test_a_split_is_checked_against_the_cost_of_the_line(paid):
    shared(paid)
    where = one_line(paid)
    paid.open(where + "/payers")
    council, nhs, several = paid.boxes("payer")
    said = {"payer": several, f"pays_{council}": "50", f"pays_{nhs}": "40"}
    assert paid.send("/payers", said).status_code == 422
    assert paid.error(f"pays_{council}") == "These add up to £90.00. Make them add up to £100.00"
    paid.send("/payers", said | {f"pays_{nhs}": "50", "change_id": "6c1e2f0a-0000-4000-8000-000000000008"})
    with paid.app.app_context(), Session(db.engine) as session:
        pot, line = paid.pot.removeprefix("/p/"), where.rsplit("/", 1)[1]
        agreed = sorted(splits_of(session, pot, line), key=lambda split: split.said)
    assert [(split.from_on, sorted(split.parts.values())) for split in agreed] == [
        (date(2025, 4, 1), [4_000, 6_000]),
        (date(2026, 2, 10), [5_000, 5_000]),
    ]


def test_a_line_taken_out_gives_back_what_was_set_aside_and_keeps_its_name(paid):
    shared(paid)
    line = one_line(paid).rsplit("/", 1)[1]
    paid.open(f"{paid.pot}/spending/new")
    paid.send("/spending", {"what_for": "Night", "amount": "30", "plan_line": line})
    paid.open(f"{paid.pot}/plan/lines/{line}")
    paid.send("/end")
    assert "This is not in the plan any more" in paid.text
    taken_out = paid.page
    assert aside(paid) == []
    paid.open(f"{paid.pot}/money")
    assert "Carers £30.00" in paid.text
    paid.open(f"{paid.pot}/plan")
    assert "Nothing is in the plan yet" in paid.text
    paid.page = taken_out
    paid.undo()
    assert "Put back." in paid.text
    assert aside(paid) == [MONDAYS_TO_COME * 6_000, MONDAYS_TO_COME * 4_000]


def test_it_is_not_taken_out_twice(paid):
    shared(paid)
    one_line(paid)
    form = paid.page
    paid.send("/end")
    paid.page = form
    assert paid.send("/end", change_id="6c1e2f0a-0000-4000-8000-000000000009").status_code == 409


def test_what_people_write_is_never_markup(paid):
    put(paid, "<script>x</script>", "no", "5")
    assert "<script>x" not in paid.page.text
    assert "&lt;script&gt;x" in paid.page.text


@pytest.mark.parametrize("page", ["", "/change", "/payers"])
def test_what_is_not_there_is_not_found(paid, page):
    assert paid.client.get(f"{paid.pot}/plan/lines/nothing{page}").status_code == 404
