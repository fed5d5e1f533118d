"""Councils and NHS boards that are known by name, from a day on."""

from datetime import date

from app.domain.funders import code_of, known_funders, same_body

TODAY = date(2026, 2, 10)


def test_every_board_and_council_has_a_code_of_its_own_and_a_source():
    known = known_funders(TODAY)
    assert len({funder.code for funder in known}) == len(known)
    assert {funder.stream for funder in known} == {"nhs", "council"}
    assert sum(funder.stream == "nhs" for funder in known) == 42
    assert all(funder.source and funder.name == funder.name.strip() for funder in known)


def test_a_name_is_found_however_it_is_written():
    assert code_of("nhs devon  integrated CARE board", TODAY) == "QJK"
    assert code_of("Westshire Council", TODAY) is None


def test_before_the_list_holds_nobody_is_known():
    assert known_funders(date(2020, 1, 1)) == []


def test_two_records_are_of_one_body_by_its_code_or_its_name():
    assert same_body("E10000014", "Hampshire", "a") == same_body("E10000014", "Hampshire CC", "b")
    assert same_body(None, " Westshire  council", "a") == same_body(None, "Westshire Council", "b")
    assert same_body(None, "", "a") != same_body(None, "", "b")
