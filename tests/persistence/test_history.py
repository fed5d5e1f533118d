"""Any history of changes leaves the books sound: a plain model beside them tells what must come out."""

import os
from collections import Counter
from datetime import timedelta
from fractions import Fraction
from itertools import count

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from app.domain import books
from app.domain.books import joined
from app.domain.split import share_back, standing_split
from app.persistence.figures import figures_in
from app.persistence.paying import money_accounts, payment
from app.persistence.resplit import put_right
from app.persistence.splits import splits_of
from app.persistence.tables import Account, Aside, Balance, Commitment, Entry, Posting, SplitTaken, WeekTotal
from app.persistence.verify import verify_pot
from app.persistence.year_end import carry_over
from tests.factories import TODAY, YEAR, make_pot, write_split

LONG = os.environ.get("ONEPOT_LONG") == "1"
HELD = {"nhs": "direct_payment", "council": "direct_payment", "agency": "individual_service_fund"}
LINES = {"support": {"nhs": 2, "council": 1}, "therapy": {"nhs": 1, "council": 1, "agency": 1}}

AMOUNT = st.integers(1, 50_000)
DAY = st.integers(0, 120).map(lambda n: TODAY - timedelta(days=n))
LINE, FUNDER, WHICH = st.sampled_from(sorted(LINES)), st.sampled_from(sorted(HELD)), st.integers(0, 20)
PARTS = st.fixed_dictionaries(dict.fromkeys(HELD, st.integers(0, 5))).filter(lambda parts: sum(parts.values()) > 0)

STEPS = st.one_of(
    st.tuples(st.just("promise"), FUNDER, st.integers(-20_000, 500_000)),
    st.tuples(st.just("receive"), FUNDER, AMOUNT),
    st.tuples(st.just("pay"), LINE, DAY, AMOUNT),
    st.tuples(st.just("pay"), LINE, DAY, AMOUNT),
    st.tuples(st.just("take_out"), WHICH),
    st.tuples(st.just("put_back"), WHICH),
    st.tuples(st.just("refund"), WHICH, AMOUNT),
    st.tuples(st.just("approve"), LINE, DAY, AMOUNT),
    st.tuples(st.just("pay_owed"), WHICH),
    st.tuples(st.just("outside"), DAY, AMOUNT),
    st.tuples(st.just("agree"), WHICH, LINE),
    st.tuples(st.just("set_aside"), LINE, AMOUNT),
    st.tuples(st.just("release"), WHICH),
    st.tuples(st.just("give_back"), FUNDER, AMOUNT),
    st.tuples(
        st.just("carry"),
    ),
    st.tuples(st.just("resplit"), LINE, DAY, PARTS),
)


class Household:
    """Does each step through the one transaction, and reckons beside it what the figures must be."""

    def __init__(self, engine):
        self.pot = make_pot(engine, contributions=HELD, lines=LINES)
        self.numbers = count()
        self.sums = Counter()
        self.paid, self.out, self.owed, self.nobodys, self.aside = {}, {}, {}, {}, {}

    def do(self, step):
        name, *rest = step
        getattr(self, name)(*rest)

    def source(self, what):
        return f"{what} {next(self.numbers)}"

    @staticmethod
    def one_of(things, which):
        return sorted(things)[which % len(things)] if things else None

    def promise(self, funder, amount):
        movements = books.promised(1, self.pot.contributions[funder], amount)
        self.pot.do(lambda act: act.books.post("promised", self.source("promise"), TODAY, movements))
        self.sums["due"] += amount

    def receive(self, funder, amount):
        movements = books.received(1, self.pot.contributions[funder], amount, HELD[funder])
        self.pot.do(lambda act: act.books.post("received", self.source("receipt"), TODAY, movements))
        self.sums.update(due=-amount, received=amount)

    def _book(self, source, line, day, amount):
        def decide(act):
            movements, split_id = payment(act, self.pot.lines[line], day, amount)
            act.books.post("paid", source, day, movements, split_id)

        self.pot.do(decide)
        self.sums["spent"] += amount

    def pay(self, line, day, amount):
        source = self.source("payment")
        self._book(source, line, day, amount)
        self.paid[source] = (line, day, amount, Counter())

    def take_out(self, which):
        standing = {source for source, (*_, returned) in self.paid.items() if not returned}
        source = self.one_of(standing, which)
        if source:
            self.pot.do(lambda act: act.books.reverse(source, "paid"))
            self.out[source] = self.paid.pop(source)
            self.sums["spent"] -= self.out[source][2]

    def put_back(self, which):
        source = self.one_of(self.out, which)
        if source:
            line, day, amount, returned = self.out.pop(source)
            self._book(source, line, day, amount)
            self.paid[source] = (line, day, amount, returned)

    def refund(self, which, amount):
        source = self.one_of(self.paid, which)
        if not source:
            return
        line, day, whole, returned = self.paid[source]
        amount = min(amount, whole - returned.total())

        def decide(act):
            standing = act.books.standing(source, "paid")
            bore = books.shares_of(standing.movements.items(), "used")
            shares = share_back(amount, bore, returned)
            money = money_accounts(act, shares)
            movements = joined(
                *(books.refunded(1, {c: pence}, self.pot.lines[line], money[c]) for c, pence in shares.items())
            )
            act.books.post("refunded", self.source(source), day, movements, standing.split_id)
            returned.update(shares)

        if amount:
            self.pot.do(decide)
            self.sums["spent"] -= amount

    def approve(self, line, day, amount):
        source = self.source("shift")

        def decide(act):
            split_id, shares = act.books.share(self.pot.lines[line], day, amount)
            act.books.post("approved", source, day, books.approved(1, shares, self.pot.lines[line]), split_id)

        self.pot.do(decide)
        self.owed[source] = (line, amount)
        self.sums["owed"] += amount

    def pay_owed(self, which):
        source = self.one_of(self.owed, which)
        if not source:
            return
        line, amount = self.owed.pop(source)

        def decide(act):
            booked = books.shares_of(act.books.standing(source, "approved").movements.items(), "used")
            money = money_accounts(act, booked)
            movements = joined(
                *(books.owed_paid(1, {c: p}, self.pot.lines[line], money=money[c]) for c, p in booked.items())
            )
            act.books.post("owed paid", source, TODAY, movements)

        self.pot.do(decide)
        self.sums.update(owed=-amount, spent=amount)

    def outside(self, day, amount):
        source, movements = self.source("outside"), books.paid_outside_plan(1, amount)
        self.pot.do(lambda act: act.books.post("paid", source, day, movements))
        self.nobodys[source] = (day, amount)
        self.sums["spent"] += amount

    def agree(self, which, line):
        source = self.one_of(self.nobodys, which)
        if not source:
            return
        day, amount = self.nobodys.pop(source)

        def decide(act):
            split_id, shares = act.books.share(self.pot.lines[line], day, amount)
            movements = books.agreed(1, shares, self.pot.lines[line], money_accounts(act, shares))
            act.books.post("agreed", source, day, movements, split_id)

        self.pot.do(decide)

    def set_aside(self, line, amount):
        source = self.source("rota")
        self.pot.do(lambda act: act.books.set_aside_by_split(source, YEAR, self.pot.lines[line], TODAY, amount))
        self.aside[source] = amount
        self.sums["set_aside"] += amount

    def release(self, which):
        source = self.one_of(self.aside, which)
        if source:
            self.pot.do(lambda act: act.books.release(source))
            self.sums["set_aside"] -= self.aside.pop(source)

    def give_back(self, funder, amount):
        kind = books.money_account(HELD[funder])
        movements = books.given_back(1, self.pot.contributions[funder], amount, kind)
        self.pot.do(lambda act: act.books.post("given back", self.source("given"), TODAY, movements))
        self.sums["given_back"] += amount

    def carry(self):
        self.pot.do(lambda act: carry_over(act, *act.years))
        sums = self.sums
        sums["brought_forward"] = sums["given_back"] + sums["spent"] - sums["received"]

    def resplit(self, line, day, parts):
        self.pot.do(lambda act: write_split(act, self.pot.lines[line], day, self.pot.parts(**parts)))


def whole_of(figures):
    whole = figures.whole
    return {
        "brought_forward": whole.brought_forward_pence, "received": whole.received_pence, "due": whole.due_pence,
        "given_back": whole.given_back_pence, "spent": whole.spent_pence, "owed": whole.owed_pence,
        "set_aside": whole.set_aside_pence,
    }  # fmt: skip


def off_by(session, pot, line_id):
    """How far each contribution is from exact, for each split of a line: from its entries alone."""
    splits = splits_of(session, pot.id, line_id)
    borne, of = {}, (Entry.happened_on, Account.contribution_id, Posting.amount_pence)
    rows = session.execute(
        select(*of)
        .join(Posting, Posting.entry_id == Entry.id)
        .join(Account, Account.id == Posting.account_id)
        .where(Account.kind == "used", Account.plan_line_id == line_id)
    )
    for day, contribution, pence in rows:
        split = standing_split(splits, day)
        borne.setdefault(split.id, (split.parts, Counter()))[1][contribution] += pence
    for parts, taken in borne.values():
        whole = sum(parts.values())
        for name in {*parts, *taken}:
            yield (
                len([part for part in parts.values() if part]),
                abs(Fraction(taken.total() * parts.get(name, 0), whole) - taken[name]),
            )


def recounted(session, pot_id):
    """Each total kept beside the rows, and what its rows come to: added up here, by other code."""
    balances, weeks, taken, asides = Counter(), Counter(), Counter(), Counter()
    rows = session.execute(
        select(Posting, Entry, Account)
        .join(Entry, Entry.id == Posting.entry_id)
        .join(Account, Account.id == Posting.account_id)
        .where(Posting.pot_id == pot_id)
    )
    for posting, entry, account in rows:
        balances[account.id] += posting.amount_pence
        if account.kind in {"used", "not_agreed"}:
            monday = entry.happened_on - timedelta(days=entry.happened_on.weekday())
            weeks[monday, account.kind, account.plan_line_id] += posting.amount_pence
        if account.kind == "used" and entry.split_id:
            taken[entry.split_id, account.contribution_id] += posting.amount_pence
    for row in session.execute(select(Commitment).where(Commitment.pot_id == pot_id)).scalars():
        asides[row.budget_year, row.contribution_id, row.plan_line_id, row.counts_until] += row.amount_pence
    return (
        (Balance, balances, lambda row: row.account_id),
        (WeekTotal, weeks, lambda row: (row.week, row.kind, row.plan_line_id)),
        (SplitTaken, taken, lambda row: (row.split_id, row.contribution_id)),
        (Aside, asides, lambda row: (row.budget_year, row.contribution_id, row.plan_line_id, row.counts_until)),
    )


def assert_totals_are_kept(session, pot_id):
    for table, counted, key in recounted(session, pot_id):
        kept = session.execute(select(table).where(table.pot_id == pot_id)).scalars()
        amounts = {key(row): row.taken_pence if table is SplitTaken else row.amount_pence for row in kept}
        assert amounts == counted, table.__tablename__


@settings(
    max_examples=200 if LONG else 12,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(STEPS, min_size=4, max_size=25))
def test_any_history_leaves_the_books_sound(engine, history):
    household = Household(engine)
    pot = household.pot
    for step in history:
        household.do(step)
    for line in pot.lines.values():
        pot.do(lambda act, line=line: put_right(act, line))
    with pot.session() as session:
        verify_pot(session, pot.id)
        assert_totals_are_kept(session, pot.id)
        old = figures_in(session, pot.id, YEAR, TODAY)
        new = figures_in(session, pot.id, type(YEAR)(2, YEAR.ends_on, YEAR.ends_on), TODAY)
        assert whole_of(old) == dict.fromkeys(whole_of(old), 0) | household.sums
        assert new.whole.left_to_spend_pence == -household.sums["brought_forward"]
        assert old.whole.left_to_spend_pence == sum(part.left_to_spend_pence for part in old.parts.values())
        for line in pot.lines.values():
            for funders, off in off_by(session, pot, line):
                assert off <= Fraction(1, 2) if funders <= 2 else off < 1
