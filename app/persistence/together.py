"""Several small questions of a page asked together: the way to the database is gone once, whatever there is to read.

Their rows have little in common, so they come back in one wide row: each column in the first place of its type.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import Any, Generic, TypeVar, overload

from sqlalchemy import (
    BigInteger,
    Boolean,
    CompoundSelect,
    Date,
    FromClause,
    Integer,
    Select,
    String,
    cast,
    func,
    literal,
    null,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from app.persistence.tables.base import Instant

A = TypeVar("A")
B = TypeVar("B")
C = TypeVar("C")
D = TypeVar("D")
E = TypeVar("E")
F = TypeVar("F")

KINDS: tuple[Any, ...] = (Boolean, Integer, String, Date, Instant)  # of columns
Place = tuple[Any, int]  # a kind, and the how-manieth column of it


@dataclass(frozen=True, slots=True, eq=False)
class Wanted(Generic[A]):
    """Rows to be read: what is made of the columns of each, in which order they come, and how many at most.

    Made once, when the service starts: what is known only later, like the pot, is a `bindparam` of the rows.
    """

    rows: Select[*tuple[Any, ...]]
    made: Callable[..., A]
    order: Sequence[Any] = ()
    most: int | None = None

    def read(self, session: Session, **given: object) -> list[A]:
        """Ask for them alone."""
        return [self.made(*row) for row in session.execute(_alone(self), given)]


@overload
def together(session: Session, a: Wanted[A], b: Wanted[B], /, **given: object) -> tuple[list[A], list[B]]: ...
@overload
def together(
    session: Session, a: Wanted[A], b: Wanted[B], c: Wanted[C], /, **given: object
) -> tuple[list[A], list[B], list[C]]: ...
@overload
def together(
    session: Session, a: Wanted[A], b: Wanted[B], c: Wanted[C], d: Wanted[D], /, **given: object
) -> tuple[list[A], list[B], list[C], list[D]]: ...
@overload
def together(
    session: Session, a: Wanted[A], b: Wanted[B], c: Wanted[C], d: Wanted[D], e: Wanted[E], /, **given: object
) -> tuple[list[A], list[B], list[C], list[D], list[E]]: ...
@overload
def together(
    session: Session,
    a: Wanted[A],
    b: Wanted[B],
    c: Wanted[C],
    d: Wanted[D],
    e: Wanted[E],
    f: Wanted[F],
    /,
    **given: object,
) -> tuple[list[A], list[B], list[C], list[D], list[E], list[F]]: ...
def together(session: Session, /, *wanted: Wanted[Any], **given: object) -> tuple[list[Any], ...]:
    """Ask for all of them in one query; the answer to each in its order."""
    statement, positions = _union(wanted)
    answers: tuple[list[Any], ...] = tuple([] for _one in wanted)
    for row in session.execute(statement, given):
        number = row[0]
        answers[number].append(wanted[number].made(*(row[at] for at in positions[number])))
    return answers


@cache
def _alone(wanted: Wanted[Any]) -> Select[*tuple[Any, ...]]:
    return wanted.rows.order_by(*wanted.order).limit(wanted.most)


@cache
def _union(wanted: tuple[Wanted[Any], ...]) -> tuple[CompoundSelect[*tuple[Any, ...]], list[list[int]]]:
    """The one query, and where the columns of each of them are in its rows."""
    tables = [_in_order(one) for one in wanted]
    taken = [_places(list(table.c)[1:]) for table in tables]
    places = list(dict.fromkeys(chain.from_iterable(taken)))
    arms = [_arm(number, table, taken[number], places) for number, table in enumerate(tables)]
    positions = [[2 + places.index(place) for place in each] for each in taken]
    return union_all(*arms).order_by("number", "nth"), positions


def _in_order(wanted: Wanted[Any]) -> FromClause:
    """The rows as a table, each with its place in the order before its columns: a union keeps no order."""
    nth = func.row_number().over(order_by=wanted.order or None).label("nth")
    columns = wanted.rows.selected_columns
    found = wanted.rows.with_only_columns(nth, *columns, maintain_column_froms=True)
    return (found if wanted.most is None else found.order_by(*wanted.order).limit(wanted.most)).subquery()


def _places(columns: Sequence[Any]) -> list[Place]:
    kinds = [next(kind for kind in KINDS if isinstance(column.type, kind)) for column in columns]
    return [(kind, kinds[:at].count(kind)) for at, kind in enumerate(kinds)]


def _arm(number: int, table: FromClause, taken: list[Place], places: list[Place]) -> Select[*tuple[Any, ...]]:
    columns = dict(zip(taken, list(table.c)[1:], strict=True))
    return select(literal(number).label("number"), table.c.nth, *(_in_place(place, columns) for place in places))


def _in_place(place: Place, columns: dict[Place, Any]) -> Any:  # noqa: ANN401 - a column
    kind, nth = place
    label = f"{kind.__name__}_{nth}"
    if kind is Integer:  # PostgreSQL adds whole numbers up to numbers with a fraction
        return cast(columns.get(place, null()), BigInteger).label(label)
    # SQLite keeps days as text, which a cast to a day would cut down to its year.
    return (columns[place] if place in columns else cast(null(), kind)).label(label)
