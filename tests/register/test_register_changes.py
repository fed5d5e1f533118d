"""What is written in the register: acceptance by every funder, endings, and that the holder's own is never touched."""

from datetime import date, timedelta

import pytest
from flask import Flask
from household import Clock
from registering import ALL, Registered, registered
from sqlalchemy import Engine

from app.domain.authority import Permission, Role, Scope
from app.domain.instalments import Frequency
from app.people import register_changes as register
from app.persistence.authorities import authority
from app.persistence.commit import NotAllowed, NotTheirs
from app.persistence.verify import verify
from app.pot import changes as pots


@pytest.fixture
def home(app: Flask, sqlite_engine: Engine, clock: Clock) -> Registered:
    home = registered(app, sqlite_engine, clock)
    home.joins("ruth")
    home.joins("david")
    return home


@pytest.fixture
def home_on_both(app_on_both: Flask, engine: Engine, clock: Clock) -> Registered:
    home = registered(app_on_both, engine, clock)
    home.joins("ruth")
    home.joins("david")
    return home


def waits(home: Registered, who: str = "ruth") -> list[str]:
    return home.act("david", lambda act: register.waits_for(act, home.authority[who]))


def accepts(home: Registered, funder: str, who: str = "ruth") -> None:
    record = home.funders()[funder]
    home.act("david", lambda act: register.accept(act, home.authority[who], record, act.today))


def counts(home: Registered, who: str = "ruth") -> bool:
    row = home.row(who)
    return authority(row.id, row.person_id, row).allows(Permission.RECORD)


def test_it_counts_once_every_funder_that_pays_has_accepted(home_on_both: Registered):
    home = home_on_both
    assert sorted(waits(home)) == sorted(home.funders().values())
    accepts(home, "nhs")
    assert waits(home) == [home.funders()["council"]]
    assert not counts(home)
    accepts(home, "council")
    assert waits(home) == []
    assert counts(home)
    assert home.row("ruth").accepted_at == home.clock.now
    with home.pot.session() as session:
        verify(session)


def test_a_no_after_a_yes_takes_what_was_accepted_away_and_a_yes_brings_it_back(home_on_both: Registered):
    home = home_on_both
    home.accepted("ruth")
    council = home.funders()["council"]
    home.act("david", lambda act: register.say_no(act, home.authority["ruth"], council, "The letter is old"))
    assert not counts(home)
    assert waits(home) == [council]
    accepts(home, "council")
    assert counts(home)


def test_an_answer_taken_back_is_no_answer(home: Registered):
    home.accepted("ruth")
    nhs = home.funders()["nhs"]
    home.act("david", lambda act: register.take_back_answer(act, home.authority["ruth"], nhs))
    assert waits(home) == [nhs]
    assert not counts(home)


def test_a_no_taken_back_is_the_yes_that_it_was(home: Registered):
    home.accepted("ruth")
    nhs = home.funders()["nhs"]
    home.act("david", lambda act: register.say_no(act, home.authority["ruth"], nhs, "A mistake"))
    home.act("david", lambda act: register.take_back_answer(act, home.authority["ruth"], nhs))
    assert waits(home) == []
    assert counts(home)


def test_a_funder_that_begins_to_pay_later_takes_nothing_away(home: Registered):
    home.accepted("ruth")
    said = pots.Promise(
        "Schools", None, "ehc_section_j", 100_000, 0, Frequency.ONCE, date(2025, 4, 1), "direct_payment"
    )
    home.act("jason", lambda act: pots.promise(act, act.years[0], said))
    accepts(home, "nhs")
    assert counts(home)
    assert len(waits(home)) == 1


def test_a_body_that_pays_twice_accepts_once(home: Registered):
    """Two awards of one council are two records of it."""
    said = pots.Promise(
        "  Westshire council", None, "care_act", 100_000, 0, Frequency.ONCE, date(2025, 4, 1), "direct_payment"
    )
    home.act("jason", lambda act: pots.promise(act, act.years[0], said))
    assert len(waits(home)) == 2
    home.act("david", lambda act: register.accept(act, home.authority["ruth"], waits_one(act, home), act.today))
    home.act("david", lambda act: register.accept(act, home.authority["ruth"], waits_one(act, home), act.today))
    assert counts(home)


def waits_one(act, home: Registered) -> str:
    return register.waits_for(act, home.authority["ruth"])[0]


def test_a_funder_that_does_not_pay_today_need_not_be_asked(home: Registered):
    home.clock.now += timedelta(days=800)
    assert waits(home) == []


def test_whoever_needs_no_acceptance_waits_for_nobody(home: Registered):
    for who in ("maria", "leila", "joan"):
        home.joins(who)
        assert waits(home, who) == []


def test_what_was_ended_stands_again_as_it_was(home: Registered):
    home.joins("joan", valid_to=home.clock.now + timedelta(days=30))
    before = home.row("joan")
    home.act("jason", lambda act: register.end(act, before.id))
    assert home.row("joan").valid_to == home.clock.now
    with pytest.raises(NotTheirs):
        home.act("joan", lambda _act: None)
    home.act("jason", lambda act: register.put_back(act, before.id, before.n))
    home.act("joan", lambda _act: None)
    assert (home.row("joan").valid_to, home.row("joan").ends_by) == (before.valid_to, before.ends_by)


STEPS = (
    register.end,
    lambda act, of: register.put_back(act, of, 0),
    register.switch_on,
    register.switch_off,
    lambda act, of: register.again(act, of, given="", limit_pence=0),
)


def test_nothing_that_anybody_does_is_ever_written_over_the_holders_own(home: Registered):
    """Not even where a page forgot to ask who may: it is refused where it would be written."""
    for who in (*ALL, "jason"):
        if who != "jason":
            home.joins(who)
        for step in STEPS:
            with pytest.raises(NotAllowed):
                home.act(who, lambda act, step=step: step(act, home.authority["jason"]))
    row = home.row("jason")
    assert (row.n, row.role, row.valid_to, row.given) == (0, Role.HOLDER, None, None)


def test_what_a_document_covers_is_what_the_law_says_unless_told_otherwise(home: Registered):
    home.joins("nora", role=Role.ATTORNEY)
    home.joins("olga", role=Role.ATTORNEY, scope=Scope.CARE)
    assert (home.row("nora").scope, home.row("olga").scope) == (Scope.MONEY, Scope.CARE)
    assert home.row("nora").document == "lasting_power"
