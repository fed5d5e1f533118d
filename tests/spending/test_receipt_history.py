"""Whatever is done with receipts, and taken back: a plain model beside them tells what must stand."""

import io
from dataclasses import dataclass, field

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from photos import photo
from sqlalchemy import select

from app.persistence.tables import Receipt, Todo
from app.persistence.verify import verify
from app.spending import changes, receipt_changes
from app.web.door import AlreadyDecided
from app.web.held import Held, hold

WHICH = st.integers(0, 5)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("keep"), WHICH, st.just(None)),
        st.tuples(st.just("keep_for"), WHICH, st.integers(0, 1)),
        st.tuples(st.just("join"), WHICH, st.integers(0, 1)),
        st.tuples(st.just("take_off"), WHICH, st.just(None)),
        st.tuples(st.just("take_out"), WHICH, st.just(None)),
        st.tuples(st.just("take_back"), WHICH, st.just(None)),
        st.tuples(st.just("out_and_back"), st.integers(0, 1), st.just(None)),
    ),
    max_size=14,
)


@dataclass
class Model:
    """What stands: each receipt's photo, and the payment it is for or None; and the change that did it last."""

    standing: dict[str, tuple[str, str | None]] = field(default_factory=dict)

    def of(self, digest: str) -> list[str]:
        return [one for one, (shown, _payment) in self.standing.items() if shown == digest]


@given(steps=STEPS)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_history_of_receipts_is_sound(app, household, steps):
    _clear(household)
    held = _held(app, household)
    payments = [household.pay(f"Payment {number}") for number in range(2)]
    model = Model()
    for what, which, payment in steps:
        with app.test_request_context():  # who was first, and when, is said in words
            _step(household, model, held, payments, (what, which, payment))
        assert _standing(household) == model.standing, what
    with household.pot.session() as session:
        verify(session, app.extensions["files"])
        waiting = session.scalar(select(Todo.waiting).where(Todo.kind == receipt_changes.TO_MATCH)) or 0
    assert waiting == sum(payment is None for _digest, payment in _standing(household).values())


def _held(app, household) -> list[Held]:
    files = app.extensions["files"]
    return [hold(files, household.pot.id, io.BytesIO(photo(number * 40))) for number in range(3)]


def _standing(household) -> dict[str, tuple[str, str | None]]:
    with household.pot.session() as session:
        rows = session.scalars(select(Receipt).order_by(Receipt.n))
        last = {row.id: row for row in rows}
    return {row.id: (row.digest, row.spending_id) for row in last.values() if row.standing}


def _clear(household) -> None:
    """A history begins with no photo that stands: the one before may have failed anywhere."""
    for receipt_id in _standing(household):
        household.act("nikki", lambda act, one=receipt_id: receipt_changes.take_out(act, one))


def _step(household, model, held, payments, step) -> None:
    what, which, payment = step
    mine = sorted(model.standing)
    if what in {"keep", "keep_for"}:
        one, of = held[which % len(held)], None if payment is None else payments[payment]
        (kept,) = household.act("nikki", lambda act: receipt_changes.keep(act, [one], of))
        if kept in model.standing and (of is None or model.standing[kept][1] == of):
            return
        assert kept not in model.standing or model.standing[kept][1] is None
        assert not (of is None and model.of(one.digest)), "the same photo again is the same receipt"
        model.standing[kept] = (one.digest, of)
    elif what == "out_and_back":
        spending_id = payments[which]
        before = dict(model.standing)
        household.act("nikki", lambda act: changes.take_out(act, spending_id))
        assert not [one for one, (_digest, of) in _standing(household).items() if of == spending_id]
        household.act("nikki", lambda act: changes._put_back(act, None, spending_id))
        model.standing = before
    elif mine:
        _to_one(household, model, mine[which % len(mine)], payments, what, payment)


def _to_one(household, model, receipt_id, payments, what, payment) -> None:
    digest, of = model.standing[receipt_id]
    if what == "join":
        try:
            household.act("nikki", lambda act: receipt_changes.join(act, [receipt_id], payments[payment]))
        except AlreadyDecided:
            assert of not in {None, payments[payment]}
            return
        model.standing[receipt_id] = (digest, payments[payment])
    elif what == "take_off" and of:
        household.act("nikki", lambda act: receipt_changes.take_off(act, receipt_id))
        model.standing[receipt_id] = (digest, None)
    elif what == "take_out":
        household.act("nikki", lambda act: receipt_changes.take_out(act, receipt_id))
        del model.standing[receipt_id]
    elif what == "take_back":
        _there_and_back(household, receipt_id)


def _there_and_back(household, receipt_id) -> None:
    """Whatever is taken back leaves things as they were."""
    before = _standing(household)
    household.act("nikki", lambda act: receipt_changes.take_out(act, receipt_id))
    with household.pot.session() as session:
        done = session.scalars(
            select(Receipt.change_id).where(Receipt.id == receipt_id).order_by(Receipt.n.desc())
        ).first()
    household.act("nikki", lambda act: receipt_changes._take_back(act, done))
    assert _standing(household) == before
