"""Who to be, in a demo: nowhere else."""

from dataclasses import dataclass

from flask import abort, current_app, redirect, session
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from werkzeug.wrappers import Response as AnyResponse

from app.people.coming_in import come_in
from app.persistence.database import db
from app.persistence.tables import Person
from app.web import answers
from app.web.access import public
from app.web.address import address
from app.web.headers import csrf

DOMAIN = "demo.example"

GROUPS: tuple[tuple[LazyString, dict[str, LazyString]], ...] = (
    (
        _l("Nikki and her carers"),
        {
            "nikki": _l("Her joints flare. Three carers on call."),
            "amina": _l("one of Nikki’s carers"),
            "beth": _l("one of Nikki’s carers"),
            "carl": _l("one of Nikki’s carers"),
        },
    ),
    (
        _l("Tom, on the farm"),
        {
            "tom": _l("18 this year, back at work"),
            "jim": _l("his father, helps him"),
        },
    ),
    (
        _l("Jason and his team"),
        {
            "jason": _l("A learning disability. A team of his own."),
            "ruth": _l("his sister, acts for him"),
            "dele": _l("leads the team, approves their shifts"),
            "kofi": _l("one of Jason’s team"),
            "lena": _l("one of Jason’s team"),
            "priya": _l("from the agency that keeps part of the money"),
            "omar": _l("his advocate, on his side alone"),
        },
    ),
    (
        _l("Katy and her mother"),
        {
            "katy": _l("24, support day and night"),
            "maria": _l("her mother, acts for her, has a budget of her own"),
            "grace": _l("Katy’s carer by day"),
            "sunil": _l("Katy’s carer by night"),
        },
    ),
    (
        _l("Asha and her mother"),
        {
            "asha": _l("9, with NHS, council and education money"),
            "leila": _l("her mother, acts for her"),
        },
    ),
    (
        _l("Ivy and her daughter"),
        {
            "ivy": _l("82, a small budget"),
            "joan": _l("helps Ivy, her mother"),
        },
    ),
    (
        _l("Rhys and his friend"),
        {
            "rhys": _l("Good months and bad months"),
            "cerys": _l("helps more when he says so"),
        },
    ),
    (
        _l("Beside several of them"),
        {
            "fatima": _l("broker, works for no funder"),
            "helen": _l("NHS professional, agrees plans"),
            "david": _l("reviews for NHS and council"),
            "sadiq": _l("the one to tell a worry to"),
        },
    ),
    (
        _l("With no pot"),
        {
            "admin": _l("runs the service, sees nobody’s budget"),
            "sam": _l("has no budget here yet"),
        },
    ),
)


@dataclass(frozen=True, slots=True)
class Somebody:
    """One row of the page."""

    href: str
    name: str
    who: LazyString


@public
def demo() -> str:
    """Everybody one can be."""
    _only_in_a_demo()
    emails = [f"{key}@{DOMAIN}" for _title, people in GROUPS for key in people]
    found = db.session.execute(select(Person.email, Person.name).where(Person.email.in_(emails)))
    names: dict[str, str] = {str(email).partition("@")[0]: name for email, name in found}
    groups = [
        (title, [_somebody(key, names[key], who) for key, who in people.items() if key in names])
        for title, people in GROUPS
    ]
    return answers.page("people/demo.html", groups=[group for group in groups if group[1]])


@csrf.exempt
@public
def be(name: str) -> AnyResponse:
    """Sign in as somebody made up."""
    _only_in_a_demo()
    person_id = db.session.execute(select(Person.id).where(Person.email == f"{name}@{DOMAIN}")).scalar()
    if person_id is None:
        abort(404)
    session.pop("next", None)
    return redirect(come_in(person_id), 303)


def _somebody(key: str, name: str, who: LazyString) -> Somebody:
    return Somebody(address("people.be", name=key), name, who)


def _only_in_a_demo() -> None:
    if not current_app.config["DEMO"]:
        abort(404)
