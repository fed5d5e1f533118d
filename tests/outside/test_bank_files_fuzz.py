"""Whatever the bytes, a bank's file is read or refused: nothing else happens."""

import os
from collections import Counter

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from app.domain.statement import identity
from app.outside.bank_files import UnreadableStatement, read_statement
from tests.outside.bank_samples import BANKS, sample

LONG = os.environ.get("ONEPOT_LONG") == "1"
fuzz = settings(
    max_examples=100_000 if LONG else 100, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow]
)

nasty = st.sampled_from(
    [b"\0", b'"', b",", b"\n", b"\r", b"-", b".", b"'", b"9" * 30, b"\xff\xfe", b"\xa3", b"\xef\xbb\xbf", b"31/02/2026"]
)


@st.composite
def mutated_samples(draw):
    """A sample with a few of its pieces cut out, doubled or overwritten."""
    content = sample(draw(st.sampled_from(BANKS)))
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(content)))
        end = min(len(content), start + draw(st.integers(0, 40)))
        piece = draw(st.one_of(nasty, st.binary(max_size=8), st.just(content[start:end] * 2)))
        content = content[:start] + piece + content[end:]
    return content


def read_or_refused(content: bytes) -> None:
    """Any other exception than the refusal fails the test; what is read adds up."""
    try:
        statement = read_statement(content)
    except UnreadableStatement as refused:
        assert str(refused)  # noqa: PT017 - it may also be read
        return
    rows = statement.rows
    assert rows
    assert statement.sum_pence == sum(row.amount_pence for row in rows)
    assert [row.booked_on for row in rows] == sorted(row.booked_on for row in rows)
    assert Counter(identity(row, "a") for row in rows).most_common(1)[0][1] == 1


@fuzz
@given(st.one_of(st.binary(max_size=300), st.text(max_size=200).map(lambda text: text.encode("utf-16"))))
@example(b"\xff\xfe\x00\x00")
@example(b"\xff\xfe\x00\xd8")
@example(b"'")
def test_any_bytes_are_read_or_refused(content):
    read_or_refused(content)


@fuzz
@given(mutated_samples())
def test_damaged_samples_are_read_or_refused(content):
    read_or_refused(content)
