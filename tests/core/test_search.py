"""Tests that a filter finds the conversations that mention its words; views have their own."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from tmchat.core.records import Conversation, TrackingNumber
from tmchat.core.search import Search
from tmchat.core.views import mentions, search_words

SHOP = "+12245550121"
words = st.sampled_from(["", "Sam", "blue", "Peoria", "ß", "ana", "Front Desk", "555"])
conversations = st.builds(
    Conversation,
    id=st.integers(1, 4),
    texter=st.just("+19055550128"),
    number=st.sampled_from([SHOP, "+13125550144"]),
    name=words,
    place=words,
    last_line=words,
    holder=words,
)


@given(st.lists(conversations), st.lists(words, max_size=3).map(" ".join), words.filter(bool))
def test_a_search_finds_what_mentions_its_words(
    all_of_them: list[Conversation], query: str, name: str
) -> None:
    search = Search()
    search.look_for(query, {SHOP: TrackingNumber(SHOP, name=name)})
    for one in all_of_them:
        wanted = mentions(one, search_words(query), name if one.number == SHOP else "")
        assert search.found([one]) == ({one.id} if wanted else set())


def test_a_conversation_that_changed_is_looked_at_anew() -> None:
    search = Search()
    search.look_for("blue", {})
    before = Conversation(1, "+19055550128", SHOP, last_line="red")
    assert not search.found([before])
    assert search.found([replace(before, last_line="blue")]) == {1}


def test_a_number_that_was_renamed_is_found_by_its_other_name() -> None:
    search = Search()
    one = Conversation(1, "+19055550128", SHOP)
    search.look_for("flyer", {SHOP: TrackingNumber(SHOP, name="Front Desk")})
    assert not search.found([one])
    search.look_for("flyer", {SHOP: TrackingNumber(SHOP, name="Flyer, spring")})
    assert search.found([one]) == {1}
