"""Two pots with something of every kind in each, and everybody's phone: asked at every address."""

import io
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from factories import end, grant, make_person
from flask import Flask
from household import Clock, Household
from phone import Phone
from sqlalchemy import Engine, create_engine, select
from werkzeug.test import TestResponse

from app import create_app
from app.care import changes as care
from app.care.changes import Worked
from app.config import Settings
from app.demo.till import receipt_photo
from app.domain.authority import Authority, Permission, Role, Scope
from app.messages import changes as messages
from app.people import invitation_changes as invitations
from app.people import register_changes as register
from app.people import ways_back
from app.people.invitation_changes import Invited
from app.people.invitation_queries import LETTER
from app.people.register_changes import Grant
from app.persistence import claims
from app.persistence.act import Act
from app.persistence.database import db, prepare, writing
from app.persistence.tables import GoneThrough, InstalmentRow, Receipt, Sighting, StatementRow, Wish
from app.persistence.tables.base import new_id
from app.spending import changes as spending
from app.spending import receipt_changes
from app.spending.changes import Payment
from app.web.held import hold

# One of each role: the columns of who_may_table.py.
WHO = {
    "hold": "nikki", "appt": "ruth", "wait": "una", "mony": "nora", "welf": "will", "par": "leila", "help": "joan",
    "less": "cerys", "carr": "amina", "lead": "dele", "agcy": "priya", "prof": "helen", "coor": "gwen",
    "brok": "fatima", "advo": "omar", "revi": "david", "safe": "sadiq",
}  # fmt: skip
IN_GOOD_TIMES = frozenset({Permission.MESSAGE, Permission.SEE_PLAN, Permission.SEE_PEOPLE})
REFERENCE = "DWP letter okapi417"
# Whom the holder lets in besides a carer, a helper, a broker and a reviewer.
LET_IN = {
    "ruth": {"role": Role.APPOINTEE, "scope": Scope.BOTH, "reference": REFERENCE},
    "una": {"role": Role.APPOINTEE, "scope": Scope.BOTH},
    "nora": {"role": Role.DEPUTY, "scope": Scope.MONEY},
    "will": {"role": Role.ATTORNEY, "scope": Scope.CARE},
    "leila": {"role": Role.PARENT, "scope": Scope.BOTH},
    "cerys": {"role": Role.HELPER, "given": IN_GOOD_TIMES},
    "dele": {"role": Role.TEAM_LEADER},
    "priya": {"role": Role.THIRD_PARTY},
    "helen": {"role": Role.PROFESSIONAL},
    "gwen": {"role": Role.COORDINATOR},
    "omar": {"role": Role.ADVOCATE},
    "sadiq": {"role": Role.SAFEGUARDING},
}
ACCEPTED = "ruth"  # by every funder; una waits for that, and nobody else needs it
STRANGERS = ("sam", "rhys", "admin", "former")  # no pot; a pot of their own; runs the service; was a helper until today
MADE_UP = "x" * 20
A_FORM_OF_LONG_AGO = "99999"  # whoever is let in is shown the form again, and nothing is done


@dataclass
class World:
    """Nikki's pot and Rhys's, something of every kind in each, and everybody's phone."""

    app: Flask
    nikkis: dict[str, str] = field(default_factory=dict)
    rhyss: dict[str, str] = field(default_factory=dict)
    own: dict[str, dict[str, str]] = field(default_factory=dict)  # what is only this person's
    phones: dict[str, Phone] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    authority: dict[str, str] = field(default_factory=dict)  # of each person around Nikki

    def ways(self, endpoint: str) -> list[tuple[str, str]]:
        """Method and rule of each way in."""
        rules = self.app.url_map.iter_rules(endpoint)
        return [(way, rule.rule) for rule in rules for way in sorted(rule.methods & {"GET", "POST"})]

    def ask(
        self, who: str, way: str, rule: str, ids: dict[str, str], headers: dict[str, str] | None = None
    ) -> TestResponse:
        """One request by somebody, with everything that a form of theirs would carry and nothing that it asks."""
        path = rule
        for name, value in ids.items():
            path = path.replace(f"<{name}>", value)
        client = self.phones[who].client
        if way == "GET":
            return client.get(path, headers=headers)
        return client.post(path, data=self.hidden(who), headers=headers)

    def address(self, endpoint: str, **ids: str) -> str:
        """The path of one of our pages: of this thing, or of any of Nikki's."""
        path = next(iter(self.app.url_map.iter_rules(endpoint))).rule
        for name, value in (self.nikkis | ids).items():
            path = path.replace(f"<{name}>", value)
        return path

    def ids_for(self, who: str) -> dict[str, str]:
        return self.nikkis | self.own.get(who, {})

    def hidden(self, who: str) -> dict[str, str]:
        """What every form carries, here of a release long ago."""
        if who not in self.tokens:
            told = self.phones[who].client.get("/session.json")
            self.tokens[who] = told.json["csrf_token"] if told.status_code == 200 else self._token_of_a_visitor(who)
        return {
            "csrf_token": self.tokens[who],
            "change_id": "7d444840-9dc0-11d1-b245-5ffdce74fad2",
            "form_version": A_FORM_OF_LONG_AGO,
            "made_at": "2026-03-03T14:10:00+00:00",
        }

    def _token_of_a_visitor(self, who: str) -> str:
        self.phones[who].open("/sign-in")
        return self.phones[who].fields("/sign-in")["csrf_token"]


@contextmanager
def lived_in(template: Path, settings_for: Callable[[str, Path], Settings], folder: Path) -> Iterator[World]:
    """Such a world in a database of its own."""
    shutil.copyfile(template, folder / "who.sqlite")
    url = f"sqlite:///{folder / 'who.sqlite'}"
    engine = prepare(create_engine(url))
    app = create_app(settings_for(url, folder))
    yield move_in(app, engine)
    engine.dispose()
    with app.app_context():
        db.engine.dispose()


def move_in(app: Flask, engine: Engine) -> World:
    """Nikki's pot with one person of each role, Rhys's with nobody else, and people with neither."""
    clock, world = Clock(), World(app)
    nikkis = Household.made(app, engine, clock)
    _let_in(nikkis)
    rhyss = Household.made(app, engine, clock, {}, holder="rhys")
    for name in ("sam", "admin", "former"):
        nikkis.person[name] = make_person(engine, name.title(), f"{name}@demo.example", runs_service=name == "admin")
    nikkis.authority["former"] = grant(nikkis.pot, nikkis.person["former"], Role.HELPER)
    end(nikkis.pot, nikkis.authority["former"], nikkis.person["former"], Role.HELPER, clock.now)
    for name in (*WHO.values(), *STRANGERS):
        world.phones[name] = Phone(app.test_client(), name)
    world.phones["visitor"] = Phone(app.test_client())
    world.nikkis = _furnish(world, nikkis, "nikki")
    world.rhyss = _furnish(world, rhyss, "rhys")
    for who in ("ruth", "nora", "will", "leila", "joan", "cerys", "gwen", "fatima"):
        world.own[who] = {"message_id": nikkis.act(who, lambda act: messages.send(act, None, "Hello"), "thread")}
    world.own["david"] = {"authority_id": nikkis.authority["una"]}
    for who in ("amina", "priya"):
        shift_id = nikkis.act(who, lambda act, who=who: care.log(act, _a_night(nikkis, who)))
        world.own[who] = {"shift_id": shift_id}
    world.authority = nikkis.authority
    return world


def _let_in(home: Household) -> None:
    """Everybody else whom a pot can have."""
    for who, told in LET_IN.items():
        home.person[who] = make_person(home.pot.engine, who.title(), f"{who}@demo.example")
        granted = Grant(home.person[who], **told)
        home.authority[who] = home.act("nikki", lambda act, granted=granted: register.grant(act, granted))
    home.act("nikki", lambda act: register.again(act, home.authority[ACCEPTED], accepted_at=act.now))


def _furnish(world: World, home: Household, holder: str) -> dict[str, str]:
    """Something of every kind that an address can name."""
    line = home.agree("support", "Night support", nhs=2, council=1)
    paid = Payment(1_850, date(2026, 3, 2), line, "Pool")
    ids = {
        "pot_id": home.pot.id,
        "line_id": line,
        "contribution_id": home.pot.contributions["nhs"],
        "spending_id": home.act(holder, lambda act: spending.record(act, paid)),
        "shift_id": home.act(
            holder, lambda act: care.log(act, _a_night(home, "beth" if holder == "nikki" else holder))
        ),
        "message_id": home.act(holder, lambda act: messages.send(act, None, "Hello"), "thread"),
        "mark": "spent",
        "month": "2026-03",
        "what": "record",
        "code": "en",
        "mode": "dark",
        "name": holder,
        "token": MADE_UP,
        "key": MADE_UP,
    }
    ids |= _keep_a_photo(world, home, holder) | _ask_somebody_in(world, home, holder) | _register(home, holder)
    ids |= {"wish_id": home.act(holder, _a_question)}
    ids |= _bring_a_statement(world.phones[holder], home)
    with home.pot.session() as session:
        wanted = select(InstalmentRow.id).where(InstalmentRow.contribution_id == ids["contribution_id"])
        return ids | {"instalment_id": session.scalars(wanted).first()}


def _a_night(home: Household, who: str) -> Worked:
    at = datetime(2026, 3, 1, 22, tzinfo=UTC)
    return Worked(home.person[who], at, at + timedelta(hours=8), 12_000, home.pot.lines["support"])


def _ask_somebody_in(world: World, home: Household, holder: str) -> dict[str, str]:
    """A letter that nobody has answered; and somebody of the pot who cannot come in, of whom the holder has said so."""
    invitation_id, asked = new_id(), Invited("Dele", Role.CARER, LETTER)
    with world.app.app_context():
        home.act(holder, lambda act: invitations.invite(act, invitation_id, asked))
        with writing(db.engine) as session:
            digits = ways_back.digits_of(ways_back.ask(session, home.clock.now))
        by = Authority(home.authority[holder], home.person[holder], Role.HOLDER, home.clock.now, None)
        around = next((home.person[who] for who in home.person if who != holder), by.person_id)
        with writing(db.engine) as session:
            way_back = ways_back.say(session, by, home.pot.id, digits, around, home.clock.now)
        return {"invitation_id": invitation_id, "way_back_id": way_back.id}


def _register(home: Household, holder: str) -> dict[str, str]:
    """Somebody whose powers can be changed, and what somebody wrote before they left."""
    maud = make_person(home.pot.engine, "Maud", f"maud-{holder}@demo.example")
    claim = home.act(holder, lambda act: claims.make(act, spending.RECORD.name, {"what_for": "Taxi"}))
    reviewer = home.authority.get("david", MADE_UP)
    return {"authority_id": grant(home.pot, maud, Role.HELPER), "claim_id": claim, "reviewer_id": reviewer}


def _a_question(act: Act) -> str:
    """Something that the holder was asked by somebody who acted for them then."""
    row = Wish(
        id=new_id(), n=0, step="asked", asker_id=act.authority.person_id, picture="money", amount_pence=None,
        answer=None, source="none",
    )  # fmt: skip
    act.say(question="Shall I buy the trampoline?")
    act.wait_for("wish_to_answer", 1)
    return act.write(row).id


def _keep_a_photo(world: World, home: Household, holder: str) -> dict[str, str]:
    """The same photo in each pot: of a receipt, and of what was signed for a month."""
    photo = receipt_photo("Corner Chemist", "Heat pads", 1_195, date(2026, 3, 2))
    held = hold(world.app.extensions["files"], home.pot.id, photo)
    (receipt_id,) = home.act(holder, lambda act: receipt_changes.keep(act, [held]))
    paper = GoneThrough(
        id=new_id(), n=0, month="2026-03", gone_on=date(2026, 3, 2), how="signed", standing=True, **asdict(held)
    )
    home.act(holder, lambda act: act.write(paper))
    with home.pot.session() as session:
        given_id = session.scalars(select(Receipt.change_id).where(Receipt.id == receipt_id)).one()
    return {"receipt_id": receipt_id, "given_id": given_id}


def _bring_a_statement(phone: Phone, home: Household) -> dict[str, str]:
    """One row of a bank's file, which is said to be none of the pot's."""
    phone.open(f"{home.home}/statements")
    file = (io.BytesIO(f'02/03/2026,"{home.pot.id}","-9.99"'.encode()), "hsbc.csv")
    phone.post(f"{home.home}/statements", phone.fields("/statements") | {"file": file})
    statement_id = phone.path.rpartition("/")[2]
    with home.pot.session() as session:
        row_id = session.scalars(select(StatementRow.id).where(StatementRow.statement_id == statement_id)).one()
    phone.send(statement_id, **{f"says-{row_id}": "not_ours"})
    with home.pot.session() as session:
        said_id = session.scalars(select(Sighting.change_id).where(Sighting.id == row_id)).one()
    return {"statement_id": statement_id, "row_id": row_id, "said_id": said_id}
