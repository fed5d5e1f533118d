"""A household with one of each role, for tests of the register."""

from factories import make_person
from flask import Flask
from household import Clock, Household
from phone import Phone
from sqlalchemy import Engine, event, select

from app.domain.authority import Role, Scope
from app.people import register_changes as register
from app.people.register_changes import Grant
from app.persistence.database import db
from app.persistence.tables import AuthorityRow, Change, Funder, Notice

# Who is who: the role, and what else is said of it.
ALL = {
    "ruth": {"role": Role.APPOINTEE},
    "maria": {"role": Role.DEPUTY, "scope": Scope.MONEY},
    "peter": {"role": Role.DEPUTY, "scope": Scope.CARE},
    "anna": {"role": Role.ATTORNEY, "scope": Scope.MONEY},
    "leila": {"role": Role.PARENT},
    "nadia": {"role": Role.NOMINEE},
    "owen": {"role": Role.AUTHORISED},
    "priya": {"role": Role.THIRD_PARTY},
    "helen": {"role": Role.PROFESSIONAL},
    "gwen": {"role": Role.COORDINATOR},
    "joan": {"role": Role.HELPER},
    "kofi": {"role": Role.CARER},
    "dele": {"role": Role.TEAM_LEADER, "limit_pence": 1_500},
    "fatima": {"role": Role.BROKER},
    "omar": {"role": Role.ADVOCATE},
    "david": {"role": Role.REVIEWER},
    "sadiq": {"role": Role.SAFEGUARDING},
}


class Registered(Household):
    """The household as its register sees it."""

    def joins(self, who: str, **told: object) -> str:
        """Somebody is let in by the holder; the id of their authority."""
        if who not in self.person:
            self.person[who] = make_person(self.pot.engine, who.title(), f"{who}@demo.example")
        granted = Grant(self.person[who], **(ALL.get(who, {}) | told))
        self.authority[who] = self.act("jason", lambda act: register.grant(act, granted))
        return self.authority[who]

    def accepted(self, who: str, by: str = "david") -> None:
        """Every funder accepts somebody."""
        for funder in self.funders().values():
            self.act(by, lambda act, funder=funder: register.accept(act, self.authority[who], funder, act.today))

    def funders(self) -> dict[str, str]:
        """The record of each funder, by the name of its contribution."""
        with self.pot.session() as session:
            ids = session.execute(select(Funder.stream, Funder.id).order_by(Funder.id)).all()
        return dict(ids)

    def row(self, who: str) -> AuthorityRow:
        """Somebody's authority as it was last told."""
        with self.pot.session() as session:
            found = select(AuthorityRow).where(AuthorityRow.id == self.authority[who]).order_by(AuthorityRow.n.desc())
            return session.scalars(found).first()

    def rows(self, who: str) -> int:
        """How often it was told."""
        return self.row(who).n + 1

    def of(self, who: str, below: str = "") -> str:
        """An address about somebody."""
        return f"{self.home}/people/{self.authority[who]}{below}"

    def told(self, who: str) -> list[str]:
        """The kinds of notices that wait for somebody, the first first."""
        with self.pot.session() as session:
            return list(session.scalars(select(Notice.kind).where(Notice.person_id == self.person[who])))

    def log(self) -> list[str]:
        """The names of everything that was done, the first first."""
        with self.pot.session() as session:
            found = select(Change.name).where(Change.pot_id == self.pot.id).order_by(Change.seq)
            return list(session.scalars(found))


def registered(app: Flask, engine: Engine, clock: Clock, holder: str = "jason") -> Registered:
    """Jason's, with nobody around him yet."""
    return Registered.made(app, engine, clock, {}, holder=holder)


def queries_of(phone: Phone, path: str) -> int:
    """How many queries a page costs, those for the person and their authority among them."""
    asked: list[str] = []
    with phone.client.application.app_context():
        engine = db.engine

    def note(_connection, _cursor, statement: str, *_rest) -> None:
        asked.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    assert phone.client.get(path).status_code == 200, path
    event.remove(engine, "before_cursor_execute", note)
    return sum(one.lstrip().startswith(("SELECT", "WITH")) for one in asked)
