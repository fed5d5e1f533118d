"""Nikki: arthritis with flare-ups; NHS and council money; three flexible carers of her own."""

from datetime import timedelta

from app.demo.stage import Stage
from app.demo.year import COUNCIL, NHS, Household, award
from app.domain.authority import Role
from app.domain.instalments import Frequency

FLARE_UP_WEEKS = {14, 15, 27, 28, 29, 43, 44}
CARERS = ("amina", "beth", "carl")


def nikki(stage: Stage, people: dict[str, str]) -> None:
    """Her year."""
    home = Household(stage, people, "nikki")
    home.begin()
    for carer in CARERS:
        home.join(carer, Role.CARER)
    home.join("fatima", Role.BROKER, go_to=True)
    start = home.starts_on
    home.promise("nhs", award(NHS, "joint_package", 2_184_000, Frequency.FOUR_WEEKLY, start, reference="PHB 000123"))
    monthly = award(
        COUNCIL, "care_act", 936_000, Frequency.MONTHLY, start + timedelta(days=2), reference="DP 88211"
    )  # fmt: skip
    home.promise("council", monthly)
    home.join("david", Role.REVIEWER, pays="nhs")
    home.join("david", Role.REVIEWER, pays="council")
    home.line("carers", "Carers", 2_640_000, {"nhs": 70, "council": 30}, weekly_pence=42_000)
    home.line("therapy", "Therapy and exercise", 200_000, {"nhs": 1})
    home.line("equipment", "Equipment", 140_000, {"nhs": 50, "council": 50})
    home.line("about", "Getting about", 90_000, {"council": 1})
    home.instalments_come({("council", -1): 30})
    for number in range(stage.weeks + 1):
        _a_week(home, number)
    _lately(home)
    _messages(home)
    home.play()


def _a_week(home: Household, number: int) -> None:
    monday = home.starts_on + timedelta(weeks=number)
    for turn, weekday in enumerate(_nights(number)):
        night = monday + timedelta(days=weekday)
        if night < home.today - timedelta(days=1):
            note = "Sore night, up twice" if home.stage.random.random() < 0.1 else ""
            home.works(CARERS[(turn + number) % 3], night, 22, 8, 1_500, "carers", note=note)
    home.spend(home.day(number, 2, 15), "therapy", "Hydrotherapy pool", 1_850, "Riverside Pool")
    if number % 2:
        home.spend(home.day(number, 3, 12), "about", "Taxi to clinic", 1_400, "Dial-a-Cab")
    if number % 9 == 4:
        photo = number > home.stage.weeks - 12
        home.spend(home.day(number, 4, 16), "equipment", "Wrist splints", 2_495, "Ability Shop", photo=photo)


def _nights(number: int) -> tuple[int, ...]:
    """On which nights of a week somebody comes: every night in a flare-up."""
    if number in FLARE_UP_WEEKS:
        return (0, 1, 2, 3, 4, 5, 6)
    return (1, 3, 5) if number % 3 == 0 else (0, 2, 4, 5)


def _lately(home: Household) -> None:
    home.works("amina", home.today - timedelta(days=1), 22, 8, 1_500, "carers", waits=True)
    home.spend(home.day(20, 0, 11), "equipment", "Riser chair", 64_900, "Ability Shop", photo=True)
    home.spend(home.ago(9, 18), "none", "Heated blanket", 3_999, "High Street Electrics", photo=True)
    home.keeps_photo(home.ago(3, 17), "Corner Chemist", "Heat pads", 1_195)
    home.spend(home.ago(4, 11), "equipment", "Jar opener", 1_450, "Ability Shop")


def _messages(home: Household) -> None:
    home.say(home.ago(60, 10), "fatima", "Your second flare-up is over. Shall we look at the plan together?")
    home.say(home.ago(60, 17), "nikki", "Yes please. Beth was ill for two of those weeks, so Amina did more nights.")
    home.reads(home.ago(59, 8), "fatima")
    home.say(home.ago(59, 9), "fatima", "Thank you. I have written that down for your review.")
    home.reads(home.ago(59, 12), "nikki")
    home.say(
        home.ago(2, 16), "fatima",
        "The council’s payment for this month has not come. Has anyone told you why? I can ring them.",
    )  # fmt: skip
