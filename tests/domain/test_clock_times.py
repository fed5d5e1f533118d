"""Times of day as people type them."""

from contextlib import suppress
from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.clock_times import NotATime, NoTimeTyped, as_typed, time_from_typed


@pytest.mark.parametrize(
    "typed",
    [
        "22:00", "22.00", "22,00", "22 00", "2200", "22", "22h", "22h00", "10pm", "10 pm", "10PM", "10p", "10.00 pm",
        "10:00pm", "1000pm", "10 p.m.", "10 p. m.", "10 p.", "22.", "10  \t pm",
        "22:00 pm", " 22:00 ", "٢٢:٠٠", "२२:००", "１０pm", "10 yh", "\u200f22:00",
    ],
)  # fmt: skip
def test_ten_at_night_is_read_however_it_is_typed(typed: str):
    assert time_from_typed(typed) == time(22)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("9", time(9)),
        ("09", time(9)),
        ("9am", time(9)),
        ("9 a.", time(9)),
        ("13 pm", time(13)),
        ("23:59 pm", time(23, 59)),
        ("9 yb", time(9)),
        ("0930", time(9, 30)),
        ("930", time(9, 30)),
        ("9.30pm", time(21, 30)),
        ("12am", time(0)),
        ("12:30 am", time(0, 30)),
        ("12pm", time(12)),
        ("12", time(12)),
        ("0:00", time(0)),
        ("00", time(0)),
        ("1:05 am", time(1, 5)),
        ("23:59", time(23, 59)),
    ],
)
def test_other_times_are_read(typed: str, read: time):
    assert time_from_typed(typed) == read


@pytest.mark.parametrize(
    "typed",
    [
        "24:00", "25", "10:60", "13am", "22 am", "0 pm", "24 pm", "ten", "10:5", "10:000", "-1", "10-12", "10 xm",
        "10:00:00", "²", "1e1", "10 pm tomorrow", "pm", "9" * 100_000,
    ],
)  # fmt: skip
def test_what_is_no_time_is_refused(typed: str):
    with pytest.raises(NotATime):
        time_from_typed(typed)


@pytest.mark.parametrize("typed", ["", " ", "\u200e"])
def test_nothing_typed_is_told_apart(typed: str):
    with pytest.raises(NoTimeTyped):
        time_from_typed(typed)


@pytest.mark.parametrize(
    ("at", "shown"),
    [
        (time(0), "12 am"), (time(0, 5), "12:05 am"), (time(9), "9 am"), (time(11, 59), "11:59 am"),
        (time(12), "12 pm"), (time(13, 30), "1:30 pm"), (time(22), "10 pm"),
    ],
)  # fmt: skip
def test_a_time_is_shown_as_a_person_would_type_it(at: time, shown: str):
    assert as_typed(at) == shown


@given(st.integers(0, 23), st.integers(0, 59))
def test_what_is_shown_is_read_back(hour: int, minute: int):
    assert time_from_typed(as_typed(time(hour, minute))) == time(hour, minute)


@given(st.text(max_size=20))
def test_any_text_is_a_time_or_refused(typed: str):
    with suppress(NotATime):
        assert isinstance(time_from_typed(typed), time)
