"""The books of one pot, open for one change: entries in, totals kept beside them."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import BindParameter, CursorResult, Executable, bindparam, func, select

from app.domain.books import NONE, AccountKey, Movements, check_balanced, reversal
from app.domain.split import DatedSplit, share_out, share_towards_exact, standing_split
from app.domain.year import BudgetYear
from app.persistence import chain
from app.persistence.splits import dated, splits_of, taken_under
from app.persistence.tables import Account, Balance, Base, Commitment, Entry, PlanLineSplit, Posting
from app.persistence.tables.base import OPEN_ENDED, new_id
from app.persistence.totals import ASIDE_KEY, Totals

if TYPE_CHECKING:
    from app.persistence.act import Act

REVERSED = " reversed"


class NothingStands(LookupError):
    """There is no standing entry of this source and kind to reverse."""


class AlreadyStands(ValueError):
    """An entry of this source and kind stands already: it would be counted twice."""


@dataclass(frozen=True, slots=True)
class Standing:
    """An entry that has not been reversed."""

    attempt: int
    happened_on: date
    split_id: str | None
    movements: Movements


@dataclass
class Books:
    """Collects postings; nothing reaches the database before the change is sealed."""

    act: "Act"
    _entries: list[Entry] = field(default_factory=list)
    _movements: list[Movements] = field(default_factory=list)
    _commitments: list[Commitment] = field(default_factory=list)
    _totals: Totals = field(default_factory=Totals)
    _account_ids: dict[AccountKey, str] = field(default_factory=dict)
    _counts: dict[str, Counter[str]] = field(default_factory=dict)
    _splits: dict[str, list[DatedSplit]] = field(default_factory=dict)

    def post(
        self,
        kind: str,
        source: str,
        happened_on: date,
        movements: Mapping[AccountKey, int],
        split_id: str | None = None,
    ) -> None:
        """Post one entry. Raises OutOfBalance, or AlreadyStands where one of this kind stands."""
        check_balanced(movements)
        counts = self._count_of(source)
        attempt = counts[kind + REVERSED]
        if counts[kind] > attempt:
            raise AlreadyStands(source, kind)
        self._add(kind, source, Standing(attempt, happened_on, split_id, dict(movements)))

    def reverse(self, source: str, kind: str) -> Standing:
        """Take the standing entry back exactly, on its own day. Raises NothingStands."""
        standing = self.standing(source, kind)
        if standing is None:
            raise NothingStands(source, kind)
        back = Standing(
            standing.attempt,
            standing.happened_on,
            standing.split_id,
            reversal(standing.movements),
        )
        self._add(kind + REVERSED, source, back)
        return standing

    def standing(self, source: str, kind: str) -> Standing | None:
        """The entry of this source and kind that has not been reversed."""
        attempt = self._count_of(source)[kind + REVERSED]
        for entry, movements in self.posted():
            if (entry.source, entry.kind, entry.attempt) == (source, kind, attempt):
                return Standing(attempt, entry.happened_on, entry.split_id, movements)
        found = self._ask(_ENTRY, source=source, kind=kind, attempt=attempt).first()
        if found is None:
            return None
        return Standing(attempt, found.happened_on, found.split_id, self._movements_of(found.id))

    def share(self, plan_line_id: str, day: date, amount_pence: int) -> tuple[str, dict[str, int]]:
        """The split of the day on this line, and the shares that bring its totals to exact."""
        split = self.split_on(plan_line_id, day)
        taken = Counter(taken_under(self.act.session, split.id))
        for (moved_split, contribution), amount in self._totals.taken.items():
            if moved_split == split.id:
                taken[contribution] += amount
        return split.id, share_towards_exact(amount_pence, split.parts, taken)

    def splits(self, plan_line_id: str) -> list[DatedSplit]:
        """Every split of the line, those that this very change agrees among them."""
        if plan_line_id not in self._splits:
            self._splits[plan_line_id] = splits_of(self.act.session, self.act.pot.id, plan_line_id)
        seq = self.act.pot.version + 1
        agreed_now = (row for row in self.act.written(PlanLineSplit) if row.plan_line_id == plan_line_id)
        return self._splits[plan_line_id] + dated(
            (row.id, row.from_on, row.contribution_id, row.parts, seq) for row in agreed_now
        )

    def posted(self) -> Iterator[tuple[Entry, Movements]]:
        """The entries that this change has posted so far, with what they move."""
        return zip(self._entries, self._movements, strict=True)

    def balances_in(self, budget_year: int, *kinds: str) -> Counter[AccountKey]:
        """The balances of these kinds in a year, with what this change has posted so far."""
        rows = self._ask(_BALANCES, budget_year=budget_year, kinds=kinds)
        sums = Counter({_key_of(row): row.amount_pence for row in rows})
        for key, amount_pence in self._totals.balances.items():
            if key.budget_year == budget_year and key.kind in kinds:
                sums[key] += amount_pence
        return sums

    def set_aside(
        self,
        source: str,
        year: BudgetYear,
        plan_line_id: str,
        shares: Mapping[str, int],
        counts_until: date = OPEN_ENDED,
    ) -> None:
        """Promise money away before it is owed, already split, until a day."""
        for contribution, amount_pence in shares.items():
            if amount_pence:
                self._commit(
                    source=source, budget_year=year.number, contribution_id=contribution,
                    plan_line_id=plan_line_id, amount_pence=amount_pence,
                    counts_until=counts_until,
                )  # fmt: skip

    def set_aside_by_split(
        self, source: str, year: BudgetYear, plan_line_id: str, day: date, amount_pence: int
    ) -> None:
        """Promise a sum away by the split of the day (largest remainder); `none` has no split."""
        shares = {NONE: amount_pence}
        if plan_line_id != NONE:
            shares = share_out(amount_pence, self.split_on(plan_line_id, day).parts)
        self.set_aside(source, year, plan_line_id, shares)

    def release(self, source: str) -> None:
        """Take back whatever is set aside for this source."""
        rows = self._ask(_SET_ASIDE, source=source)
        sums = Counter({tuple(key): int(amount_pence) for *key, amount_pence in rows})
        for row in self._commitments:
            if row.source == source:
                sums[row.budget_year, row.contribution_id, row.plan_line_id, row.counts_until] += row.amount_pence
        for key, amount_pence in sums.items():
            if amount_pence:
                self._commit(source=source, amount_pence=-amount_pence, **dict(zip(ASIDE_KEY, key, strict=True)))

    def close(self) -> tuple[list[Base], list[str]]:
        """The rows of all that was posted, and their canonical text for the change's digest."""
        accounts = self._open_accounts()
        postings, told = self._postings()
        told += [chain.canonical_account(chain.columns_of(row)) for row in accounts]
        told += [chain.canonical_row(row) for row in (*self._entries, *self._commitments)]
        return [*accounts, *self._entries, *postings, *self._commitments], told

    def keep_totals(self) -> None:
        """Move the running totals, once the rows are written."""
        self._totals.keep(self.act.connection, self.act.pot.id, self._account_ids)

    def _add(self, kind: str, source: str, what: Standing) -> None:
        entry = Entry(
            id=new_id(), pot_id=self.act.pot.id, change_id=self.act.id, kind=kind, source=source,
            attempt=what.attempt, happened_on=what.happened_on, split_id=what.split_id,
        )  # fmt: skip
        self._entries.append(entry)
        self._movements.append(what.movements)
        self._count_of(source)[kind] += 1
        self._totals.add_entry(entry, what.movements)

    def split_on(self, plan_line_id: str, day: date) -> DatedSplit:
        """The split that stands on the day. Raises LookupError for a line without one."""
        split = standing_split(self.splits(plan_line_id), day)
        if split is None:
            raise LookupError(plan_line_id)
        return split

    def _commit(self, **values: object) -> None:
        row = Commitment(id=new_id(), pot_id=self.act.pot.id, change_id=self.act.id, **values)
        self._commitments.append(row)
        self._totals.add_commitment(row)

    def _ask(self, statement: Executable, **given: object) -> CursorResult[*tuple[Any, ...]]:
        return self.act.connection.execute(statement, {"pot_id": self.act.pot.id, **given})

    def _count_of(self, source: str) -> Counter[str]:
        """How many entries of each kind this source has."""
        if source not in self._counts:
            self._counts[source] = Counter(dict(self._ask(_COUNTS, source=source).all()))
        return self._counts[source]

    def _movements_of(self, entry_id: str) -> Movements:
        return {_key_of(row): row.amount_pence for row in self._ask(_MOVEMENTS, entry_id=entry_id)}

    def _open_accounts(self) -> list[Account]:
        """Accounts for keys that have none yet; every id is known afterwards."""
        wanted = {key for movements in self._movements for key in movements}
        if not wanted:
            return []
        kinds, lines = {key.kind for key in wanted}, {key.plan_line_id for key in wanted}
        known = self._ask(_ACCOUNTS, kinds=sorted(kinds), lines=sorted(lines))
        self._account_ids = {_key_of(row): row.id for row in known}
        return [self._account(key) for key in sorted(wanted - self._account_ids.keys())]

    def _account(self, key: AccountKey) -> Account:
        account = Account(
            id=new_id(), pot_id=self.act.pot.id, change_id=self.act.id,
            budget_year=key.budget_year, kind=key.kind, contribution_id=key.contribution_id,
            plan_line_id=key.plan_line_id,
        )  # fmt: skip
        self._account_ids[key] = account.id
        return account

    def _postings(self) -> tuple[list[Posting], list[str]]:
        postings, told = [], []
        for entry, movements in self.posted():
            for key, amount_pence in sorted(movements.items()):
                posting = Posting(
                    id=new_id(), pot_id=self.act.pot.id, entry_id=entry.id,
                    account_id=self._account_ids[key], amount_pence=amount_pence,
                )  # fmt: skip
                postings.append(posting)
                told.append(chain.canonical_posting(chain.columns_of(posting), key))
        return postings, told


def _key_of(row: Any) -> AccountKey:  # noqa: ANN401 - a row that has these columns
    return AccountKey(row.budget_year, row.kind, row.contribution_id, row.plan_line_id)


_ASIDE = tuple(getattr(Commitment, name) for name in ASIDE_KEY)
_KEY = (Account.budget_year, Account.kind, Account.contribution_id, Account.plan_line_id)
_OF_POT: BindParameter[str] = bindparam("pot_id")
_OF_SOURCE = Entry.pot_id == _OF_POT, Entry.source == bindparam("source")
_IN_KINDS = Account.pot_id == _OF_POT, Account.kind.in_(bindparam("kinds", expanding=True))
_COUNTS = select(Entry.kind, func.count()).where(*_OF_SOURCE).group_by(Entry.kind)
_ENTRY = select(Entry.id, Entry.happened_on, Entry.split_id).where(
    *_OF_SOURCE, Entry.kind == bindparam("kind"), Entry.attempt == bindparam("attempt")
)
_MOVEMENTS = (
    select(*_KEY, Posting.amount_pence)
    .join(Account, Account.id == Posting.account_id)
    .where(Account.pot_id == _OF_POT, Posting.entry_id == bindparam("entry_id"))
)
_BALANCES = (
    select(*_KEY, Balance.amount_pence)
    .join(Account, Account.id == Balance.account_id)
    .where(*_IN_KINDS, Account.budget_year == bindparam("budget_year"))
)
_SET_ASIDE = (
    select(*_ASIDE, func.sum(Commitment.amount_pence))
    .where(Commitment.pot_id == _OF_POT, Commitment.source == bindparam("source"))
    .group_by(*_ASIDE)
)
_ACCOUNTS = select(Account.id, *_KEY).where(*_IN_KINDS, Account.plan_line_id.in_(bindparam("lines", expanding=True)))
