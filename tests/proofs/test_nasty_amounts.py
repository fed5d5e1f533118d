"""Every amount of the contract, in every field of every form that asks for one."""

import pytest
from nasty_values import ASKED_WHICH, NOT_TAKEN, TAKEN
from reading import Page
from sqlalchemy import select
from visiting_all import Offered, Street

from app.persistence.database import db
from app.persistence.tables import Spending

NEEDED = {"spending.record", "spending.change_it", "care.log", "care.change_it"}  # elsewhere it may be left empty, or 0


def _beside(street: Street, offered: Offered, name: str, typed: str) -> str:
    """The sentence beside the field once this was typed into it; empty where it was taken."""
    answer = street.send(offered, offered.filled_in() | {name: typed})
    street.as_it_was()
    assert answer.status_code in {200, 303, 409, 422}, (offered.endpoint, name, typed, answer.status_code)
    return Page(answer.text).beside().get(name, "") if answer.status_code == 422 else ""


def test_an_amount_is_read_as_the_contract_says_wherever_it_is_typed(street: Street):
    wrong, fields = [], 0
    for offered in street.forms():
        for name in [name for name, box in offered.form.fields.items() if box.decimal]:
            fields += 1
            for typed in TAKEN:
                sentence = _beside(street, offered, name, typed)
                if "like" in sentence or "number" in sentence:  # other reasons there may be: an amount was read
                    wrong.append(f"{offered.endpoint} {name}: {typed!r} is not read: {sentence}")
            for typed, expected in (ASKED_WHICH | NOT_TAKEN).items():
                if offered.endpoint not in NEEDED and typed in {"0", ""}:
                    continue
                sentence = _beside(street, offered, name, typed)
                if not sentence or expected not in sentence:
                    wrong.append(f"{offered.endpoint} {name}: {typed!r} says {sentence!r}, not {expected!r}")
    print(f"\n{fields} fields, {street.tries} tries")  # noqa: T201
    assert not wrong, "\n".join(wrong)
    assert fields >= 8


@pytest.mark.parametrize(("typed", "pence"), TAKEN.items())
def test_what_is_read_is_what_is_booked(street: Street, typed: str, pence: int):
    offered = next(one for one in street.forms_on("nikki", "/spending/new") if one.endpoint == "spending.record")
    answer = street.send(offered, offered.filled_in() | {"what_for": f"typed {typed}", "amount": typed})
    assert answer.status_code == 303, answer.text
    spending_id = answer.location.partition("/saved")[0].rpartition("/")[2]
    with street.app.app_context():
        booked = db.session.execute(select(Spending.amount_pence).where(Spending.id == spending_id)).scalar_one()
    assert booked == pence
