"""Tom: 18 this year; the use of his left side came back on the family farm, with NHS money.

His father had parental responsibility until the birthday. It ended by itself, and Tom asked him to help.
"""

from datetime import date, timedelta

from app.demo.stage import Stage, london
from app.demo.year import NHS, Household, award
from app.domain.authority import Role
from app.domain.instalments import Frequency, days_due
from app.domain.register import OF_AGE, ends_with_childhood
from app.domain.year import add_months, london_day, year_from

EACH = 120_000  # every four weeks from the birthday
LINES = ("physio", "hand", "farm", "equipment")


def tom(stage: Stage, people: dict[str, str]) -> None:
    """His year: less help from season to season."""
    home = Household(stage, people, "tom")
    born_on = add_months(home.starts_on + timedelta(weeks=stage.weeks // 4), -12 * OF_AGE)
    birthday = london_day(ends_with_childhood(born_on))
    home.begin()
    home.join("jim", Role.PARENT, born_on=born_on)
    home.join("helen", Role.PROFESSIONAL, by="jim")
    home.join("fatima", Role.BROKER, go_to=True, by="jim")
    _money(home, birthday)
    home.join("david", Role.REVIEWER, pays="adult", by="jim")
    home.line("physio", "Physio at home", 560_000, {"child": 1}, by="jim")
    home.line("hand", "Hand therapy", 150_000, {"child": 1}, by="jim")
    home.line("farm", "Rehabilitation on the farm", 480_000, {"child": 1}, by="jim")
    home.line("equipment", "Equipment for home and farm", 260_000, {"child": 1}, by="jim")
    home.kept_by("jim", home.day(0, 0, 6))
    _comes_of_age(home, birthday)
    home.instalments_come({("adult", 3): 8})
    for number in range(stage.weeks + 1):
        _a_week(home, number)
    _things(home)
    _messages(home)
    home.play()


def _money(home: Household, birthday: date) -> None:
    """Continuing care is another law before the 18th birthday than after it."""
    start = home.starts_on
    child = award(NHS, "childrens_continuing_care", 480_000, Frequency.ONCE, start, reference="CCC 0072")
    home.promise("child", child, by="jim")
    times = len(list(days_due(Frequency.FOUR_WEEKLY, birthday, year_from(start).ends_on)))
    adult = award(NHS, "continuing_healthcare", EACH * times, Frequency.FOUR_WEEKLY, birthday, reference="PHB 000502")
    home.promise("adult", adult, by="jim")


def _comes_of_age(home: Household, birthday: date) -> None:
    """From the birthday on he decides himself, and the adults' money pays."""
    morning = london(birthday, 7)
    home.kept_by("tom", morning)
    for line in LINES:
        home.shares(morning, "tom", line, birthday, {"adult": 1})
    home.joins(morning + timedelta(days=2, hours=3), "jim", Role.HELPER)


def _a_week(home: Household, number: int) -> None:
    third = 3 * number // (home.stage.weeks + 1)  # of the year
    visits = 6 - 2 * third
    if number % 2:
        home.spend(home.day(number, 4, 13), "physio", f"Physio, {visits} visits", 5_200 * visits, "Hill Physio")
    elif third < 2:
        home.spend(home.day(number, 0, 17), "farm", "Rehabilitation worker, four mornings", 28_000, "Rural Rehab")
    if number % 3 == 0:
        home.spend(home.day(number, 2, 16), "hand", "Hand therapy", 5_800, "Hill Physio")


def _things(home: Household) -> None:
    home.spend(home.day(1, 1, 10), "equipment", "Bed rail and bath seat", 14_900, "Ability Shop", photo=True)
    home.spend(home.day(5, 3, 10), "equipment", "Ramp to the milking parlour", 38_000, "Dyer Joinery", photo=True)
    home.spend(home.day(18, 3, 10), "equipment", "Steering knob for the tractor", 4_800, "Farm Supplies")
    home.spend(home.day(24, 2, 11), "equipment", "Gate latches for one hand", 9_600, "Farm Supplies", by="jim")
    home.spend(home.day(38, 2, 11), "equipment", "Throttle moved to the right, quad bike", 14_000, "Hill Motors")
    home.spend(home.ago(10, 15), "none", "Work gloves with grip", 2_250, "Farm Supplies", photo=True)
    home.keeps_photo(home.ago(1, 17), "Farm Supplies", "Non-slip mats", 3_780)


def _messages(home: Household) -> None:
    home.say(home.ago(70, 20), "tom", "I did the whole milking on Friday. Eight months before they said I would.")
    home.reads(home.ago(69, 8), "fatima")
    home.say(home.ago(69, 9), "fatima", "That is wonderful, Tom. Shall we plan for less physio from now on?")
    home.reads(home.ago(69, 21), "tom")
    home.reads(home.ago(68, 21), "jim")
    home.say(home.ago(6, 20), "tom", "Money is left over for the year. Can it pay for a tractor driving course?")
