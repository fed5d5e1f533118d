"""Rules as dated data: what the law lets a funder charge for."""

import json
from datetime import date, timedelta

import pytest

from app.domain.rules import (
    REFERENCE,
    NotChargeable,
    UnknownBasis,
    check_client_contribution,
    legal_bases,
    legal_basis,
)

TODAY = date(2026, 2, 10)
FREE = (
    "continuing_healthcare", "joint_package", "s117", "s117_council", "wheelchair", "childrens_continuing_care",
    "ehc_section_j",
)  # fmt: skip


@pytest.mark.parametrize("code", FREE)
def test_care_that_the_law_keeps_free_is_never_charged_for(code):
    with pytest.raises(NotChargeable) as refused:
        check_client_contribution(code, 1, TODAY)
    assert refused.value.basis.code == code
    assert refused.value.basis.source


@pytest.mark.parametrize("code", FREE)
def test_a_contribution_of_nothing_is_no_charge(code):
    check_client_contribution(code, 0, TODAY)


@pytest.mark.parametrize("code", ["care_act", "children_act", "carer"])
def test_the_councils_share_may_be_charged_for(code):
    check_client_contribution(code, 50_00, TODAY)


def test_the_care_act_is_the_law_from_its_first_day():
    check_client_contribution("care_act", 50_00, date(2015, 4, 1))
    with pytest.raises(UnknownBasis):
        check_client_contribution("care_act", 50_00, date(2015, 3, 31))


def test_an_unknown_basis_is_refused_even_when_nothing_is_charged():
    with pytest.raises(UnknownBasis):
        check_client_contribution("goodwill", 0, TODAY)


def test_each_basis_is_the_law_on_its_first_day_and_not_the_day_before():
    for basis in legal_bases():
        assert basis.stands(basis.valid_from)
        assert not basis.stands(basis.valid_from - timedelta(days=1))


def test_no_two_rows_of_one_basis_are_the_law_on_one_day():
    by_code: dict[str, list] = {}
    for basis in legal_bases():
        by_code.setdefault(basis.code, []).append(basis)
    for rows in by_code.values():
        assert sum(row.stands(TODAY) for row in rows) == 1


def test_all_nhs_money_is_free_and_of_a_known_stream():
    for basis in legal_bases():
        assert basis.stream in {"nhs", "council", "education"}
        assert not (basis.stream == "nhs" and basis.chargeable)


def test_the_codes_fit_their_column_and_each_row_names_its_source():
    rows = json.loads((REFERENCE / "legal_bases.json").read_text(encoding="utf-8"))
    assert all(row["source"] and len(row["code"]) <= 30 for row in rows)


def test_the_basis_that_stands_is_found():
    assert legal_basis("s117", TODAY).stream == "nhs"
    assert legal_basis("s117_council", TODAY).stream == "council"
