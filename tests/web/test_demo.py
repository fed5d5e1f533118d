"""The made-up households: sound, the same for the same day, true to what the law says, and empty nowhere."""

import shutil
from datetime import date, timedelta

import pytest
from factories import NOW
from phone import Phone
from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session

from app.demo.load import HOUSEHOLDS, PEOPLE, load
from app.domain.authority import Permission, Role, Scope, may_approve
from app.domain.register import needs_acceptance
from app.domain.rules import legal_basis
from app.domain.year import london_day
from app.people.demo import GROUPS
from app.persistence.database import db, prepare
from app.persistence.figures import figures_of
from app.persistence.files import Files
from app.persistence.members import Member, members_of
from app.persistence.tables import (
    Acceptance,
    AuthorityRow,
    Change,
    Contribution,
    Message,
    Person,
    Pot,
    Receipt,
    Shift,
    Spending,
    Todo,
)
from app.persistence.verify import verify

TODAY = london_day(NOW)
SHORT = 12  # weeks
SOME = ("ivy", "rhys", "maria")
EMPLOY = ("nikki", "jason", "katy")


@pytest.fixture(scope="module")
def books(street_template):
    """A session on everybody's pots, only to read."""
    engine = create_engine(f"sqlite:///{street_template}")
    with Session(engine) as session:
        yield session
    engine.dispose()


def person_id(session: Session, who: str) -> str:
    return session.execute(select(Person.id).where(Person.email == f"{who}@demo.example")).scalar_one()


def pot_of(session: Session, who: str) -> str:
    return session.execute(select(Pot.id).where(Pot.holder_id == person_id(session, who))).scalar_one()


def standing_as(session: Session, holder: str, who: str, role: Role) -> list[Member]:
    """The authorities that somebody holds now in a role."""
    id_of_who = person_id(session, who)
    held = [m for m in members_of(session, pot_of(session, holder)) if m.person_id == id_of_who]
    return [m for m in held if m.authority.role is role and m.authority.stands(NOW)]


def test_all_of_it_is_sound_and_loaded_once(books, street_template, tmp_path):
    assert verify(books).pots == len(HOUSEHOLDS)
    file = tmp_path / "again.sqlite"
    shutil.copyfile(street_template, file)
    engine = prepare(create_engine(f"sqlite:///{file}"))
    assert load(engine, TODAY, Files(tmp_path)) == []
    engine.dispose()


def test_it_is_the_same_for_the_same_day(sqlite_template, tmp_path):
    def heads(name: str, today: date) -> list[str]:
        file = tmp_path / f"{name}.sqlite"
        shutil.copyfile(sqlite_template, file)
        engine = prepare(create_engine(f"sqlite:///{file}"))
        load(engine, today, Files(tmp_path / name), weeks=SHORT, only=SOME)
        with Session(engine) as session:
            found = session.execute(select(Pot.id, Pot.head).order_by(Pot.id)).all()
        engine.dispose()
        return [tuple(row) for row in found]

    first = heads("first", TODAY)
    assert heads("second", TODAY) == first
    assert heads("tomorrow", TODAY + timedelta(days=1)) != first


@pytest.mark.parametrize("today", [date(2028, 2, 29), date(2027, 10, 31)])
def test_it_can_be_loaded_on_any_day(sqlite_template, tmp_path, today):
    file = tmp_path / "demo.sqlite"
    shutil.copyfile(sqlite_template, file)
    engine = prepare(create_engine(f"sqlite:///{file}"))
    assert load(engine, today, Files(tmp_path), weeks=SHORT) == list(HOUSEHOLDS)
    with Session(engine) as session:
        assert verify(session).pots == len(HOUSEHOLDS)
    engine.dispose()


def test_a_bench_loads_one_household_alone(sqlite_template, tmp_path):
    file = tmp_path / "one.sqlite"
    shutil.copyfile(sqlite_template, file)
    engine = prepare(create_engine(f"sqlite:///{file}"))
    assert load(engine, TODAY, Files(tmp_path), weeks=SHORT, only=("ivy",)) == ["ivy"]
    engine.dispose()


# --- who is who


def test_everybody_is_named_once_on_the_page_and_leads_to_theirs(street):
    named = [name for _title, people in GROUPS for name in people]
    assert sorted(named) == sorted(PEOPLE)
    page = street.test_client().get("/demo").text
    for who in named:
        assert f'href="/demo/as/{who}"' in page
        phone = Phone(street.test_client(), who)
        assert phone.open("/").status_code == 200


def test_ruth_was_accepted_by_both_funders_before_she_wrote_anything(books):
    (ruth,) = standing_as(books, "jason", "ruth", Role.APPOINTEE)
    assert needs_acceptance(Role.APPOINTEE, TODAY)
    assert ruth.authority.accepted
    said = books.scalars(select(Acceptance).where(Acceptance.authority_id == ruth.authority.id)).all()
    assert len({one.funder_id for one in said}) == 2
    accepted_at = books.scalars(
        select(AuthorityRow.accepted_at).where(AuthorityRow.id == ruth.authority.id, AuthorityRow.n > 0)
    ).one()
    hers = books.scalars(select(Change.received_at).where(Change.authority_id == ruth.authority.id)).all()
    assert hers
    assert min(hers) >= accepted_at


def test_a_part_of_jasons_money_is_kept_by_his_agency_and_none_of_it_is_his_own(books):
    rows = books.scalars(select(Contribution).where(Contribution.pot_id == pot_of(books, "jason"))).all()
    assert {row.way_held for row in rows} == {"direct_payment", "individual_service_fund"}
    for row in rows:
        assert row.client_pence == 0
        assert not legal_basis(row.legal_basis, TODAY).chargeable


def test_marias_two_orders_count_each_for_itself(books):
    orders = standing_as(books, "katy", "maria", Role.DEPUTY)
    assert {member.authority.scope for member in orders} == {Scope.MONEY, Scope.CARE}
    may = {m.authority.scope: m.authority.allows(Permission.PAY) for m in orders}
    assert may == {Scope.MONEY: True, Scope.CARE: False}
    assert pot_of(books, "maria")


def test_leilas_responsibility_ends_on_the_birthday_and_jims_has(books):
    (leila,) = standing_as(books, "asha", "leila", Role.PARENT)
    assert leila.authority.valid_to is not None
    assert 8 < (london_day(leila.authority.valid_to) - TODAY).days / 365 < 9
    assert standing_as(books, "tom", "jim", Role.PARENT) == []
    assert len(standing_as(books, "tom", "jim", Role.HELPER)) == 1


def test_dele_approves_up_to_his_limit_and_what_is_above_it_waits_for_ruth(books):
    (dele,) = standing_as(books, "jason", "dele", Role.TEAM_LEADER)
    limit = dele.authority.limit_pence
    assert may_approve(dele.authority, "somebody", limit)
    assert not may_approve(dele.authority, "somebody", limit + 1)


def test_what_cerys_may_do_more_is_off_until_rhys_says_so(books):
    (cerys,) = standing_as(books, "rhys", "cerys", Role.HELPER)
    assert cerys.authority.when_on > {Permission.RECORD}
    assert not cerys.authority.at(NOW).allows(Permission.RECORD)


def test_david_reviews_for_both_funders_by_two_authorities(books):
    for holder in ("nikki", "jason", "asha"):
        funders = books.scalars(
            select(AuthorityRow.funder_id).where(
                AuthorityRow.pot_id == pot_of(books, holder), AuthorityRow.role == Role.REVIEWER
            )
        ).all()
        assert len(set(funders)) == 2
        assert None not in funders


# --- nothing is empty


@pytest.mark.parametrize("holder", [who for who in HOUSEHOLDS if who not in {"ivy", "rhys", "maria"}])
def test_a_household_has_something_of_everything(books, holder):
    pot = pot_of(books, holder)
    assert books.scalar(select(Todo.waiting).where(Todo.pot_id == pot, Todo.kind == "receipt_to_match")) == 1
    assert books.scalars(select(Spending.id).where(Spending.pot_id == pot, Spending.plan_line_id == "none")).all()
    assert books.scalars(select(Receipt.id).where(Receipt.pot_id == pot, Receipt.spending_id.is_not(None))).all()
    assert len(set(books.scalars(select(Message.author_id).where(Message.pot_id == pot)))) > 1
    if holder in EMPLOY:
        assert books.scalar(select(Todo.waiting).where(Todo.pot_id == pot, Todo.kind == "shift_to_approve")) >= 1
        steps = set(books.scalars(select(Shift.step).where(Shift.pot_id == pot)))
        assert {"logged", "approved", "paid"} <= steps


@pytest.mark.parametrize("holder", HOUSEHOLDS)
def test_nobody_ran_out_of_money(street, holder):
    with street.app_context():
        whole = figures_of(db.session, pot_of(db.session, holder), TODAY).whole
    assert whole.left_to_spend_pence > 0
    assert whole.in_account_pence >= 0


@pytest.mark.parametrize(("who", "sees"), [("omar", ["plan", "people"]), ("cerys", ["plan", "people", "messages"])])
def test_who_sees_no_money_finds_what_is_shared(street, who, sees):
    phone = Phone(street.test_client(), who)
    phone.open("/")
    assert "shares with you" in phone.page.text
    shared = [link.rpartition("/")[2] for link in phone.page.links() if link.startswith("/p/")]
    assert set(sees) <= set(shared)


def test_who_sees_nothing_is_told_so(street):
    phone = Phone(street.test_client(), "sadiq")
    phone.open("/")
    phone.open(next(link for link in phone.page.links() if link.startswith("/p/")))
    assert "Nothing is shared with you yet" in phone.page.text


def test_one_payer_of_two_awards_is_told_apart_by_why(street):
    tom = Phone(street.test_client(), "tom")
    tom.open("/")
    tom.follow("Where the money comes from")
    assert "NHS Westshire ICB (NHS Continuing Healthcare)" in tom.page.text
    assert "NHS Westshire ICB (Children’s continuing care)" in tom.page.text


def test_nobody_is_asked_about_shifts_where_nobody_works(street):
    for who, works in (("tom", False), ("jason", True)):
        phone = Phone(street.test_client(), who)
        phone.open("/")
        phone.follow("People")
        assert ("Who worked" in phone.page.text) is works


def test_two_orders_of_one_person_are_told_together(street):
    katy = Phone(street.test_client(), "katy")
    katy.open("/")
    katy.follow("People")
    assert "mark them as paid" in katy.page.text  # by the order for money
    assert "change the plan" in katy.page.text  # by the order for care


def test_a_page_about_somebody_elses_money_does_not_say_your(street):
    ruth = Phone(street.test_client(), "ruth")
    ruth.open("/")
    assert "your own hands" not in ruth.page.text
    ruth.follow("Where the money comes from")
    assert "our budget year" not in ruth.page.text
