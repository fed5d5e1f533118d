"""Jason: a learning disability, section 117 aftercare; Ruth, his sister, acts for him and employs his team.

Part of his money is an individual service fund that an agency keeps, part comes to his account.
"""

from datetime import timedelta

from app.demo.stage import Stage
from app.demo.year import COUNCIL, NHS, Household, award
from app.domain.authority import Permission, Role
from app.domain.instalments import Frequency
from app.persistence.act import Act
from app.wishes import changes as wishes
from app.wishes.changes import Question
from app.wishes.forms import YES

AGENCY = "Brightway Support"
OWN_TEAM_FROM = 10  # weeks; before, the agency did all of it
SHIFTS_HERE = 4  # weeks up to today; before, the payroll office paid the team after every four weeks
ROTA = ((0, "dele", 9, 8), (1, "kofi", 12, 10), (2, "dele", 9, 8), (3, "lena", 12, 10), (4, "dele", 9, 8),
        (5, "kofi", 12, 10), (6, "lena", 12, 10))  # fmt: skip
HOURLY = {"dele": 1_650, "kofi": 1_450, "lena": 1_450}
DELE_MAY_APPROVE = 1_600  # an hour
DONE_TOGETHER = {
    8: "We made a curry. Jason cut everything himself",
    15: "A seizure of one minute at 2 pm. He slept and was fine",
    23: "Village fair. Jason ran the hoopla",
    30: "Quiet day. He chose to stay in",
}


def jason(stage: Stage, people: dict[str, str]) -> None:
    """His year: an agency that did not fit, then a team of his own."""
    home = Household(stage, people, "jason")
    home.begin()
    _money_and_people(home)
    home.line("team", "My team", 4_992_000, {"nhs": 1}, weekly_pence=96_000)
    home.line("agency", "Nights and the house, by Brightway", 3_000_000, {"council": 1})
    home.line("out", "Going out", 260_000, {"nhs": 1})
    home.line("home", "At home", 140_000, {"nhs": 60, "council": 40})
    home.instalments_come({("nhs", -6): 12})
    for number in range(stage.weeks + 1):
        _a_week(home, number)
    _lately(home)
    _messages(home)
    _asked_first(home)
    home.play()


def _money_and_people(home: Household) -> None:
    start = home.starts_on
    home.promise("nhs", award(NHS, "s117", 5_600_000, Frequency.FOUR_WEEKLY, start, reference="PHB 000417"))
    fund = award(
        COUNCIL, "s117_council", 3_120_000, Frequency.MONTHLY, start + timedelta(days=2),
        way_held="individual_service_fund", reference="ISF 20714",
    )  # fmt: skip
    home.promise("council", fund)
    ruth = home.join("ruth", Role.APPOINTEE, reference="DWP appointee, letter of 3 March")
    home.join("fatima", Role.BROKER, go_to=True)
    home.join("omar", Role.ADVOCATE)
    home.join("priya", Role.THIRD_PARTY)
    home.join("sadiq", Role.SAFEGUARDING)
    reviewing = {key: home.join("david", Role.REVIEWER, pays=key) for key in ("nhs", "council")}
    accepted_at = {"nhs": home.day(1, 2, 11), "council": home.day(2, 3, 15)}
    home.accepted("david", ruth, {key: (reviewing[key], accepted_at[key]) for key in reviewing})
    home.kept_by("ruth", accepted_at["council"])
    home.joins(home.day(OWN_TEAM_FROM, 0, 9), "dele", Role.TEAM_LEADER, limit_pence=DELE_MAY_APPROVE)
    home.joins(home.day(OWN_TEAM_FROM, 0, 10), "kofi", Role.CARER)
    home.joins(home.day(OWN_TEAM_FROM, 0, 11), "lena", Role.CARER)


def _a_week(home: Household, number: int) -> None:
    own_shifts = number > max(home.stage.weeks - SHIFTS_HERE, OWN_TEAM_FROM)
    if own_shifts:
        _shifts(home, number)
    elif number % 4 == 1:
        if number < OWN_TEAM_FROM:
            home.spend(home.day(number, 4, 17), "team", "Days, four weeks, two staff", 398_000, AGENCY)
        else:
            home.spend(home.day(number, 4, 17), "team", "Pay of the team, four weeks", 384_000, "Payroll office")
    if number % 4 == 3:
        home.spend(home.day(number, 4, 16), "agency", "Nights and the house, four weeks", 230_000, AGENCY)
    if number > 2 and number % 3 == 0:
        home.spend(home.day(number, 3, 21), "out", "Pub quiz and supper, three times", 4_380, "The Plough")
    if number > 2 and number % 4 == 2:
        home.spend(home.day(number, 5, 17), "out", "Cookery class", 1_200, "Village Hall")


def _shifts(home: Household, number: int) -> None:
    monday = home.starts_on + timedelta(weeks=number)
    kofi = "lena" if number == home.stage.weeks - 2 else "kofi"  # he was ill for a week
    for weekday, usual, hour, hours in ROTA:
        carer = kofi if usual == "kofi" else usual
        day = monday + timedelta(days=weekday)
        ago = (home.today - day).days
        if ago >= 2:
            home.works(
                carer, day, hour, hours, HOURLY[carer], "team", note=DONE_TOGETHER.get(ago, ""),
                approver="ruth" if carer == "dele" else "dele",
            )  # fmt: skip


def _lately(home: Household) -> None:
    quiz = home.today - timedelta(days=1)
    home.works("kofi", quiz, 17, 4, 1_450, "team", note="Pub quiz. Jason chose our name: The Foxes", waits=True)
    cover = home.today - timedelta(days=4)
    home.works("lena", cover, 22, 8, 1_900, "team", note="Sat up with Jason after a seizure", waits=True)
    early = home.today - timedelta(days=6)
    home.works("kofi", early, 7, 2, 1_450, "team", approver="dele", asked="Was it 7 to 8? The bus came at 8.")
    home.spend(home.day(12, 1, 11), "home", "Alarm for seizures at night", 18_900, "Ability Shop", photo=True)
    home.spend(home.ago(29, 18), "out", "A day at the sea, train and lunch", 6_240, "Railway", photo=True)
    home.spend(home.ago(26, 15), "home", "Garden bench", 6_400, "Hill Farm Shop")
    home.spend(home.ago(8, 16), "none", "Weighted blanket", 5_499, "High Street Home", photo=True)
    home.keeps_photo(home.ago(2, 18), "Village Bakery", "Birthday cake for Lena", 1_850)


def _messages(home: Household) -> None:
    home.say(home.day(9, 0, 10), "ruth", "Brightway still sends two people for everything. Jason wants his own team.")
    home.reads(home.day(9, 1, 9), "fatima")
    home.say(home.day(9, 1, 10), "fatima", "Then let us find one. I can help with the first interviews on Tuesday.")
    home.say(home.ago(40, 9), "jason", "I like my team. I want to go to the sea.")
    home.reads(home.ago(39, 9), "fatima")
    home.say(home.ago(39, 10), "fatima", "Good idea, Jason. There is enough for a day at the sea.")
    home.reads(home.ago(38, 18), "jason")
    home.reads(home.ago(38, 19), "ruth")
    home.say(home.ago(9, 20), "ruth", "Kofi was ill for a week. Lena did all his shifts, so she is tired now.")
    home.reads(home.ago(8, 9), "fatima")
    home.say(home.ago(3, 11), "fatima", "Ruth, I cannot find a receipt for the garden bench. Do you still have it?")


def _asked_first(home: Household) -> None:
    """What Ruth asked him before she decided: a question that he answered, and one that waits."""
    sea, tent = Question("Shall we go to the sea?", "out", 6_500), Question("Shall we rent a tent?", "out", 18_000)
    ids: list[str] = []

    def answer(act: Act) -> None:
        wishes.answer(act, ids[0], YES)

    for question, moment in ((sea, home.ago(33, 18)), (tent, home.ago(1, 18))):

        def ask(act: Act, question: Question = question) -> None:
            ids.append(wishes.ask(act, question))

        home.does("ruth", wishes.ASK.name, moment, ask, Permission.SEE_ACTIVITY)
    home.does("jason", wishes.ANSWER.name, home.ago(32, 9), answer, Permission.SEE_ACTIVITY)
