"""The sentences of what a holder was asked, and of a month that was gone through with them."""

from datetime import date

from markupsafe import Markup

from app.activity.facts import Fact
from app.web.words import day, name, say


def asked(fact: Fact) -> Markup:
    """A question, in the words of who asked."""
    return say("Asked: %(question)s", question=name(fact.called))


def answered(fact: Fact) -> Markup:
    """What the holder wishes."""
    question = name(fact.called)
    if fact.answer == "yes":
        return say("Answer to “%(question)s”: Yes", question=question)
    if fact.answer == "no":
        return say("Answer to “%(question)s”: No", question=question)
    return say("Answer to “%(question)s”: Not now", question=question)


def told_of_month(fact: Fact) -> Markup:
    """Which month it was."""
    return say("Wrote down that %(month)s was gone through", month=month_words(fact.within))


def month_words(month: str) -> Markup:
    """'March 2026', of 2026-03."""
    return day(date.fromisoformat(f"{month}-01"), pattern="MMMM y")
