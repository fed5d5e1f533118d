"""Ask a holder first, keep what they answer, and tie it to what it came to be about. Nothing of it is ever removed."""

from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.domain.authority import Role
from app.domain.books import NONE
from app.persistence.act import Act
from app.persistence.commit import NotAllowed, Then
from app.persistence.tables import Wish
from app.persistence.tables.base import new_id
from app.persistence.waiting import is_open_wish
from app.persistence.wishes import is_there
from app.web.door import AlreadyDecided, Change, change
from app.web.forms import ChangeForm
from app.web.words import plainly
from app.wishes.forms import USUAL_PICTURE, Answer, AskFirst, ToldAnswer

TO_ANSWER = "wish_to_answer"


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, in the asker's words. `source` names what it is about."""

    words: str
    picture: str = USUAL_PICTURE
    amount_pence: int | None = None
    source: str = NONE


def ask(act: Act, question: Question) -> str:
    """Ask the holder; the id of the question. Only who acts for them asks: raises NotAllowed."""
    if not act.authority.represents:
        raise NotAllowed
    wish_id = new_id()
    act.write(
        Wish(
            id=wish_id, n=0, step="asked", asker_id=act.authority.person_id, picture=question.picture,
            amount_pence=question.amount_pence, answer=None, source=question.source,
        )
    )  # fmt: skip
    act.say(question=question.words)
    act.wait_for(TO_ANSWER, 1)
    act.tell(act.pot.holder_id, TO_ANSWER)
    return wish_id


def answer(act: Act, wish_id: str, wished: str) -> None:
    """The holder says what they wish, or says it anew. Raises AlreadyDecided for a question that was taken back."""
    if act.authority.role is not Role.HOLDER:
        raise NotAllowed
    before = last_told(act, wish_id)
    if before.step == "taken_back":
        raise AlreadyDecided(_("This question was taken back. Nobody waits for an answer."))
    _again(act, before, "answered", answer=wished)
    act.tell(before.asker_id, "wish_answered")


def write_down(act: Act, wish_id: str, wished: str, how: str = "") -> None:
    """Who asked writes down what the holder answered them. What the holder said here themselves stands."""
    before = last_told(act, wish_id)
    if before.asker_id != act.authority.person_id or not act.authority.represents:
        raise NotAllowed
    if not is_open_wish(before.step, before.answer):
        raise AlreadyDecided(_("%(name)s did this on %(when)s") % plainly(*_by_whom(act, before)))
    _again(act, before, "told", answer=wished)
    act.say(how=how)
    act.tell(act.pot.holder_id, "wish_told")


def take_back(act: Act, wish_id: str) -> None:
    """Who asked needs no answer any more: as long as there is none."""
    before = last_told(act, wish_id)
    if before.asker_id != act.authority.person_id:
        raise NotAllowed
    if not is_open_wish(before.step, before.answer):
        raise AlreadyDecided(_("%(name)s did this on %(when)s") % plainly(*_by_whom(act, before)))
    _again(act, before, "taken_back")


def tie(act: Act, wish_id: str, source: str) -> None:
    """This is what the question was about: what was wished is shown beside it. An unknown id ties nothing."""
    try:
        before = last_told(act, wish_id)
    except LookupError:
        return
    if before.source == NONE and before.step != "taken_back":
        _again(act, before, "tied", source=source)


def last_told(act: Act, wish_id: str) -> Wish:
    """The question as it stands. Raises LookupError when this pot has none of this id."""
    return act.last_told(Wish, wish_id)


def _again(act: Act, before: Wish, step: str, answer: str | None = None, source: str | None = None) -> None:
    """A further row of the same question."""
    row = Wish(
        id=before.id, n=before.n + 1, step=step, asker_id=before.asker_id, picture=before.picture,
        amount_pence=before.amount_pence, answer=answer or before.answer, source=source or before.source,
    )  # fmt: skip
    was, now_is = is_open_wish(before.step, before.answer), is_open_wish(row.step, row.answer)
    act.wait_for(TO_ANSWER, now_is - was)
    act.write(row)


def _by_whom(act: Act, before: Wish) -> tuple[str, datetime]:
    return act.by_whom(before.change_id)


def _ask(act: Act, form: AskFirst) -> Then:
    about = form.about.data or NONE
    question = Question(
        words=form.question.data,
        picture=form.picture.data or USUAL_PICTURE,
        amount_pence=form.amount.data,
        source=about if is_there(act.session, act.pot.id, about) else NONE,
    )
    return _then(ask(act, question))


def _answer(act: Act, form: Answer, wish_id: str) -> Then:
    answer(act, wish_id, form.answer.data)
    return _then(wish_id)


def _write_down(act: Act, form: ToldAnswer, wish_id: str) -> Then:
    write_down(act, wish_id, form.answer.data, form.how.data)
    return _then(wish_id)


def _take_back(act: Act, _form: ChangeForm, wish_id: str) -> Then:
    take_back(act, wish_id)
    return _then(wish_id)


def _then(wish_id: str) -> Then:
    return Then("wishes.one", {"wish_id": wish_id})


ASK = change(Change("wish asked", _l("Asked. The answer comes here."), _ask, undo="wishes.take_back"))
ANSWER = change(Change("wish answered", _l("Your answer is kept."), _answer, waits=True))
WRITE_DOWN = change(Change("wish written down", _l("Kept, with your name beside it."), _write_down))
TAKE_BACK = change(Change("wish taken back", _l("Taken back. Nobody waits for an answer."), _take_back))
