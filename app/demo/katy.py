"""Katy: profound disability, support day and night, NHS continuing healthcare; Maria, her mother, is her deputy.

Maria has a small budget of her own as a carer.
"""

from datetime import timedelta

from app.demo.stage import Stage
from app.demo.year import COUNCIL, NHS, Household, award
from app.domain.authority import Role, Scope
from app.domain.instalments import Frequency

AGENCY = "Larkfield Nursing"
SHIFTS_HERE = 3  # weeks up to today; before, the payroll office paid both carers every four weeks
DAYS, NIGHTS = (0, 1, 2, 3, 4), (0, 1, 3, 4)
INFECTIONS = {15, 16, 33}  # weeks in which an agency nurse sat with her as well


def katy(stage: Stage, people: dict[str, str]) -> None:
    """Her year at home."""
    home = Household(stage, people, "katy")
    home.begin()
    by_money_order = _people(home)
    home.line("carers", "Grace and Sunil", 5_740_000, {"nhs": 1}, weekly_pence=110_100, by="maria")
    home.line("agency", "Weekends and cover, by Larkfield", 5_070_000, {"nhs": 1}, by="maria")
    home.line("well", "Feeling well: music, massage, water", 330_000, {"nhs": 1}, by="maria")
    home.line("equipment", "Equipment", 300_000, {"nhs": 1}, by="maria")
    home.acts_by("maria", by_money_order)
    home.instalments_come({("nhs", 5): 11})
    for number in range(stage.weeks + 1):
        _a_week(home, number)
    _lately(home)
    _messages(home)
    home.play()


def _people(home: Household) -> str:
    """The court made two orders, one for money and one for care: each counts for itself. The id of the first."""
    order = home.join("maria", Role.DEPUTY, scope=Scope.MONEY, reference="Court of Protection 13412097")
    home.kept_by("maria", home.day(0, 0, 6))
    for who, role in (
        ("grace", Role.CARER), ("sunil", Role.CARER), ("helen", Role.PROFESSIONAL), ("sadiq", Role.SAFEGUARDING),
    ):  # fmt: skip
        home.join(who, role)
    home.join("fatima", Role.BROKER, go_to=True)
    said = award(
        NHS, "continuing_healthcare", 11_900_000, Frequency.FOUR_WEEKLY, home.starts_on, reference="PHB 000288"
    )
    home.promise("nhs", said, by="maria")
    home.join("david", Role.REVIEWER, pays="nhs")
    home.join("maria", Role.DEPUTY, scope=Scope.CARE, reference="Court of Protection 13412098")
    return order


def _a_week(home: Household, number: int) -> None:
    if number > home.stage.weeks - SHIFTS_HERE:
        _shifts(home, number)
    elif number % 4 == 2:
        home.spend(home.day(number, 4, 17), "carers", "Pay of Grace and Sunil, four weeks", 440_400, "Payroll office")
    if number % 4 == 1:
        home.spend(home.day(number, 2, 10), "agency", "Weekends and cover, four weeks", 372_000, AGENCY)
    if number in INFECTIONS:
        home.spend(home.day(number, 4, 10), "agency", "Extra nurse, chest infection", 64_000, AGENCY)
    if number % 4 == 0:
        home.spend(home.day(number, 1, 15), "well", "Music and massage, four times", 18_000, "Sound Hands")
    if number % 3 == 0:
        home.spend(home.day(number, 3, 14), "well", "Warm pool", 3_800, "Riverside Pool")


def _shifts(home: Household, number: int) -> None:
    monday = home.starts_on + timedelta(weeks=number)
    for weekdays, carer, hour, hours, hourly_pence in ((DAYS, "grace", 9, 7, 1_500), (NIGHTS, "sunil", 22, 9, 1_600)):
        for weekday in weekdays:
            day = monday + timedelta(days=weekday)
            if (home.today - day).days >= 2:
                home.works(carer, day, hour, hours, hourly_pence, "carers")


def _lately(home: Household) -> None:
    night = home.today - timedelta(days=1)
    home.works("sunil", night, 22, 9, 1_600, "carers", note="Turned at 1 and 4. She hummed at 6", waits=True)
    day = home.today - timedelta(days=2)
    home.works("grace", day, 17, 2, 1_500, "carers", note="Stayed on: Maria was held up", asked="Was it not 5 to 6?")
    home.spend(home.day(6, 2, 12), "equipment", "Bed that turns", 124_000, "Ability Shop", photo=True)
    home.spend(home.ago(31, 12), "equipment", "Slide sheets", 4_600, "Ability Shop")
    home.spend(home.ago(12, 13), "none", "Fan for her room", 3_499, "High Street Electrics", photo=True)
    home.keeps_photo(home.ago(5, 10), "Corner Chemist", "Barrier cream", 1_320)


def _messages(home: Household) -> None:
    home.say(home.ago(70, 9), "maria", "The NHS payment came 11 days late. I paid Larkfield from my own account.")
    home.reads(home.ago(69, 9), "fatima")
    home.say(home.ago(69, 10), "fatima", "I have told the NHS. Keep the proof, you are owed that back.")
    home.reads(home.ago(69, 20), "maria")
    home.say(home.ago(3, 21), "maria", "The hoist must be serviced. Does the NHS pay, or do we?")


def maria(stage: Stage, people: dict[str, str]) -> None:
    """Her own year, as a carer: a few hundred pounds from the council."""
    home = Household(stage, people, "maria")
    home.begin()
    home.join("fatima", Role.BROKER, go_to=True)
    once = award(COUNCIL, "carer", 42_000, Frequency.ONCE, home.starts_on + timedelta(days=9), reference="Carer 5520")
    home.promise("council", once)
    home.line("away", "Time away from home", 26_000, {"council": 1})
    home.line("well", "Keeping well", 16_000, {"council": 1})
    home.instalments_come()
    for month in range(home.stage.weeks // 4):
        home.spend(home.day(4 * month + 2, 1, 19), "well", "Yoga, four evenings", 1_200, "Village Hall")
        if month % 3 == 1:
            home.spend(home.day(4 * month + 3, 5, 12), "away", "Lunch and a film", 2_650, "The Regal")
    home.spend(home.ago(20, 11), "away", "Train to my sister", 4_180, "Railway", photo=True)
    home.say(home.ago(15, 12), "fatima", "Maria, have you had your weekend away yet? The money is there for it.")
    home.reads(home.ago(15, 21), "maria")
    home.say(home.ago(14, 7), "maria", "Not yet. Who would sit with Katy on the Sunday?")
    home.play()
