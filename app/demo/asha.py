"""Asha: 9, with an education, health and care plan; NHS, council and education money. Her mother Leila acts for her."""

from datetime import date, timedelta

from app.demo.stage import Stage
from app.demo.year import COUNCIL, EDUCATION, NHS, Household, award
from app.domain.authority import Role
from app.domain.instalments import Frequency
from app.domain.year import add_months

AGE = 9
HOLIDAYS = {12, 13, 28, 29, 30, 31, 32, 33, 44}  # weeks without school
ILL = {8, 9, 41}


def asha(stage: Stage, people: dict[str, str]) -> None:
    """Her year, as her mother writes it down."""
    home = Household(stage, people, "asha")
    home.begin()
    home.join("leila", Role.PARENT, born_on=_born_on(home.today))
    home.kept_by("leila", home.day(0, 0, 6))
    _money_and_people(home)
    home.line("nights", "Night nurse", 3_380_000, {"nhs": 1}, weekly_pence=65_000, by="leila")
    home.line("talking", "Speech therapy and talking aid", 460_000, {"education": 60, "nhs": 40}, by="leila")
    home.line("breaks", "Short breaks and clubs", 560_000, {"council": 1}, by="leila")
    home.line("school", "Getting to clubs after school", 180_000, {"education": 50, "council": 50}, by="leila")
    home.instalments_come({("education", 1): 20})
    for number in range(stage.weeks + 1):
        _a_week(home, number)
    _lately(home)
    _messages(home)
    home.play()


def _born_on(today: date) -> date:
    return add_months(today, -12 * AGE - 5)


def _money_and_people(home: Household) -> None:
    start = home.starts_on
    for key, said in {
        "nhs": award(
            NHS, "childrens_continuing_care", 3_640_000, Frequency.FOUR_WEEKLY, start, reference="CCC 0118"
        ),
        "council": award(COUNCIL, "children_act", 720_000, Frequency.MONTHLY, start, reference="DP 90417"),
        "education": award(
            EDUCATION, "ehc_section_j", 420_000, Frequency.QUARTERLY, start + timedelta(days=4), reference="EHC J 331"
        ),
    }.items():  # fmt: skip
        home.promise(key, said, by="leila")
    home.join("fatima", Role.BROKER, go_to=True, by="leila")
    home.join("helen", Role.PROFESSIONAL, by="leila")
    home.join("sadiq", Role.SAFEGUARDING, by="leila")
    home.join("david", Role.REVIEWER, pays="council", by="leila")
    home.join("david", Role.REVIEWER, pays="nhs", by="leila")


def _a_week(home: Household, number: int) -> None:
    if number % 2 == 0:
        home.spend(home.day(number, 0, 9), "nights", "Night nurse, ten nights", 130_000, "Larkfield Nursing")
    if number in ILL:
        home.spend(home.day(number, 0, 10), "nights", "Night nurse, chest infection", 26_000, "Larkfield Nursing")
    elif number not in HOLIDAYS:
        if number % 2:
            home.spend(home.day(number, 2, 16), "talking", "Speech therapy, twice", 11_200, "Small Talk")
        if number % 4 == 0:
            home.spend(home.day(number, 4, 18), "school", "Taxi with a ramp, four weeks", 9_600, "Dial-a-Cab")
    if number % 3 == 1:
        home.spend(home.day(number, 5, 17), "breaks", "Saturday club", 7_800, "Wild Things")


def _lately(home: Household) -> None:
    home.spend(home.day(10, 1, 12), "talking", "Talking aid", 129_500, "Clear Voice", photo=True)
    home.spend(home.day(30, 0, 10), "breaks", "Play scheme, one week", 48_000, "Wild Things", photo=True)
    home.spend(home.ago(24, 12), "talking", "Arm that holds the talking aid", 21_000, "Clear Voice")
    home.spend(home.ago(7, 13), "none", "Ear defenders", 2_799, "High Street Home", photo=True)
    home.keeps_photo(home.ago(4, 18), "Wild Things", "Swimming, ten times", 6_000)


def _messages(home: Household) -> None:
    home.say(home.ago(50, 22), "leila", "Asha was ill again and we had the nurse all seven nights. Will it last?")
    home.reads(home.ago(49, 9), "fatima")
    home.say(home.ago(49, 10), "fatima", "Yes. I have looked: it is enough to the end of your year.")
    home.reads(home.ago(49, 22), "leila")
    home.say(home.ago(9, 10), "fatima", "I need the receipt for the arm of the talking aid. A photo is enough.")
    home.reads(home.ago(8, 22), "leila")
    home.say(home.ago(2, 23), "leila", "School says the talking aid stays there in the holidays. Is that right?")
