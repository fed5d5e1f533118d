"""Who may do what, at every address: one table, written from what the roles are for."""

import pytest
from phone import HTMX, OUTBOX, Phone
from werkzeug.test import TestResponse
from world import MADE_UP, STRANGERS, WHO, World

ROLES = ("holder", "helper", "carer", "broker", "reviewer")
TABLE = """
                                 holder helper carer broker reviewer

# Everybody around a pot has a front page, each their own.
pot.home                          yes    yes    yes    yes    yes

# On whose behalf, said once the person was changed.
pot.acting                        yes    yes    yes    yes    yes

# The totals are for who helps to plan; what lies behind them for who lives with the money.
pot.money                         yes    yes    -      yes    -
pot.figure                        yes    yes    -      -      -
pot.contributions                 yes    yes    -      -      -
pot.contribution                  yes    yes    -      -      -
pot.instalment                    yes    yes    -      -      -

# Who pays, how much and how it is held is for the holder to say.
pot.tasks                         yes    -      -      -      -
pot.terms                         yes    -      -      -      -
pot.change_terms                  yes    -      -      -      -
pot.make_real                     yes    -      -      -      -
pot.make_shadow                   yes    -      -      -      -
pot.give_up                       yes    -      -      -      -
pot.account_today                 yes    -      -      -      -
pot.say_account                   yes    -      -      -      -
pot.undo_account                  yes    -      -      -      -
pot.contribution_new              yes    -      -      -      -
pot.contribution_add              yes    -      -      -      -
pot.contribution_change           yes    -      -      -      -
pot.change_contribution           yes    -      -      -      -
pot.contribution_end              yes    -      -      -      -
pot.end_contribution              yes    -      -      -      -
pot.put_back                      yes    -      -      -      -
pot.arrived                       yes    -      -      -      -
pot.say_arrived                   yes    -      -      -      -
pot.came_in                       yes    -      -      -      -
pot.not_come                      yes    -      -      -      -

# A helper writes spending down, and corrects it.
spending.index                    yes    yes    -      -      -
spending.entry                    yes    yes    -      -      -
spending.new                      yes    yes    -      -      -
spending.record                   yes    yes    -      -      -
spending.saved                    yes    yes    -      -      -
spending.change                   yes    yes    -      -      -
spending.change_it                yes    yes    -      -      -
spending.take_out                 yes    yes    -      -      -
spending.put_back                 yes    yes    -      -      -
spending.photo                    yes    yes    -      -      -
spending.add_photo                yes    yes    -      -      -

# A receipt is seen by who sees the spending, and by nobody else whatever its address.
receipts.tray                     yes    yes    -      -      -
receipts.keep                     yes    yes    -      -      -
receipts.file                     yes    yes    -      -      -
receipts.small                    yes    yes    -      -      -
receipts.one                      yes    yes    -      -      -
receipts.given                    yes    yes    -      -      -
receipts.take_back                yes    yes    -      -      -
receipts.match                    yes    yes    -      -      -
receipts.match_it                 yes    yes    -      -      -
receipts.take_off                 yes    yes    -      -      -
receipts.take_out                 yes    yes    -      -      -

# The bank's own file is the holder's.
bank.statements                   yes    -      -      -      -
bank.read                         yes    -      -      -      -
bank.rows                         yes    -      -      -      -
bank.say                          yes    -      -      -      -
bank.said                         yes    -      -      -      -
bank.undo                         yes    -      -      -      -
bank.row                          yes    -      -      -      -
bank.unsay                        yes    -      -      -      -

# A carer writes down their own shifts; a helper writes down anybody's.
care.shifts                       yes    yes    yes    -      -
care.new                          yes    yes    yes    -      -
care.log                          yes    yes    yes    -      -
care.shift                        yes    yes    yes    -      -
care.change                       yes    yes    yes    -      -
care.change_it                    yes    yes    yes    -      -
care.withdrawal                   yes    yes    yes    -      -

# Only the holder approves, sends back and pays.
care.approval                     yes    -      -      -      -
care.approval_withdrawal          yes    -      -      -      -
care.not_right                    yes    -      -      -      -
care.send_back                    yes    -      -      -      -
care.payment                      yes    -      -      -      -
care.pay                          yes    -      -      -      -
care.payment_withdrawal           yes    -      -      -      -

# A broker sees the plan and changes nothing of it.
plan.plan                         yes    yes    -      yes    -
plan.line                         yes    yes    -      yes    -
plan.line_new                     yes    -      -      -      -
plan.line_add                     yes    -      -      -      -
plan.line_change                  yes    -      -      -      -
plan.change_line                  yes    -      -      -      -
plan.line_split                   yes    -      -      -      -
plan.split_line                   yes    -      -      -      -
plan.end_line                     yes    -      -      -      -
plan.put_back                     yes    -      -      -      -

# The thread is between the broker and those who live with the money.
messages.threads                  yes    yes    -      yes    -
messages.send                     yes    yes    -      yes    -
messages.sent                     yes    yes    -      yes    -
messages.take_back                yes    yes    -      yes    -

# Who else is part of it.
people.people                     yes    yes    -      -      -
people.person                     yes    yes    -      -      -

# Everybody sees what they may do themselves, and may leave; what another may do is for the holder to say.
people.mine                       yes    yes    yes    yes    yes
people.ending                     yes    -      -      -      -
people.end_it                     yes    -      -      -      -
people.keep                       yes    -      -      -      -
people.undo                       yes    -      -      -      -
people.powers                     yes    -      -      -      -
people.set_powers                 yes    -      -      -      -
people.sometimes                  yes    -      -      -      -
people.set_sometimes              yes    -      -      -      -
people.switch_on                  yes    -      -      -      -
people.switch_off                 yes    -      -      -      -

# A broker says what might sway them; a funder's reviewer accepts who acts with its money.
people.conflicts                  -      -      -      yes    -
people.declare                    -      -      -      yes    -
people.acceptance                 -      -      -      -      yes
people.accept_it                  -      -      -      -      yes
people.undo_acceptance            -      -      -      -      yes
people.no_acceptance              -      -      -      -      yes
people.say_no                     -      -      -      -      yes

# What somebody wrote before they left is for who records: this one is spending.
people.claims_waiting             yes    yes    -      -      -
people.claim                      yes    yes    -      -      -
people.leave_claim                yes    yes    -      -      -
people.bring_claim_back           yes    yes    -      -      -

# Who is asked in, and whose link is ended, is for the holder to say.
people.invite                     yes    -      -      -      -
people.check_invitation           yes    -      -      -      -
people.send_invitation            yes    -      -      -      -
people.invitation                 yes    -      -      -      -
people.letter                     yes    -      -      -      -
people.send_again                 yes    -      -      -      -
people.withdraw_invitation        yes    -      -      -      -
people.end_link                   yes    -      -      -      -

# Who knows somebody well can say who they are, when they cannot come in.
people.vouch                      yes    yes    -      yes    -
people.say_it_is_them             yes    yes    -      yes    -
people.vouched                    yes    yes    -      yes    -
people.unsay                      yes    yes    -      yes    -

# What was done: all of it for the holder, for everybody else what they did themselves.
activity.index                    yes    yes    yes    yes    yes
activity.looked                   yes    -      -      -      -

# What the holder is asked first is between them and who acts for them, who is none of these.
wishes.index                      yes    -      -      -      -
wishes.one                        yes    -      -      -      -
wishes.answer                     yes    -      -      -      -
wishes.take_back                  yes    -      -      -      -
wishes.new                        -      -      -      -      -
wishes.ask                        -      -      -      -      -

# Whoever is signed in, about themselves.
pot.start                         signed in
pot.go                            signed in
pot.who                           signed in
people.left                       signed in
pot.begin                         signed in
pot.begin_it                      signed in
people.me                         signed in
people.save_language              signed in
people.name                       signed in
people.save_name                  signed in
people.needs                      signed in
people.save_needs                 signed in
people.first_name                 signed in
people.save_first_name            signed in
people.first_passkey              signed in
people.options_to_add             signed in
people.add_passkey                signed in
people.remove_passkey             signed in
people.drop_passkey               signed in
people.device                     signed in
people.end_device                 signed in
people.other_devices              signed in
people.end_other_devices          signed in
people.recovery_codes_left        signed in
people.make_recovery_codes        signed in
people.coming_in                  signed in
people.stop_coming_in             signed in
people.pin                        signed in
people.give_pin                   signed in
people.new_pin                    signed in
people.save_pin                   signed in

# Anybody at all.
healthz                           anybody
session_json                      anybody
outbox                            anybody
worker                            anybody
help                              anybody
accessibility                     anybody
manifest                          anybody
share                             anybody
language                          anybody
mode                              anybody
people.sign_in                    anybody
people.ask                        anybody
people.code                       anybody
people.try_code                   anybody
people.another_code               anybody
people.link                       anybody
people.use_link                   anybody
people.another_link               anybody
people.options_to_sign_in         anybody
people.sign_in_with_passkey       anybody
people.recovery                   anybody
people.try_recovery               anybody
people.stuck                      anybody
people.ask_for_code               anybody
people.stuck_here                 anybody
people.come_in_again              anybody
people.stop_by_mail               anybody
people.stop_it_by_mail            anybody
people.type_code                  anybody
people.look_up_code               anybody
people.asked                      anybody
people.say_yes                    anybody
people.ask_for_another            anybody
people.sign_out                   anybody
people.signed_out                 anybody
people.demo                       anybody
people.be                         anybody
"""


def rows_of(table: str) -> dict[str, str]:
    """By endpoint: 'anybody', 'signed in', or the roles that may."""
    said = {}
    for line in table.splitlines():
        endpoint, *cells = line.split() or ["#"]
        if endpoint != "#" and endpoint not in ROLES:
            may = [role for role, cell in zip(ROLES, cells, strict=False) if cell == "yes"]
            said[endpoint] = " ".join(may or cells)
    return said


MAY = rows_of(TABLE)
SIGNED_IN = [endpoint for endpoint, who in MAY.items() if who == "signed in"]
ANYBODY = [endpoint for endpoint, who in MAY.items() if who == "anybody"]
OF_A_POT = [endpoint for endpoint in MAY if endpoint not in {*SIGNED_IN, *ANYBODY}]


def body_without(answer: TestResponse, *ids: str) -> str:
    """What was answered, with the ids of the address taken out of it."""
    text = answer.text
    for one in ids:
        text = text.replace(one, "")
    return text


def test_the_table_names_every_address(world: World) -> None:
    assert set(MAY) == set(world.app.view_functions) - {"static"}
    assert set(MAY.values()) - {"anybody", "signed in"} <= {
        "holder helper carer broker reviewer", "holder helper carer", "holder helper broker", "holder helper", "holder",
        "broker", "reviewer", "- - - - -",
    }  # fmt: skip


@pytest.mark.parametrize("headers", [None, HTMX, OUTBOX], ids=["page", "htmx", "outbox"])
@pytest.mark.parametrize("endpoint", OF_A_POT)
def test_each_role_is_let_in_or_told_that_it_is_not_shared(world: World, endpoint: str, headers) -> None:
    for way, rule in world.ways(endpoint):
        for role, who in WHO.items():
            answer = world.ask(who, way, rule, world.ids_for(who), headers)
            if role not in MAY[endpoint].split():
                expected = {403}
            elif way == "POST":
                expected = {422}
            else:
                expected = {303} if (endpoint, role) == ("pot.home", "carer") else {200}
            assert {answer.status_code} == expected, f"{role} {way} {rule}"


@pytest.mark.parametrize("headers", [None, HTMX, OUTBOX], ids=["page", "htmx", "outbox"])
@pytest.mark.parametrize("endpoint", OF_A_POT)
def test_to_a_stranger_a_pot_is_as_one_that_is_not_there(world: World, endpoint: str, headers) -> None:
    for way, rule in world.ways(endpoint):
        for who in STRANGERS:
            there = world.ask(who, way, rule, world.nikkis, headers)
            nowhere = world.ask(who, way, rule, world.nikkis | {"pot_id": MADE_UP}, headers)
            assert (there.status_code, nowhere.status_code) == (404, 404), f"{who} {way} {rule}"
            assert body_without(there, world.nikkis["pot_id"]) == body_without(nowhere, MADE_UP)
            assert "Nikki" not in there.text


@pytest.mark.parametrize("headers", [None, HTMX, OUTBOX], ids=["page", "htmx", "outbox"])
@pytest.mark.parametrize("endpoint", [*OF_A_POT, *SIGNED_IN])
def test_a_visitor_is_asked_to_sign_in(world: World, endpoint: str, headers) -> None:
    for way, rule in world.ways(endpoint):
        for pot_id in (world.nikkis["pot_id"], MADE_UP):
            answer = world.ask("visitor", way, rule, world.nikkis | {"pot_id": pot_id}, headers)
            if way == "GET" and headers != OUTBOX:
                assert answer.status_code == 303, rule
                assert answer.location.startswith("/sign-in")
            else:
                assert answer.status_code == 401, rule


@pytest.mark.parametrize("endpoint", SIGNED_IN)
def test_what_is_ones_own_is_there_for_whoever_is_signed_in(world: World, endpoint: str) -> None:
    for way, rule in world.ways(endpoint):
        for who in (*WHO.values(), *STRANGERS):
            answer = world.ask(who, way, rule, world.nikkis)
            not_there = endpoint in {"people.remove_passkey", "people.device"} and way == "GET"  # no phone of this key
            expected = {404} if not_there else {200, 303, 415, 422}
            assert answer.status_code in expected, f"{who} {way} {rule}"


@pytest.mark.parametrize("endpoint", ANYBODY)
def test_what_is_for_anybody_asks_nobody_to_sign_in(world: World, endpoint: str) -> None:
    for way, rule in world.ways(endpoint):
        world.phones["anybody"] = Phone(world.app.test_client())
        answer = world.ask("anybody", way, rule, world.nikkis)
        if endpoint == "session_json":
            assert (answer.status_code, answer.json) == (401, {"person": None})
        else:
            assert answer.status_code in {200, 303, 410, 415, 422}, f"{way} {rule}"  # 415: no JSON was sent
            assert "next=" not in (answer.location or "")


# --- inside one's own pot


def _names_something(world: World) -> list[tuple[str, str, str, str]]:
    """Every way in whose address names more than the pot: endpoint, way, rule, and what is named."""
    named = [name for name in world.rhyss if name.endswith("_id") and name != "pot_id"]
    return [
        (endpoint, way, rule, name)
        for endpoint in OF_A_POT
        if "holder" in MAY[endpoint].split()
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
