"""Everybody at every address: let in, told that it is not shared, or told that there is no such thing."""

import pytest
from phone import HTMX, OUTBOX, Phone
from werkzeug.test import TestResponse
from who_may_table import ANYBODY, MAY, OF_A_POT, ROLES, SIGNED_IN, SLICES, endpoints_of
from world import MADE_UP, STRANGERS, WHO, World

WAYS = pytest.mark.parametrize("headers", [None, HTMX, OUTBOX], ids=["page", "htmx", "outbox"])
OF_A_SLICE = pytest.mark.parametrize("part", SLICES)
STARTS_ELSEWHERE = {("pot.home", "carr"), ("pot.home", "lead")}  # who works there begins at the shifts


def body_without(answer: TestResponse, *ids: str) -> str:
    """What was answered, with the ids of the address taken out of it."""
    text = answer.text
    for one in ids:
        text = text.replace(one, "")
    return text


def asked_by(endpoint: str, headers) -> tuple[str, ...]:
    """A page is asked for by everybody; as a script or a phone asks for it, by the holder and one who is refused."""
    if headers is None:
        return ROLES
    return ("hold", *[role for role in ROLES if MAY[endpoint][role] == "-"][:1])


def expected(endpoint: str, role: str, way: str) -> int:
    """What the table says to this role. A form of long ago is shown again to whoever may send it."""
    said = MAY[endpoint][role]
    if said != "yes":
        return {"-": 403, "404": 404}[said]
    if way == "POST":
        return 422
    return 303 if (endpoint, role) in STARTS_ELSEWHERE else 200


def test_the_table_names_every_address_and_every_role(world: World) -> None:
    assert set(MAY) == set(world.app.view_functions) - {"static"}
    assert set(WHO) == set(ROLES)
    assert {said for endpoint in OF_A_POT for said in MAY[endpoint].values()} == {"yes", "-", "404"}


@WAYS
@OF_A_SLICE
def test_each_role_is_let_in_or_told_that_it_is_not_shared(world: World, part: str, headers) -> None:
    wrong = []
    for endpoint in endpoints_of(part):
        for way, rule in world.ways(endpoint):
            for role in asked_by(endpoint, headers):
                answer = world.ask(WHO[role], way, rule, world.ids_for(WHO[role]), headers)
                if answer.status_code != expected(endpoint, role, way):
                    wrong.append(f"{role} {way} {endpoint} -> {answer.status_code}")
    assert wrong == []


@WAYS
@OF_A_SLICE
def test_to_a_stranger_a_pot_is_as_one_that_is_not_there(world: World, part: str, headers) -> None:
    for endpoint in endpoints_of(part):
        for way, rule in world.ways(endpoint):
            for who in STRANGERS if headers is None else STRANGERS[-1:]:
                there = world.ask(who, way, rule, world.nikkis, headers)
                nowhere = world.ask(who, way, rule, world.nikkis | {"pot_id": MADE_UP}, headers)
                assert (there.status_code, nowhere.status_code) == (404, 404), f"{who} {way} {rule}"
                assert body_without(there, world.nikkis["pot_id"]) == body_without(nowhere, MADE_UP)
                assert "Nikki" not in there.text


@WAYS
def test_a_visitor_is_asked_to_sign_in(world: World, headers) -> None:
    for endpoint in (*OF_A_POT, *SIGNED_IN):
        for way, rule in world.ways(endpoint):
            for pot_id in (world.nikkis["pot_id"], MADE_UP):
                answer = world.ask("visitor", way, rule, world.nikkis | {"pot_id": pot_id}, headers)
                if way == "GET" and headers != OUTBOX:
                    assert answer.status_code == 303, rule
                    assert answer.location.startswith("/sign-in")
                else:
                    assert answer.status_code == 401, rule


def test_what_is_ones_own_is_there_for_whoever_is_signed_in(world: World) -> None:
    for endpoint in SIGNED_IN:
        for way, rule in world.ways(endpoint):
            for who in ("nikki", "una", "amina", "sadiq", *STRANGERS):
                answer = world.ask(who, way, rule, world.nikkis)
                not_there = endpoint in {"people.remove_passkey", "people.device"} and way == "GET"  # of no such key
                allowed = {404} if not_there else {200, 303, 415, 422}
                assert answer.status_code in allowed, f"{who} {way} {rule}"


def test_what_is_for_anybody_asks_nobody_to_sign_in(world: World) -> None:
    for endpoint in ANYBODY:
        for way, rule in world.ways(endpoint):
            world.phones["anybody"] = Phone(world.app.test_client())
            world.tokens.pop("anybody", None)
            answer = world.ask("anybody", way, rule, world.nikkis)
            if endpoint == "session_json":
                assert (answer.status_code, answer.json) == (401, {"person": None})
            else:
                assert answer.status_code in {200, 303, 410, 415, 422}, f"{way} {rule}"  # 415: no JSON was sent
                assert "next=" not in (answer.location or "")


# --- inside one's own pot


@pytest.mark.parametrize("role", ROLES)
def test_everybody_may_leave_but_the_holder(world: World, role: str) -> None:
    own = world.nikkis | {"authority_id": world.authority[WHO[role]]}
    for endpoint in ("people.ending", "people.end_it"):
        for way, rule in world.ways(endpoint):
            leaves = 200 if way == "GET" else 422
            assert world.ask(WHO[role], way, rule, own).status_code == (403 if role == "hold" else leaves)


@pytest.mark.parametrize("role", ["appt", "mony", "welf", "par"])
def test_who_acts_for_the_holder_removes_neither_them_nor_whoever_keeps_an_eye_on_it(world: World, role: str) -> None:
    for watched in {"hold", "appt", "wait", "mony", "welf", "par", "advo", "revi", "safe"} - {role}:
        ids = world.nikkis | {"authority_id": world.authority[WHO[watched]]}
        for endpoint in ("people.ending", "people.end_it", "people.powers", "people.set_powers"):
            for way, rule in world.ways(endpoint):
                assert world.ask(WHO[role], way, rule, ids).status_code == 403, f"{watched} {way} {rule}"


def _names_something(world: World) -> list[tuple[str, str, str, str]]:
    """Every way in whose address names more than the pot: endpoint, way, rule, and what is named."""
    named = [name for name in world.rhyss if name.endswith("_id") and name != "pot_id"]
    return [
        (endpoint, way, rule, name)
        for endpoint in OF_A_POT
        if MAY[endpoint]["hold"] == "yes"
        for way, rule in world.ways(endpoint)
        for name in named
        if f"<{name}>" in rule
    ]


@pytest.mark.parametrize("headers", [None, HTMX], ids=["page", "htmx"])
def test_an_id_of_another_pot_is_as_one_that_is_not_there(world: World, headers) -> None:
    ways = _names_something(world)
    assert len(ways) > 40
    for _endpoint, way, rule, name in ways:
        foreign = world.ask("nikki", way, rule, world.nikkis | {name: world.rhyss[name]}, headers)
        nowhere = world.ask("nikki", way, rule, world.nikkis | {name: MADE_UP}, headers)
        assert (foreign.status_code, nowhere.status_code) == (404, 404), f"{way} {rule} {name}"
        assert body_without(foreign, world.rhyss[name]) == body_without(nowhere, MADE_UP)


@pytest.mark.parametrize(
    ("who", "endpoint", "status"),
    [
        ("amina", "care.shift", 404),
        ("amina", "care.change", 404),
        ("amina", "care.change_it", 404),
        ("amina", "care.withdrawal", 404),
        ("amina", "care.approval", 403),
        ("amina", "care.send_back", 403),
        ("amina", "care.pay", 403),
        ("joan", "care.shift", 200),
        ("joan", "messages.take_back", 404),
        ("joan", "messages.sent", 404),
        ("fatima", "messages.take_back", 404),
    ],
)
def test_what_is_another_persons_in_the_same_pot(world: World, who: str, endpoint: str, status: int) -> None:
    for way, rule in world.ways(endpoint):
        assert world.ask(who, way, rule, world.nikkis).status_code == status


def test_the_plan_tells_no_totals_to_who_sees_none(world: World) -> None:
    for role in ROLES:
        if MAY["plan.plan"][role] == "yes":
            plan, line = (
                world.phones[WHO[role]].client.get(world.address(f"plan.{page}")).text for page in ("plan", "line")
            )
            told = ["What is paid in" in plan, "Used so far" in plan, "Used so far" in line]
            assert told == [MAY["pot.money"][role] == "yes"] * 3, role
