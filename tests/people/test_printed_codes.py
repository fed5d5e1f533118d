"""Codes that are read off paper and typed by hand."""

import math

import pytest

from app.people import printed_codes
from app.people.printed_codes import LENGTH, SIGNS, fresh, grouped, read

CODE = "2F7KM9XT4CQH3WD6NRVG8PJY5"


def test_nobody_guesses_one():
    assert len(set(SIGNS)) == len(SIGNS)
    assert math.log2(len(SIGNS)) * LENGTH >= 112
    assert len({fresh() for _code in range(1000)}) == 1000


def test_no_two_signs_look_alike():
    for one, other in ("0O", "1I", "1L", "IL", "2Z", "5S", "8B", "UV"):
        assert not {one, other} <= set(SIGNS)


def test_it_is_printed_in_groups_and_read_back():
    code = fresh()
    assert len(grouped(code).split("-")) == 5
    assert read(grouped(code)) == code


@pytest.mark.parametrize(
    "typed",
    [
        "2F7KM-9XT4C-QH3WD-6NRVG-8PJY5",
        "2f7km 9xt4c qh3wd 6nrvg 8pjy5",
        " 2F7KM9XT4CQH3WD6NRVG8PJY5\n",
        "ZF7KM-9XT4C-QH3WD-6NRUG-BPJYS",
        "２F7KM-9XT4C-QH3WD-6NRVG-8PJY5",
        "٢F٧KM-٩XT٤C-QH٣WD-٦NRVG-٨PJY٥",
    ],
)
def test_it_is_taken_as_people_type_it(typed):
    assert read(typed) == CODE


@pytest.mark.parametrize("typed", ["", CODE[:-1], CODE + "2", CODE[:-1] + "A", CODE[:-1] + "1", "½" * 25, "x" * 9999])
def test_what_is_no_code_is_none(typed):
    assert read(typed) is None


def test_a_signed_code_is_the_same_each_time_and_another_for_another_thing(app, make_app, sqlite_url):
    with app.app_context():
        code = printed_codes.signed("letter a 0")
        assert read(code) == code == printed_codes.signed("letter a 0")
        assert printed_codes.signed("letter a 1") != code
    other = make_app(sqlite_url)
    other.secret_key = "another key"
    with other.app_context():
        assert printed_codes.signed("letter a 0") != code
