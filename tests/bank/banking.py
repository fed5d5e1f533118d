"""A pot that a bank's sample files fit, its holder's phone, and short ways to say what rows are."""

import io
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import html5lib
from factories import intent_to, make_person
from flask import Flask
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from app.care import changes as care
from app.domain.authority import Role
from app.domain.instalments import Frequency
from app.persistence.act import Act
from app.persistence.commit import Then, commit
from app.persistence.figures import figures_of
from app.persistence.tables import StatementRow
from app.persistence.verify import verify
from app.plan import changes as plan
from app.pot import changes as pot
from app.spending import changes as spending

HTML = "{http://www.w3.org/1999/xhtml}"
SAMPLES = Path(__file__).parent.parent / "data" / "bank"
TODAY = date(2026, 11, 1)
AT = datetime(2026, 11, 1, 10, tzinfo=UTC)


@dataclass
class Home:
    """Nikki's pot of the year from April 2026: money from the NHS and the council, a client contribution, two lines."""

    engine: Engine
    person: dict[str, str]
    pot_id: str = ""
    authority_id: str = ""
    contributions: dict[str, str] = field(default_factory=dict)
    lines: dict[str, str] = field(default_factory=dict)
    minutes: int = 0

    @property
    def page(self) -> str:
        return f"/p/{self.pot_id}/statements"

    def do(self, decide: Callable[[Act], object]) -> object:
        """One change by the holder that is no form; what it answers."""
        kept: list[object] = []
        self.minutes += 1
        intent = intent_to("test", self.person["nikki"], self.authority_id, self.pot_id or None, said="")

        def then(act: Act) -> Then:
            self.pot_id, self.authority_id = act.pot.id, act.authority.id
            kept.append(decide(act))
            return Then("pot.home")

        commit(self.engine, intent, AT - timedelta(days=1) + timedelta(minutes=self.minutes), then)
        return kept[0]

    def spend(self, amount_pence: int, what_for: str, day: date, line: str = "out") -> str:
        """A payment that a person wrote down; its id."""
        said = spending.Payment(amount_pence, day, self.lines.get(line, "none"), what_for)
        return str(self.do(lambda act: spending.record(act, said)))

    def owe(self, amount_pence: int, day: date, who: str = "amina") -> str:
        """A shift of a carer that is approved and not paid; its id."""
        starts_at = datetime(day.year, day.month, day.day, 9, tzinfo=UTC)
        worked = care.Worked(
            self.person[who], starts_at, starts_at + timedelta(hours=8), amount_pence, self.lines["care"]
        )
        shift_id = str(self.do(lambda act: care.log(act, worked)))
        self.do(lambda act: care.approve(act, shift_id))
        return shift_id

    def in_account(self) -> int:
        """Pence in the account, over all that is in the books."""
        with Session(self.engine) as session:
            return figures_of(session, self.pot_id, TODAY).whole.in_account_pence

    def left(self) -> int:
        with Session(self.engine) as session:
            return figures_of(session, self.pot_id, TODAY).whole.left_to_spend_pence

    def is_sound(self) -> bool:
        with Session(self.engine) as session:
            return verify(session).pots == 1

    def rows(self) -> list[StatementRow]:
        """All rows of the pot, the oldest first."""
        with Session(self.engine) as session:
            found = select(StatementRow).order_by(StatementRow.booked_on, StatementRow.id)
            return list(session.execute(found).scalars())


def make_home(engine: Engine) -> Home:
    """The pot, with nothing received yet."""
    names = ("nikki", "amina", "beth", "joan")
    home = Home(engine, {name: make_person(engine, name.title(), f"{name}@demo.example") for name in names})
    start = date(2026, 4, 1)
    home.do(lambda act: pot.begin(act, start))
    first = date(2026, 10, 1)
    for name, basis, each, client in (
        ("NHS Westshire", "joint_package", 231_000, 0),
        ("County Council", "care_act", 64_425, 6_140),
    ):
        said = pot.Promise(name, None, basis, each * 6, client * 6, Frequency.MONTHLY, first, "direct_payment")
        home.contributions[name] = str(home.do(lambda act, said=said: pot.promise(act, act.years[0], said)))
    parts = dict(zip(home.contributions.values(), (7, 3), strict=True))
    for key, name in (("care", "Carers"), ("out", "Getting out")):
        line = plan.Line(name, 1_000_000, 0, parts, start)
        home.lines[key] = str(home.do(lambda act, line=line: plan.agree_line(act, act.years[0], line)))
    home.do(lambda act: pot.give_authority(act, home.person["joan"], Role.HELPER))
    return home


class Phone:
    """A browser without scripts: it fills in and sends the forms of the page it shows."""

    def __init__(self, app: Flask, home: Home, name: str = "nikki") -> None:
        self.home, self.client = home, app.test_client()
        assert self.client.get(f"/demo/as/{name}").status_code == 303
        self.response: TestResponse

    def open(self, path: str) -> TestResponse:
        self.response = self.client.get(path, follow_redirects=True)
        return self.response

    def upload(self, content: bytes, name: str = "statement.csv") -> TestResponse:
        """Choose a file and send it."""
        self.open(self.home.page)
        fields = self.fields(self.home.page)
        fields["file"] = (io.BytesIO(content), name)
        self.response = self.client.post(self.home.page, data=fields, follow_redirects=True)
        return self.response

    def bring(self, bank: str) -> str:
        """Bring in a sample; the address of its rows."""
        self.upload((SAMPLES / f"{bank}.csv").read_bytes())
        assert self.response.status_code == 200, self.text()
        return self.response.request.path

    def fields(self, action: str) -> dict[str, object]:
        """What the form of this page that goes to an address would send."""
        form = self._form(action)
        sent = {
            box.get("name"): box.get("value", "")
            for box in form.iter(f"{HTML}input")
            if box.get("type") not in {"radio", "checkbox", "file"} or box.get("checked") is not None
        }
        for box in form.iter(f"{HTML}select"):
            chosen = [o for o in box.iter(f"{HTML}option") if o.get("selected") is not None]
            sent[box.get("name")] = chosen[0].get("value") if chosen else ""
        return {name: value for name, value in sent.items() if name}

    def send(self, action: str, **typed: str) -> TestResponse:
        """Send a form as it stands in the page, with these answers."""
        fields = self.fields(action) | {name.replace("__", "-"): value for name, value in typed.items()}
        self.response = self.client.post(self._form(action).get("action"), data=fields, follow_redirects=True)
        return self.response

    def answer(self, path: str, answers: dict[str, str]) -> TestResponse:
        """Say what rows are on their page, by the names of the fields."""
        self.open(path)
        return self.answer_here(path, answers)

    def answer_here(self, path: str, answers: dict[str, str]) -> TestResponse:
        """The same on the page that is shown."""
        self.response = self.client.post(path, data=self.fields(path) | answers, follow_redirects=True)
        return self.response

    def choices(self, name: str) -> dict[str, str]:
        """What a question offers: labels by value."""
        found = [box for box in self._tree().iter(f"{HTML}select") if box.get("name") == name]
        assert found, name
        return {o.get("value"): "".join(o.itertext()).strip() for o in found[0].iter(f"{HTML}option")}

    def chosen(self) -> dict[str, str]:
        """What is chosen beforehand of every row that is."""
        path = self.response.request.path
        return {name: value for name, value in self.fields(path).items() if name.startswith("says-") and value}

    def questions(self) -> list[str]:
        """The rows of the page, by the names of their questions."""
        return [box.get("name") for box in self._tree().iter(f"{HTML}select")]

    def radios(self) -> dict[str, list[str]]:
        """Values of the further questions, by name."""
        found: dict[str, list[str]] = {}
        for box in self._tree().iter(f"{HTML}input"):
            if box.get("type") == "radio":
                found.setdefault(box.get("name"), []).append(box.get("value"))
        return found

    def text(self) -> str:
        return " ".join("".join(self._tree().itertext()).split())

    def _form(self, action: str):
        return next(f for f in self._tree().iter(f"{HTML}form") if f.get("action", "").endswith(action))

    def _tree(self):
        return html5lib.parse(self.response.text)


def csv(*rows: tuple[str, str, str]) -> bytes:
    """A file as HSBC gives it: day, text, amount."""
    return "\n".join(f'{day},"{text}","{amount}"' for day, text, amount in rows).encode()
