"""People who play a script again, and their phone numbers."""

import pytest

from tmchat.sandbox.texters.people import PhoneBook, languages, national, stranger


def test_the_same_stranger_for_the_same_seed_and_index() -> None:
    assert stranger("es", 1, 80) == stranger("es", 1, 80)
    assert len({stranger("en", 1, index).name for index in range(100)}) > 50


def test_there_is_a_stranger_in_every_language() -> None:
    assert all(" " in stranger(language, 3, 5).name for language in languages())


def test_fictional_phones_come_first_and_no_phone_twice() -> None:
    book = PhoneBook(seed=1)
    phones = [book.next("309") for _ in range(9_899)]
    assert len(set(phones)) == len(phones)
    assert all(phone.startswith("30955501") for phone in phones[:100])
    assert "3095551212" not in phones


def test_phones_of_forty_thousand_strangers_are_fictional_and_unique() -> None:
    book = PhoneBook(seed=1)
    phones = {book.next(stranger("en", 1, index).area_code) for index in range(40_000)}
    assert len(phones) == 40_000
    assert {phone[3:8] for phone in phones} == {"55501"}


@pytest.mark.parametrize(
    "number", ["3095550123", "+13095550123", "13095550123", "(309) 555-0123", "+1 309 555 0123"]
)
def test_a_north_american_number_is_known_in_every_writing(number: str) -> None:
    assert national(number) == "3095550123"


def test_an_international_number_keeps_its_country_code() -> None:
    assert national("+442079460123") == "442079460123"
