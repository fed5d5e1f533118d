"""Everybody of the demo at every pot of the demo: let in as far as their role there says, and nowhere else."""

from collections.abc import Iterator

import pytest
from phone import Phone
from sqlalchemy import select
from who_may_table import MAY, OF_A_POT

from app.people.demo import GROUPS
from app.persistence.database import db
from app.persistence.tables import Person, Pot

# Who is what to whom: the roles of who_may_table.py. Maria has an order for money and one for care, and acts by the
# wider one where she does not say which; Jim was Tom's parent until Tom's birthday.
AROUND = """
            nikki tom   jason katy  maria asha  ivy   rhys

nikki       hold  -     -     -     -     -     -     -
amina       carr  -     -     -     -     -     -     -
beth        carr  -     -     -     -     -     -     -
carl        carr  -     -     -     -     -     -     -
tom         -     hold  -     -     -     -     -     -
jim         -     help  -     -     -     -     -     -
jason       -     -     hold  -     -     -     -     -
ruth        -     -     appt  -     -     -     -     -
dele        -     -     lead  -     -     -     -     -
kofi        -     -     carr  -     -     -     -     -
lena        -     -     carr  -     -     -     -     -
priya       -     -     agcy  -     -     -     -     -
omar        -     -     advo  -     -     -     -     -
katy        -     -     -     hold  -     -     -     -
maria       -     -     -     mony  hold  -     -     -
grace       -     -     -     carr  -     -     -     -
sunil       -     -     -     carr  -     -     -     -
asha        -     -     -     -     -     hold  -     -
leila       -     -     -     -     -     par   -     -
ivy         -     -     -     -     -     -     hold  -
joan        -     -     -     -     -     -     help  -
rhys        -     -     -     -     -     -     -     hold
cerys       -     -     -     -     -     -     -     less
fatima      brok  brok  brok  brok  brok  brok  brok  brok
helen       -     prof  -     prof  -     prof  -     -
david       revi  revi  revi  revi  -     revi  -     -
sadiq       -     -     safe  safe  -     safe  -     -
admin       -     -     -     -     -     -     -     -
sam         -     -     -     -     -     -     -     -
"""
HOLDERS, *ROWS = (line.split() for line in AROUND.splitlines() if line)
ROLE = {who: dict(zip(HOLDERS, cells, strict=True)) for who, *cells in ROWS}
ONE_PLACE = ("pot.home", "pot.money", "people.mine")  # of a pot that is none of theirs: all others are in test_who_may


@pytest.fixture(scope="module")
def pots(street_of_all) -> dict[str, str]:
    """The ids of the pots by whose they are."""
    with street_of_all.app_context():
        wanted = select(Person.email, Pot.id).join(Pot, Pot.holder_id == Person.id)
        return {email.partition("@")[0]: pot_id for email, pot_id in db.session.execute(wanted)}


def pages_of_a_pot(app) -> Iterator[tuple[str, str]]:
    """Every page whose address names the pot and nothing more."""
    for endpoint in OF_A_POT:
        for rule in app.url_map.iter_rules(endpoint):
            if rule.arguments == {"pot_id"} and "GET" in rule.methods:
                yield endpoint, rule.rule


def test_the_table_names_everybody_of_the_demo_and_every_pot(pots) -> None:
    assert [who for _title, people in GROUPS for who in people] == list(ROLE)
    assert set(pots) == set(HOLDERS)


@pytest.mark.parametrize("who", ROLE)
def test_everybody_is_let_in_as_far_as_their_role_says(street_of_all, pots, who: str) -> None:
    phone, wrong = Phone(street_of_all.test_client(), who), []
    for holder, role in ROLE[who].items():
        for endpoint, rule in pages_of_a_pot(street_of_all):
            if role == "-" and endpoint not in ONE_PLACE:
                continue
            expected = {"yes": {200, 303}, "-": {403}, "404": {404}}[MAY[endpoint][role]] if role != "-" else {404}
            status = phone.client.get(rule.replace("<pot_id>", pots[holder])).status_code
            if status not in expected:
                wrong.append(f"{holder}: {endpoint} -> {status}")
    assert wrong == []
