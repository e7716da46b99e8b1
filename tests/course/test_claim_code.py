"""Claim codes as they are spelled, and as people type them."""

import pytest

from bot.course import claim_code

CODE = "7K3M-PQ2X-9TBC-04W1"
LETTERS = "7K3MPQ2X9TBC04W1"


def test_a_code_says_all_its_bits_in_letters_that_cannot_be_mistaken() -> None:
    assert claim_code.BITS >= 60
    assert not set("ILOU") & set(claim_code.ALPHABET)
    assert claim_code.spelled(0) == "0000-0000-0000-0000"
    assert claim_code.spelled(2**claim_code.BITS - 1) == "ZZZZ-ZZZZ-ZZZZ-ZZZZ"
    assert claim_code.spelled(1 << 75) == "1000-0000-0000-0000"
    assert len({claim_code.spelled(1 << place) for place in range(claim_code.BITS)}) == claim_code.BITS


@pytest.mark.parametrize(
    "typed",
    [CODE, CODE.lower(), LETTERS, "7K3M PQ2X 9TBC 04W1", "7k3m–pq2x—9tbc‑o4wi", "“7K3M-PQ2X-9TBC-O4WL”.", "`7K3M-PQ2X-\u00ad9TBC-04W1`"],
)  # fmt: skip
def test_what_people_type_for_a_code_is_that_code(typed: str) -> None:
    assert claim_code.read(typed) == LETTERS


@pytest.mark.parametrize("typed", ["", CODE[:-1], CODE + "2", "7K3M-PQ2X-9TBC-04WU", "7K3M-PQ2X-9TBC-04Wé", "🙂" * 16])
def test_what_is_no_code_is_none(typed: str) -> None:
    assert claim_code.read(typed) is None
    assert not claim_code.is_in_groups(typed)


def test_only_what_stands_in_groups_is_a_code_without_being_called_one() -> None:
    assert claim_code.is_in_groups(f" {CODE.lower()}. ")
    assert not claim_code.is_in_groups("characterization")
