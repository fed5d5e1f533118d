"""Who may do what, at every address: one table, written from what the roles are for, and from nothing in the app.

    hold  the holder
    appt  appointee, accepted by the funders      wait  appointee, not accepted yet
    mony  deputy for money alone                  welf  attorney for care alone
    par   has parental responsibility
    help  helper                                  less  helper: given messages, the plan and people
    carr  carer                                   lead  team leader
    agcy  from an agency (third party)            prof  named professional
    coor  care co-ordinator                       brok  broker
    advo  advocate                                revi  reviewer for a funder
    safe  safeguarding contact

`yes` is let in. `-` is told that it is not shared with them. `404`: such things are theirs, this one is not. To
everybody else a pot is as one that is not there.
"""

TABLE = """
                           hold appt wait mony welf par  help less carr lead agcy prof coor brok advo revi safe

# Everybody around a pot has a front page, each their own.
pot.home                   yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes

# On whose behalf, said once the person was changed.
pot.acting                 yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes

# The totals are for who helps to plan; what lies behind them for who lives with the money.
pot.money                  yes  yes  -    yes  -    yes  yes  -    -    -    yes  -    yes  yes  -    -    -
pot.figure                 yes  yes  -    yes  -    yes  yes  -    -    -    -    -    -    -    -    -    -
pot.contributions          yes  yes  -    yes  -    yes  yes  -    -    -    -    -    -    -    -    -    -
pot.contribution           yes  yes  -    yes  -    yes  yes  -    -    -    -    -    -    -    -    -    -
pot.instalment             yes  yes  -    yes  -    yes  yes  -    -    -    -    -    -    -    -    -    -

# Who pays, how much and how it is held is for the holder to say, and for who acts for them in money.
pot.tasks                  yes  yes  -    yes  -    yes  -    -    -    -    -    -    -    -    -    -    -
pot.terms                  yes  yes  -    yes  -    yes  -    -    -    -    -    -    -    -    -    -    -
pot.change_terms           yes  yes  -    yes  -    yes  -    -    -    -    -    -    -    -    -    -    -
pot.make_real              yes  yes  -    yes  -    yes  -    -    -    -    -    -    -    -    -    -    -
pot.make_shadow            yes  yes  -    yes  -    yes  -    -    -    -    -    -    -    -    -    -    -
pot.account_today          yes  yes  -    yes  -    yes  -    -    -    -    -    -    -    -    -    -    -
pot.say_account            yes  yes  -    yes  -    yes  -    -    -    -    -    -    -    -    -    -    -
pot.undo_account           yes  yes  -    yes  -    yes  -    -    -    -    -    -    -    -    -    -    -
pot.contribution_new       yes  yes  -    yes  -    yes  -    -    -    -    -    -    -    -    -    -    -
pot.contribution_add       yes  yes  -    yes  -    yes  -    -    -    -    -    -    -    -    -    -    -
pot.contribution_change    yes  yes  -    yes  -    yes  -    -    -    -    -    -    -    -    -    -    -
pot.change_contribution    yes  yes  -    yes  -    yes  -    -    -    -    -    -    -    -    -    -    -
pot.contribution_end       yes  yes  -    yes  -    yes  -    -    -    -    -    -    -    -    -    -    -
pot.end_contribution       yes  yes  -    yes  -    yes  -    -    -    -    -    -    -    -    -    -    -
pot.put_back               yes  yes  -    yes  -    yes  -    -    -    -    -    -    -    -    -    -    -
pot.arrived                yes  yes  -    yes  -    yes  -    -    -    -    -    -    -    -    -    -    -
pot.say_arrived            yes  yes  -    yes  -    yes  -    -    -    -    -    -    -    -    -    -    -
pot.came_in                yes  yes  -    yes  -    yes  -    -    -    -    -    -    -    -    -    -    -
pot.not_come               yes  yes  -    yes  -    yes  -    -    -    -    -    -    -    -    -    -    -

# Nobody closes a holder's pot but the holder.
pot.give_up                yes  -    -    -    -    -    -    -    -    -    -    -    -    -    -    -    -

# A helper writes spending down, and corrects it.
spending.index             yes  yes  -    yes  -    yes  yes  -    -    -    -    -    -    -    -    -    -
spending.entry             yes  yes  -    yes  -    yes  yes  -    -    -    -    -    -    -    -    -    -
spending.new               yes  yes  -    yes  -    yes  yes  -    -    -    -    -    -    -    -    -    -
spending.record            yes  yes  -    yes  -    yes  yes  -    -    -    -    -    -    -    -    -    -
spending.saved             yes  yes  -    yes  -    yes  yes  -    -    -    -    -    -    -    -    -    -
spending.change            yes  yes  -    yes  -    yes  yes  -    -    -    -    -    -    -    -    -    -
spending.change_it         yes  yes  -    yes  -    yes  yes  -    -    -    -    -    -    -    -    -    -
spending.take_out          yes  yes  -    yes  -    yes  yes  -    -    -    -    -    -    -    -    -    -
spending.put_back          yes  yes  -    yes  -    yes  yes  -    -    -    -    -    -    -    -    -    -
spending.photo             yes  yes  -    yes  -    yes  yes  -    -    -    -    -    -    -    -    -    -
spending.add_photo         yes  yes  -    yes  -    yes  yes  -    -    -    -    -    -    -    -    -    -

# A receipt is seen by who sees the spending, and by nobody else whatever its address.
receipts.tray              yes  yes  -    yes  -    yes  yes  -    -    -    -    -    -    -    -    -    -
receipts.keep              yes  yes  -    yes  -    yes  yes  -    -    -    -    -    -    -    -    -    -
receipts.file              yes  yes  -    yes  -    yes  yes  -    -    -    -    -    -    -    -    -    -
receipts.small             yes  yes  -    yes  -    yes  yes  -    -    -    -    -    -    -    -    -    -
receipts.one               yes  yes  -    yes  -    yes  yes  -    -    -    -    -    -    -    -    -    -
receipts.given             yes  yes  -    yes  -    yes  yes  -    -    -    -    -    -    -    -    -    -
receipts.take_back         yes  yes  -    yes  -    yes  yes  -    -    -    -    -    -    -    -    -    -
receipts.match             yes  yes  -    yes  -    yes  yes  -    -    -    -    -    -    -    -    -    -
receipts.match_it          yes  yes  -    yes  -    yes  yes  -    -    -    -    -    -    -    -    -    -
receipts.take_off          yes  yes  -    yes  -    yes  yes  -    -    -    -    -    -    -    -    -    -
receipts.take_out          yes  yes  -    yes  -    yes  yes  -    -    -    -    -    -    -    -    -    -

# The bank's own file is for the holder, and for who acts for them in money.
bank.statements            yes  yes  -    yes  -    yes  -    -    -    -    -    -    -    -    -    -    -
bank.read                  yes  yes  -    yes  -    yes  -    -    -    -    -    -    -    -    -    -    -
bank.rows                  yes  yes  -    yes  -    yes  -    -    -    -    -    -    -    -    -    -    -
bank.say                   yes  yes  -    yes  -    yes  -    -    -    -    -    -    -    -    -    -    -
bank.said                  yes  yes  -    yes  -    yes  -    -    -    -    -    -    -    -    -    -    -
bank.undo                  yes  yes  -    yes  -    yes  -    -    -    -    -    -    -    -    -    -    -
bank.row                   yes  yes  -    yes  -    yes  -    -    -    -    -    -    -    -    -    -    -
bank.unsay                 yes  yes  -    yes  -    yes  -    -    -    -    -    -    -    -    -    -    -

# A carer and an agency write down their own shifts; a helper and a team leader write down anybody's.
care.shifts                yes  yes  -    yes  yes  yes  yes  -    yes  yes  yes  -    -    -    -    -    -
care.new                   yes  yes  -    yes  yes  yes  yes  -    yes  yes  yes  -    -    -    -    -    -
care.log                   yes  yes  -    yes  yes  yes  yes  -    yes  yes  yes  -    -    -    -    -    -
care.shift                 yes  yes  -    yes  yes  yes  yes  -    yes  yes  yes  -    -    -    -    -    -
care.change                yes  yes  -    yes  yes  yes  yes  -    yes  yes  yes  -    -    -    -    -    -
care.change_it             yes  yes  -    yes  yes  yes  yes  -    yes  yes  yes  -    -    -    -    -    -
care.withdrawal            yes  yes  -    yes  yes  yes  yes  -    yes  yes  yes  -    -    -    -    -    -

# The holder approves, sends back and pays; so does who acts in money. A team leader approves, and pays nobody.
care.approval              yes  yes  -    yes  -    yes  -    -    -    yes  -    -    -    -    -    -    -
care.approval_withdrawal   yes  yes  -    yes  -    yes  -    -    -    yes  -    -    -    -    -    -    -
care.not_right             yes  yes  -    yes  -    yes  -    -    -    yes  -    -    -    -    -    -    -
care.send_back             yes  yes  -    yes  -    yes  -    -    -    yes  -    -    -    -    -    -    -
care.payment               yes  yes  -    yes  -    yes  -    -    -    -    -    -    -    -    -    -    -
care.pay                   yes  yes  -    yes  -    yes  -    -    -    -    -    -    -    -    -    -    -
care.payment_withdrawal    yes  yes  -    yes  -    yes  -    -    -    -    -    -    -    -    -    -    -

# Who helps to plan sees the plan; it is changed by the holder, and by who acts for them in care.
plan.plan                  yes  yes  -    yes  yes  yes  yes  yes  -    yes  yes  yes  yes  yes  yes  -    -
plan.line                  yes  yes  -    yes  yes  yes  yes  yes  -    yes  yes  yes  yes  yes  yes  -    -
plan.line_new              yes  yes  -    -    yes  yes  -    -    -    -    -    -    -    -    -    -    -
plan.line_add              yes  yes  -    -    yes  yes  -    -    -    -    -    -    -    -    -    -    -
plan.line_change           yes  yes  -    -    yes  yes  -    -    -    -    -    -    -    -    -    -    -
plan.change_line           yes  yes  -    -    yes  yes  -    -    -    -    -    -    -    -    -    -    -
plan.line_split            yes  yes  -    -    yes  yes  -    -    -    -    -    -    -    -    -    -    -
plan.split_line            yes  yes  -    -    yes  yes  -    -    -    -    -    -    -    -    -    -    -
plan.end_line              yes  yes  -    -    yes  yes  -    -    -    -    -    -    -    -    -    -    -
plan.put_back              yes  yes  -    -    yes  yes  -    -    -    -    -    -    -    -    -    -    -

# The thread is between the broker, the co-ordinator and those who live with the money or the care.
messages.threads           yes  yes  -    yes  yes  yes  yes  yes  -    -    -    -    yes  yes  -    -    -
messages.send              yes  yes  -    yes  yes  yes  yes  yes  -    -    -    -    yes  yes  -    -    -
messages.sent              yes  yes  -    yes  yes  yes  yes  yes  -    -    -    -    yes  yes  -    -    -
messages.take_back         yes  yes  -    yes  yes  yes  yes  yes  -    -    -    -    yes  yes  -    -    -

# Who else is part of it: also for who waits to be accepted, who leads the team, who speaks for the holder.
people.people              yes  yes  yes  yes  yes  yes  yes  yes  -    yes  -    -    -    -    yes  -    -
people.person              yes  yes  yes  yes  yes  yes  yes  yes  -    yes  -    -    -    -    yes  -    -

# Everybody sees what they may do themselves. What another may do is for the holder to say, and for who acts for them
# in everything; what is switched on for a while is for the holder alone.
people.mine                yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes
people.ending              yes  yes  -    -    -    yes  -    -    -    -    -    -    -    -    -    -    -
people.end_it              yes  yes  -    -    -    yes  -    -    -    -    -    -    -    -    -    -    -
people.keep                yes  yes  -    -    -    yes  -    -    -    -    -    -    -    -    -    -    -
people.undo                yes  yes  -    -    -    yes  -    -    -    -    -    -    -    -    -    -    -
people.powers              yes  yes  -    -    -    yes  -    -    -    -    -    -    -    -    -    -    -
people.set_powers          yes  yes  -    -    -    yes  -    -    -    -    -    -    -    -    -    -    -
people.sometimes           yes  -    -    -    -    -    -    -    -    -    -    -    -    -    -    -    -
people.set_sometimes       yes  -    -    -    -    -    -    -    -    -    -    -    -    -    -    -    -
people.switch_on           yes  -    -    -    -    -    -    -    -    -    -    -    -    -    -    -    -
people.switch_off          yes  yes  -    -    -    yes  -    -    -    -    -    -    -    -    -    -    -

# A broker says what might sway them; a funder's reviewer accepts who acts with its money.
people.conflicts           -    -    -    -    -    -    -    -    -    -    -    -    -    yes  -    -    -
people.declare             -    -    -    -    -    -    -    -    -    -    -    -    -    yes  -    -    -
people.acceptance          -    -    -    -    -    -    -    -    -    -    -    -    -    -    -    yes  -
people.accept_it           -    -    -    -    -    -    -    -    -    -    -    -    -    -    -    yes  -
people.undo_acceptance     -    -    -    -    -    -    -    -    -    -    -    -    -    -    -    yes  -
people.no_acceptance       -    -    -    -    -    -    -    -    -    -    -    -    -    -    -    yes  -
people.say_no              -    -    -    -    -    -    -    -    -    -    -    -    -    -    -    yes  -

# What somebody wrote before they left is for who records or approves such things: this one is spending.
people.claims_waiting      yes  yes  -    yes  -    yes  yes  -    -    yes  -    -    -    -    -    -    -
people.claim               yes  yes  -    yes  -    yes  yes  -    -    404  -    -    -    -    -    -    -
people.leave_claim         yes  yes  -    yes  -    yes  yes  -    -    404  -    -    -    -    -    -    -
people.bring_claim_back    yes  yes  -    yes  -    yes  yes  -    -    404  -    -    -    -    -    -    -

# Who is asked in, and whose link is ended, is for the holder to say, and for who acts for them in everything.
people.invite              yes  yes  -    -    -    yes  -    -    -    -    -    -    -    -    -    -    -
people.check_invitation    yes  yes  -    -    -    yes  -    -    -    -    -    -    -    -    -    -    -
people.send_invitation     yes  yes  -    -    -    yes  -    -    -    -    -    -    -    -    -    -    -
people.invitation          yes  yes  -    -    -    yes  -    -    -    -    -    -    -    -    -    -    -
people.letter              yes  yes  -    -    -    yes  -    -    -    -    -    -    -    -    -    -    -
people.send_again          yes  yes  -    -    -    yes  -    -    -    -    -    -    -    -    -    -    -
people.withdraw_invitation yes  yes  -    -    -    yes  -    -    -    -    -    -    -    -    -    -    -
people.end_link            yes  yes  -    -    -    yes  -    -    -    -    -    -    -    -    -    -    -

# Who knows somebody well can say who they are, when they cannot come in.
people.vouch               yes  yes  -    yes  yes  yes  yes  -    -    -    -    yes  yes  yes  yes  -    -
people.say_it_is_them      yes  yes  -    yes  yes  yes  yes  -    -    -    -    yes  yes  yes  yes  -    -
people.vouched             yes  yes  -    yes  yes  yes  yes  -    -    -    -    yes  yes  yes  yes  -    -
people.unsay               yes  yes  -    yes  yes  yes  yes  -    -    -    -    yes  yes  yes  yes  -    -

# What was done: all of it for the holder and who acts for them, for everybody else what they did themselves.
activity.index             yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes  yes
activity.looked            yes  yes  -    yes  yes  yes  -    -    -    -    -    -    -    -    -    -    -
activity.month             yes  yes  -    yes  yes  yes  -    -    -    -    -    -    -    -    -    -    -
activity.paper             yes  yes  -    yes  yes  yes  -    -    -    -    -    -    -    -    -    -    -
activity.go_through        yes  yes  -    yes  yes  yes  -    -    -    -    -    -    -    -    -    -    -
activity.take_back         yes  yes  -    yes  yes  yes  -    -    -    -    -    -    -    -    -    -    -

# What the holder is asked first is between them and who acts for them. Nobody asks themselves.
wishes.index               yes  yes  -    yes  yes  yes  -    -    -    -    -    -    -    -    -    -    -
wishes.one                 yes  yes  -    yes  yes  yes  -    -    -    -    -    -    -    -    -    -    -
wishes.answer              yes  yes  -    yes  yes  yes  -    -    -    -    -    -    -    -    -    -    -
wishes.take_back           yes  yes  -    yes  yes  yes  -    -    -    -    -    -    -    -    -    -    -
wishes.new                 -    yes  -    yes  yes  yes  -    -    -    -    -    -    -    -    -    -    -
wishes.ask                 -    yes  -    yes  yes  yes  -    -    -    -    -    -    -    -    -    -    -

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


def rows_of(table: str) -> tuple[tuple[str, ...], dict[str, dict[str, str]]]:
    """The roles, and by endpoint what each is answered; of what is no pot's {"": "signed in" or "anybody"}."""
    head, *lines = (line.split() for line in table.splitlines() if line.strip() and not line.startswith("#"))
    of_a_pot = {row[0]: dict(zip(head, row[1:], strict=True)) for row in lines if len(row) == len(head) + 1}
    return tuple(head), of_a_pot | {row[0]: {"": " ".join(row[1:])} for row in lines if row[0] not in of_a_pot}


ROLES, MAY = rows_of(TABLE)
SIGNED_IN = [endpoint for endpoint, who in MAY.items() if who.get("") == "signed in"]
ANYBODY = [endpoint for endpoint, who in MAY.items() if who.get("") == "anybody"]
OF_A_POT = [endpoint for endpoint, who in MAY.items() if "" not in who]
SLICES = sorted({endpoint.partition(".")[0] for endpoint in OF_A_POT})


def endpoints_of(slice_of_app: str) -> list[str]:
    """The addresses of a pot that are of one slice."""
    return [endpoint for endpoint in OF_A_POT if endpoint.startswith(f"{slice_of_app}.")]
