"""Rhys: severe mental illness that comes and goes; a small direct payment under section 117."""

from app.demo.stage import Stage
from app.demo.year import COUNCIL, NHS, Household, award
from app.domain.authority import Permission, Role
from app.domain.instalments import Frequency
from app.people import register_changes as register

IN_HOSPITAL = range(22, 26)  # weeks
IN_GOOD_TIMES = frozenset({Permission.MESSAGE, Permission.SEE_PLAN, Permission.SEE_PEOPLE})
WHEN_HE_IS_ILL = frozenset({Permission.SEE_TOTALS, Permission.SEE_SPENDING, Permission.RECORD})


def rhys(stage: Stage, people: dict[str, str]) -> None:
    """His year. Cerys may do more for four weeks whenever he says so; he did once."""
    home = Household(stage, people, "rhys")
    home.begin()
    home.join("fatima", Role.BROKER, go_to=True)
    cerys = home.join("cerys", Role.HELPER, given=IN_GOOD_TIMES, when_on=WHEN_HE_IS_ILL, on_days=28)
    start = home.starts_on
    home.promise("nhs", award(NHS, "s117", 180_000, Frequency.MONTHLY, start))
    home.promise("council", award(COUNCIL, "s117_council", 120_000, Frequency.MONTHLY, start))
    home.line("peer", "Peer support", 156_000, {"nhs": 60, "council": 40}, weekly_pence=3_000)
    home.line("move", "Moving and calm", 84_000, {"nhs": 1, "council": 1})
    home.line("learn", "Learning", 60_000, {"council": 1})
    home.instalments_come()
    for number in range(stage.weeks):
        if number not in IN_HOSPITAL:
            _a_week(home, number)
    ill = home.day(IN_HOSPITAL.start, 1, 9)
    home.does("rhys", "powers switched on", ill, lambda act: register.switch_on(act, cerys))
    home.spend(home.day(23, 4, 16), "none", "Phone credit for the ward", 1_000, "Corner Shop", photo=True, by="cerys")
    home.spend(home.day(25, 5, 11), "move", "Taxi home from hospital", 1_150, "Dial-a-Cab", by="cerys")
    home.spend(home.day(30, 0, 12), "learn", "Guitar lessons, first ten", 22_000, "Strings", photo=True)
    home.say(home.ago(5, 11), "rhys", "Can you call me?")
    home.reads(home.ago(4, 8), "cerys")
    home.say(home.ago(4, 9), "fatima", "I will call you today at two.")
    home.reads(home.ago(4, 12), "rhys")
    home.play()


def _a_week(home: Household, number: int) -> None:
    home.spend(home.day(number, 1, 18), "peer", "Peer support session", 3_000, "Open Door")
    if number % 2 == 0:
        home.spend(home.day(number, 4, 10), "move", "Swimming", 650, "Riverside Pool")
    if number % 4 == 1:
        home.spend(home.day(number, 5, 10), "move", "Mindfulness group", 1_200, "Open Door")
