"""Nikki, Ivy and Rhys: a full year each, made up; the same for the same day."""

from datetime import date, timedelta

from app.demo.stage import Stage, london
from app.demo.year import Household, award
from app.domain.authority import Role
from app.domain.instalments import Frequency
from app.domain.year import week_of

NHS = "NHS Westshire ICB"
COUNCIL = "Westshire Council"
WEEKS = 49  # of the year are over today


def year_start(today: date) -> date:
    """The Monday on which a demo year began."""
    return week_of(today) - timedelta(weeks=WEEKS)


def nikki(stage: Stage, people: dict[str, str]) -> None:
    """Arthritis with flare-ups; NHS and council money; three flexible carers of her own."""
    home = Household(stage, people["nikki"], year_start(stage.today))
    home.begin()
    for minute, carer in enumerate(("amina", "beth", "carl"), start=1):
        home.join(people[carer], Role.CARER, minute)
    home.join(people["fatima"], Role.BROKER, 5, go_to=True)
    home.join(people["david"], Role.REVIEWER, 6)
    start = home.starts_on
    home.promise("nhs", award(NHS, "joint_package", 2_184_000, Frequency.FOUR_WEEKLY, start, reference="PHB 000123"), 1)
    home.promise(
        "council",
        award(COUNCIL, "care_act", 936_000, Frequency.MONTHLY, start + timedelta(days=2), reference="DP 88211"),
        2,
    )
    home.line("carers", "Carers", 2_640_000, {"nhs": 70, "council": 30}, 1, weekly_pence=42_000)
    home.line("therapy", "Therapy and exercise", 200_000, {"nhs": 1}, 2)
    home.line("equipment", "Equipment", 140_000, {"nhs": 50, "council": 50}, 3)
    home.line("about", "Getting about", 90_000, {"council": 1}, 4)
    home.instalments_come(late=frozenset({("council", home.last_due("council"))}))
    _nikkis_weeks(home, people)
    _nikkis_messages(home, people)
    home.play()


FLARE_UP_WEEKS = {14, 15, 27, 28, 29, 43, 44}


def _nikkis_weeks(home: Household, people: dict[str, str]) -> None:
    rng = home.stage.random
    carers = [people["amina"], people["beth"], people["carl"]]
    for number in range(WEEKS + 1):
        monday = home.starts_on + timedelta(weeks=number)
        nights = _nights(number)
        for turn, weekday in enumerate(nights):
            day = monday + timedelta(days=weekday)
            if day >= home.today - timedelta(days=1):
                continue
            carer = carers[(turn + number) % 3]
            home.works(
                carer, day, 22, 8, 1_500, "carers",
                note="Sore night, up twice" if rng.random() < 0.1 else "",
            )  # fmt: skip
        home.spend(london(monday + timedelta(days=2), 15), "therapy", "Hydrotherapy pool", 1_850, "Riverside Pool")
        if number % 2:
            home.spend(london(monday + timedelta(days=3), 12), "about", "Taxi to clinic", 1_400, "Dial-a-Cab")
        if number % 9 == 4:
            splints = london(monday + timedelta(days=4), 16)
            home.spend(splints, "equipment", "Wrist splints", 2_495, "Ability Shop", photo=number > WEEKS - 12)
    last_night = home.today - timedelta(days=1)
    home.works(people["amina"], last_night, 22, 8, 1_500, "carers", approved=False)
    bought = home.starts_on + timedelta(weeks=20)
    home.spend(london(bought, 11), "equipment", "Riser chair", 64_900, "Ability Shop", photo=True)
    blanket = london(home.today - timedelta(days=9), 18)
    home.spend(blanket, "none", "Heated blanket", 3_999, "High Street Electrics", photo=True)
    home.keeps_photo(london(home.today - timedelta(days=3), 17), "Corner Chemist", "Heat pads", 1_195)
    home.spend(london(home.today - timedelta(days=4), 11), "equipment", "Jar opener", 1_450, "Ability Shop")


def _nights(number: int) -> tuple[int, ...]:
    """On which nights of a week somebody comes: every night in a flare-up."""
    if number in FLARE_UP_WEEKS:
        return (0, 1, 2, 3, 4, 5, 6)
    return (1, 3, 5) if number % 3 == 0 else (0, 2, 4, 5)


def _nikkis_messages(home: Household, people: dict[str, str]) -> None:
    day = home.today - timedelta(days=60)
    home.say(london(day, 10), people["fatima"], "Your second flare-up is over. Shall we look at the plan together?")
    home.say(
        london(day, 17), people["nikki"], "Yes please. Beth was ill for two of those weeks, so Amina did more nights."
    )
    home.say(
        london(day + timedelta(days=1), 9), people["fatima"], "Thank you. I have written that down for your review."
    )
    home.reads(london(day + timedelta(days=1), 8), people["fatima"])
    home.reads(london(day + timedelta(days=1), 12), people["nikki"])
    asked = home.today - timedelta(days=2)
    home.say(
        london(asked, 16), people["fatima"],
        "The council’s payment for this month has not come. Has anyone told you why? I can ring them.",
    )  # fmt: skip


def ivy(stage: Stage, people: dict[str, str]) -> None:
    """82 and frail; a few hundred pounds that the council keeps and pays; her daughter Joan helps."""
    home = Household(stage, people["ivy"], year_start(stage.today))
    home.begin(level="joint")
    home.join(people["joan"], Role.HELPER, 1)
    home.join(people["fatima"], Role.BROKER, 2, go_to=True)
    said = award(
        NHS, "joint_package", 62_000, Frequency.QUARTERLY, home.starts_on, way_held="notional", reference="PHB 000931"
    )
    home.promise("nhs", said, 1)
    home.line("steady", "Staying steady on my feet", 38_000, {"nhs": 1}, 1)
    home.line("company", "Company and getting out", 24_000, {"nhs": 1}, 2)
    home.instalments_come()
    for month in range(11):
        day = home.starts_on + timedelta(weeks=4 * month, days=10)
        home.spend(london(day, 11), "steady", "Strength and balance class", 1_800, "Age Friends", photo=month > 8)
        if month % 2:
            home.spend(
                london(day + timedelta(days=5), 14), "company", "Lunch club with transport", 2_250, "St Mary’s Hall"
            )
    home.spend(
        london(home.starts_on + timedelta(weeks=6), 10), "steady", "Walking frame with a tray", 7_400, "Ability Shop"
    )
    home.say(
        london(home.today - timedelta(days=12), 10),
        people["fatima"],
        "Hello Ivy. Is the new class on Tuesdays all right?",
    )
    home.play()


def rhys(stage: Stage, people: dict[str, str]) -> None:
    """Severe mental illness that comes and goes; a small direct payment under section 117."""
    home = Household(stage, people["rhys"], year_start(stage.today))
    home.begin()
    home.join(people["fatima"], Role.BROKER, 1, go_to=True)
    start = home.starts_on
    home.promise("nhs", award(NHS, "s117", 180_000, Frequency.MONTHLY, start), 1)
    home.promise("council", award(COUNCIL, "s117_council", 120_000, Frequency.MONTHLY, start), 2)
    home.line("peer", "Peer support", 156_000, {"nhs": 60, "council": 40}, 1, weekly_pence=3_000)
    home.line("move", "Moving and calm", 84_000, {"nhs": 1, "council": 1}, 2)
    home.line("learn", "Learning", 60_000, {"council": 1}, 3)
    home.instalments_come()
    for number in range(WEEKS):
        monday = start + timedelta(weeks=number)
        if 22 <= number < 26:  # in hospital
            continue
        home.spend(london(monday + timedelta(days=1), 18), "peer", "Peer support session", 3_000, "Open Door")
        if number % 2 == 0:
            home.spend(london(monday + timedelta(days=4), 10), "move", "Swimming", 650, "Riverside Pool")
        if number % 4 == 1:
            home.spend(london(monday + timedelta(days=5), 10), "move", "Mindfulness group", 1_200, "Open Door")
    home.spend(
        london(start + timedelta(weeks=30), 12), "learn", "Guitar lessons, first ten", 22_000, "Strings", photo=True
    )
    home.say(london(stage.today - timedelta(days=5), 11), people["rhys"], "Can you call me?")
    home.say(london(stage.today - timedelta(days=4), 9), people["fatima"], "I will call you today at two.")
    home.reads(london(stage.today - timedelta(days=4), 12), people["rhys"])
    home.play()
