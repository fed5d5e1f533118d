"""Jason's pot: Ruth acts for him in everything, Will in care, Nora in money, Una is not accepted yet."""

from datetime import UTC, date, datetime, timedelta

from factories import make_person
from flask import Flask
from household import AROUND, Clock, Household
from phone import Phone, words_of
from sqlalchemy import Engine, select

from app.activity.queries import PAGE
from app.care import changes as care
from app.domain.authority import Role, Scope
from app.persistence.tables import AuthorityRow, Change
from app.persistence.tables.base import new_id
from app.spending import changes as spending

ACT_FOR_HIM = {
    "ruth": (Role.APPOINTEE, Scope.BOTH, True),
    "will": (Role.ATTORNEY, Scope.CARE, True),
    "nora": (Role.APPOINTEE, Scope.MONEY, True),
    "una": (Role.APPOINTEE, Scope.BOTH, False),
}
NIGHT = datetime(2026, 3, 1, 22, tzinfo=UTC)


class Jasons(Household):
    """The household as it is looked back at."""

    @property
    def activity(self) -> str:
        return f"{self.home}/activity"

    def let_act(self, who: str) -> None:
        """Somebody acts for Jason from now on."""
        role, scope, accepted = ACT_FOR_HIM[who]
        self.person[who] = make_person(self.pot.engine, who.title(), f"{who}@demo.example")
        self.authority[who] = new_id()
        row = AuthorityRow(
            id=self.authority[who], n=0, person_id=self.person[who], role=role, scope=scope,
            valid_from=self.clock.now, valid_to=None, accepted_at=self.clock.now if accepted else None,
        )  # fmt: skip
        self.act("jason", lambda act: act.write(row))

    def pays(self, who: str, what_for: str, pence: int = 1_400, **more: str) -> str:
        """Somebody records a payment by its form; its id."""
        paid = spending.Payment(pence, date(2026, 3, 2), self.pot.lines["out"], what_for, **more)
        return self.act(who, lambda act: spending.record(act, paid), name=spending.RECORD.name)

    def works(self, who: str, **more: str) -> str:
        """A carer logs a night; its id."""
        night = care.Worked(self.person[who], NIGHT, NIGHT + timedelta(hours=8), 12_000, self.pot.lines["out"], **more)
        return self.act(who, lambda act: care.log(act, night), name=care.LOG.name)

    def changes(self) -> list[Change]:
        """The whole log, the newest first."""
        with self.pot.session() as session:
            wanted = select(Change).where(Change.pot_id == self.pot.id).order_by(Change.seq.desc())
            return list(session.scalars(wanted))


class ActivityPhone(Phone):
    """A phone that shows what was done."""

    def acts(self) -> dict[int, str]:
        """What each act on this page says, by its place in the log."""
        rows = [li for li in self.page.all("li") if (li.get("id") or "").startswith("act-")]
        return {int(row.get("id").removeprefix("act-")): words_of(row) for row in rows}

    def looks(self) -> list[str]:
        """Who looked at what, by this page."""
        rows = [(li.find("div/b"), li.find("div/p")) for li in self.page.all("li") if not li.get("id")]
        found = [f"{words_of(what)} {words_of(who)}" for what, who in rows if what is not None and who is not None]
        return [one for one in found if one.startswith("Looked")]

    def all_acts(self, path: str) -> dict[int, str]:
        """The same on this page and on all older ones."""
        self.open(path)
        found = self.acts()
        while older := [link for link in self.page.links() if "before=" in link]:
            self.open(older[0])
            assert len(self.acts()) <= PAGE
            assert not found.keys() & self.acts().keys()
            found |= self.acts()
        return found


def move_in(app: Flask, engine: Engine, clock: Clock) -> Jasons:
    home = Jasons.made(app, engine, clock, AROUND, holder="jason")
    home.agree("out", "Getting out", nhs=2, council=1)
    for who in ACT_FOR_HIM:
        home.let_act(who)
    return home
