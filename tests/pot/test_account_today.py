"""What is in the account when a pot is begun: the rest was spent before."""

from beginner import COUNCIL, NHS
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.persistence.database import db
from app.persistence.tables import Contribution

NOTIONAL = NHS | {"way_held": "notional"}


def tell(phone, amount):
    phone.open(f"{phone.pot}/begin/account")
    return phone.send("/begin/account", amount=amount)


def parts_by_stream(phone):
    figures = phone.figures()
    with phone.app.app_context(), Session(db.engine) as session:
        streams = dict(session.execute(select(Contribution.id, Contribution.stream)).all())
    return {streams[of]: part for of, part in figures.items() if of in streams}


def test_what_is_missing_falls_on_each_by_what_came_in_of_it(begun):
    """Council 11 x 800 = 8,800.00, NHS 12 x 420 = 5,040.00: of 6,920.00 missing they bear 4,400.00 and 2,520.00."""
    begun.add(COUNCIL)
    begun.add(NHS)
    tell(begun, "6,920.00")
    parts = parts_by_stream(begun)
    assert (parts["council"].spent_pence, parts["nhs"].spent_pence) == (440_000, 252_000)
    assert begun.figures()["whole"].in_account_pence == 692_000


def test_money_that_others_keep_bears_none_of_it(begun):
    begun.add(COUNCIL)
    begun.add(NOTIONAL)
    tell(begun, "800")
    parts = parts_by_stream(begun)
    assert (parts["council"].spent_pence, parts["nhs"].spent_pence) == (800_000, 0)


def test_more_than_came_in_is_refused_beside_the_field(begun):
    begun.add(COUNCIL)
    answer = tell(begun, "8,800.01")
    assert answer.status_code == 422
    assert "there can be £8,800.00 at most" in begun.error("amount")
    assert begun.typed("amount") == "8,800.01"
    assert begun.figures()["whole"].spent_pence == 0


def test_before_anything_came_in_only_nothing_can_be_there(begun):
    begun.add(COUNCIL, came=0)
    assert tell(begun, "5").status_code == 422
    assert "no money has come in yet" in begun.error("amount")
    assert tell(begun, "0").status_code == 200
    assert "What is in the account today Done" in begun.text


def test_all_is_there_is_an_answer_too_and_can_be_taken_back(begun):
    begun.add(COUNCIL)
    tell(begun, "8,800")
    assert "What is in the account today Done" in begun.text
    begun.undo()
    assert "What is in the account today Not started" in begun.text
    assert begun.figures()["whole"].spent_pence == 0


def test_said_again_the_new_answer_counts(begun):
    begun.add(COUNCIL)
    tell(begun, "100")
    tell(begun, "8,000")
    whole = begun.figures()["whole"]
    assert (whole.spent_pence, whole.in_account_pence) == (80_000, 800_000)
    begun.undo()
    assert begun.figures()["whole"].spent_pence == 0
    tell(begun, "7,000")
    assert begun.figures()["whole"].spent_pence == 180_000


def test_empty_and_minus_are_said_beside_the_field(begun):
    begun.add(COUNCIL)
    assert tell(begun, "").status_code == 422
    assert begun.error("amount") == "Enter how much is in the account, like 412.50"
    assert tell(begun, "-5").status_code == 422


def test_the_money_page_names_it_and_no_week_counts_it(begun):
    begun.add(COUNCIL)
    tell(begun, "0")
    begun.open(f"{begun.pot}/money")
    assert "Spent before you began here £8,800.00" in begun.text
    assert "Not in the plan yet" not in begun.text
    begun.open("/")
    assert "£8,800.00 was spent before you began here" in begun.text
    assert "You have not recorded any spending yet" in begun.text
