"""Ivy: 82 and frail; a few hundred pounds that the NHS keeps and pays; her daughter Joan helps."""

from datetime import timedelta

from app.demo.stage import Stage
from app.demo.year import NHS, Household, award
from app.domain.authority import Role
from app.domain.instalments import Frequency


def ivy(stage: Stage, people: dict[str, str]) -> None:
    """Her year. She has no phone of her own: Joan writes down what was paid."""
    home = Household(stage, people, "ivy")
    home.begin(level="joint")
    home.join("joan", Role.HELPER)
    home.join("fatima", Role.BROKER, go_to=True)
    said = award(
        NHS, "joint_package", 62_000, Frequency.QUARTERLY, home.starts_on, way_held="notional", reference="PHB 000931"
    )
    home.promise("nhs", said)
    home.line("steady", "Staying steady on my feet", 38_000, {"nhs": 1})
    home.line("company", "Company and getting out", 24_000, {"nhs": 1})
    home.instalments_come()
    for month in range(11):
        day = home.day(4 * month + 1, 3, 11)
        home.spend(day, "steady", "Strength and balance class", 1_800, "Age Friends", photo=month > 8, by="joan")
        if month % 2:
            lunch = day + timedelta(days=5, hours=3)
            home.spend(lunch, "company", "Lunch club with transport", 2_250, "St Mary’s Hall", by="joan")
    home.spend(home.day(6, 0, 10), "steady", "Walking frame with a tray", 7_400, "Ability Shop", by="joan")
    home.say(home.ago(12, 10), "fatima", "Hello Ivy. Is the new class on Tuesdays all right?")
    home.play()
