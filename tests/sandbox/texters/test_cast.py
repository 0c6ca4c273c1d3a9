"""The day as a whole: who texts when, at which rate, and what replies change."""

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.sandbox.texters.day import START, cast, numbers, opened, play
from tmchat.sandbox.texters import Cast, Said
from tmchat.sandbox.texters.library import scripts
from tmchat.sandbox.texters.words import is_opt_out

REPLIES = (
    "Yes, we can do that for $120.",
    "Let me check.",
    "What time works for you?",
    "May I have your name?",
    "I see. Tell me a bit more, please.",
    "You're all set, see you!",
)


def agent(said: Said) -> str:
    """Answers with one of the replies, chosen by the text itself."""
    return REPLIES[len(said.text) % len(REPLIES)]


def alone(seed: int) -> tuple[Cast, list[Said]]:
    """A cast of one, slow enough to be human, just after its first opening."""
    one = cast(seed=seed, texters=1, rate=0.4)
    said = list(one.due(START))
    return one, said + one.due(START + 7)


def test_a_newcomer_sees_a_text_at_once_and_several_in_a_minute() -> None:
    for seed in range(20):
        texts = list(play(cast(seed=seed), 60))
        first_at, first = texts[0]
        script = opened(first.text)
        assert script is not None
        assert first_at <= 2
        assert script.language == "en"
        assert len(texts) >= 4


def test_the_same_seed_is_the_same_day_and_another_seed_another() -> None:
    first = list(play(cast(seed=4), 1800, agent))
    assert first == list(play(cast(seed=4), 1800, agent))
    assert first != list(play(cast(seed=5), 1800, agent))


@settings(max_examples=25, deadline=None)
@given(st.lists(st.floats(min_value=0.01, max_value=90), min_size=1, max_size=40))
def test_how_often_due_is_asked_changes_nothing(steps: Sequence[float]) -> None:
    patient, restless = cast(), cast()
    patient.due(START)
    seen = restless.due(START)
    now = START
    for step in steps:
        now += step
        seen += restless.due(now)
    assert patient.due(now) == seen


@pytest.mark.parametrize("texters", [4, 12, 200])
@pytest.mark.parametrize("rate", [6.0, 60.0])
@pytest.mark.parametrize("answered", [True, False])
def test_the_rate_is_held_over_an_hour(texters: int, rate: float, answered: bool) -> None:
    day = play(cast(texters=texters, rate=rate), 3600, agent if answered else None, after=0.2)
    per_minute = sum(1 for _ in day) / 60
    assert rate * 0.8 <= per_minute <= rate * 1.2


def test_a_rate_of_nothing_is_silence() -> None:
    silent = cast(rate=0)
    assert silent.next_due() is None
    assert silent.due(START) == []
    silent.heard("3095550123", next(iter(numbers())), "Hello?", START)
    assert silent.due(START + 86_400) == []


def test_no_numbers_or_unknown_trades_are_silence() -> None:
    assert Cast({}, seed=1, texters=5, rate=6).next_due() is None
    assert Cast({"3095550100": "circus"}, seed=1, texters=5, rate=6).due(START) == []


def test_texters_write_to_numbers_of_their_own_trade() -> None:
    trade_of = numbers()
    for _, said in play(cast(), 1800):
        script = opened(said.text)
        if script is not None:
            assert trade_of[said.to] == script.trade
            assert said.attribution == script.attribution


def test_every_script_opens_before_any_is_played_again_and_then_by_somebody_else() -> None:
    day = [(opened(said.text), said) for _, said in play(cast(rate=30), 1200)]
    openings = [(script.id, said) for script, said in day if script is not None]
    once, again = openings[: len(scripts())], openings[len(scripts()) :]
    assert {script_id for script_id, _ in once} == {script.id for script in scripts()}
    assert again
    names = {script.person.name for script in scripts()}
    assert not {said.name for _, said in again} & names


def test_phones_are_unique_and_fictional() -> None:
    people: dict[str, set[str]] = {}
    for _, said in play(cast(texters=500, rate=600), 900):
        people.setdefault(said.phone, set()).add(f"{said.name} {said.city} {said.to}")
    assert len(people) > 1000
    assert all(len(person) == 1 for person in people.values())
    assert all(phone[3:8] == "55501" and len(phone) == 10 for phone in people)


def test_two_texts_of_one_thought_arrive_in_order_a_moment_apart() -> None:
    arrived: dict[str, list[tuple[float, str]]] = {}
    for at, said in play(cast(), 1500):
        arrived.setdefault(said.phone, []).append((at, said.text))
    split = 0
    for conversation in arrived.values():
        script = opened(conversation[0][1])
        assert script is not None
        if len(script.opening) == 2 and len(conversation) >= 2:
            split += 1
            assert conversation[1][1] == script.opening[1]
            assert 0.5 < conversation[1][0] - conversation[0][0] < 5
    assert split >= 5


def test_nobody_goes_on_before_a_reply_except_out_of_impatience() -> None:
    waiting: dict[str, list[str]] = {}
    for _, said in play(cast(), 3600):
        waiting.setdefault(said.phone, []).append(said.text)
    for texts in waiting.values():
        script = opened(texts[0])
        assert script is not None
        planned = (*script.opening, *script.impatient)
        assert tuple(texts[1:]) == planned[1 : len(texts)]
    assert sum(len(texts) > 1 for texts in waiting.values()) > 20


def test_a_reply_is_answered_in_human_time_once() -> None:
    for seed in range(12):
        one, said = alone(seed)
        one.heard(said[0].phone, said[0].to, "I see. Tell me a bit more, please.", START + 10)
        assert one.due(START + 12.9) == []
        answers = one.due(START + 10 + 25 + 4)
        assert answers
        assert answers[0].phone == said[0].phone


def test_numbers_may_be_given_and_heard_in_either_writing() -> None:
    tracked = {f"+1{number}": trade for number, trade in numbers().items()}
    one = Cast(tracked, seed=2, texters=1, rate=0.4)
    one.due(START)
    (said, *_) = one.due(START + 7)
    assert said.to in tracked
    one.heard(f"+1{said.phone}", said.to.removeprefix("+1"), "Tell me more, please.", START + 10)
    assert [each.phone for each in one.due(START + 40)][:1] == [said.phone]


def test_a_reply_puts_impatience_off() -> None:
    one, said = alone(3)
    for third in range(1, 9):
        one.heard(said[0].phone, said[0].to, "One moment, let me check.", START + third * 20)
        impatient = {text for script in scripts() for text in script.impatient}
        assert not {each.text for each in one.due(START + third * 20 + 19)} & impatient


def test_after_an_opt_out_not_a_word() -> None:
    gone: set[str] = set()
    opted_out = 0
    for _, said in play(cast(texters=60, rate=60), 1800, agent, after=90):
        assert said.phone not in gone
        if is_opt_out(said.text):
            gone.add(said.phone)
            opted_out += 1
    assert opted_out >= 5


def test_who_gave_up_still_answers_a_late_reply() -> None:
    day = cast(texters=2, rate=2)
    first = next(iter(play(day, 60)))[1]
    day.due(START + 3600)
    day.heard(first.phone, first.to, "Sorry, are you still there?", START + 3601)
    assert first.phone in {said.phone for said in day.due(START + 3660)}


def test_no_more_converse_than_there_are_texters() -> None:
    # Within half a minute nobody has lost patience, so nobody has made room for another one.
    assert len({said.phone for _, said in play(cast(texters=2, rate=6), 30)}) == 2


def test_a_stranger_s_text_or_one_to_another_number_moves_nobody() -> None:
    one, said = alone(6)
    before = one.next_due()
    one.heard("2125550199", said[0].to, "Hello?", START + 8)
    one.heard(said[0].phone, "2125550198", "Hello?", START + 8)
    assert one.next_due() == before
