"""All texters of a sandbox's day and when each of them texts; no I/O and no clock of its own."""

import heapq
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tmchat.sandbox.texters.chance import pick, shuffled
from tmchat.sandbox.texters.library import scripts
from tmchat.sandbox.texters.pace import Pace
from tmchat.sandbox.texters.people import PhoneBook, national, stranger
from tmchat.sandbox.texters.script import Attribution, Script
from tmchat.sandbox.texters.texter import Texter, Utterance
from tmchat.sandbox.texters.words import is_opt_out

# So many who gave up waiting are remembered, and still answer a late reply.
_REMEMBERED = 5_000


@dataclass(frozen=True, slots=True)
class Said:
    """A text on its way from a texter's phone (10 digits) to a tracking number as `Cast` got it."""

    phone: str
    to: str
    text: str
    media: tuple[str, ...]
    name: str
    city: str
    state: str
    zip_code: str
    attribution: Attribution | None


@dataclass(slots=True, eq=False)
class _Seat:
    """A texter with phone, tracking number and what is planned.

    `turn` changes with every text heard or said, which makes older plans to nag void.
    """

    index: int
    texter: Texter
    phone: str
    to: str
    unsaid: int = 0
    free_at: float = 0.0
    turn: int = 0
    waiting: bool = True

    @property
    def key(self) -> tuple[str, str]:
        return self.phone, national(self.to)

    @property
    def mood(self) -> str:
        return self.texter.script.mood


@dataclass(order=True, slots=True)
class _Plan:
    """At `at` the seat's texter says the utterance or, without one, may lose patience."""

    at: float
    order: int
    seat: _Seat = field(compare=False)
    turn: int = field(compare=False)
    utterance: Utterance | None = field(compare=False)


class Cast:
    """Plays the scripts of the trades whose tracking numbers it is given.

    `numbers` maps tracking numbers (10 digits or +E.164) to trade keys. At most `texters` people
    are in conversation at once, those who come back to a late reply apart; their texts come to
    `rate` a minute on average, openings and answers together. A rate of 0 is a silent cast.
    The day is a function of the seed and of what is heard when; how often `due` is called
    changes nothing.
    """

    def __init__(self, numbers: Mapping[str, str], *, seed: int, texters: int, rate: float) -> None:
        self._seed = seed
        self._texters = texters
        self._lines: dict[str, list[str]] = {}
        for number in sorted(numbers):
            self._lines.setdefault(numbers[number], []).append(number)
        self._scripts = [script for script in scripts() if script.trade in self._lines]
        silent = rate <= 0 or texters <= 0 or not self._scripts
        self._pace = None if silent else Pace(seed=seed, texters=texters, rate=rate)
        self._phones = PhoneBook(seed)
        self._started = False
        self._at = 0.0
        self._opened = 0
        self._plans: list[_Plan] = []
        self._planned = 0
        self._bill: deque[Script] = deque()
        self._seats: dict[tuple[str, str], _Seat] = {}
        self._conversing = 0
        self._gone: dict[tuple[str, str], None] = {}

    def due(self, now: float) -> list[Said]:
        """The texts whose time has come, oldest first; the first call starts the day at `now`."""
        if self._pace is None:
            return []
        if not self._started:
            self._started = True
            self._at = now
            self._pace.start(now)
        said: list[Said] = []
        while (at := self.next_due()) is not None and at <= now:
            self._at = at
            if self._plans and self._plans[0].at <= at:
                said.extend(self._carry_out(self._pace, heapq.heappop(self._plans)))
            else:
                self._open(self._pace)
        return said

    def next_due(self) -> float | None:
        """When `due` has something to do next, epoch seconds; 0 before the day's start.

        None while nothing will happen until somebody replies.
        """
        if self._pace is None:
            return None
        if not self._started:
            return 0.0
        while self._plans and self._is_void(self._plans[0]):
            heapq.heappop(self._plans)
        moments = [plan.at for plan in self._plans[:1]]
        if self._conversing < self._texters:
            moments.append(max(self._at, self._pace.next_opening()))
        return min(moments, default=None)

    def heard(self, phone: str, number: str, text: str, now: float) -> None:
        """A text from a tracking number has reached a phone; phones of nobody are ignored."""
        seat = self._seats.get((national(phone), national(number)))
        if self._pace is None or seat is None or seat.texter.over:
            return
        if not seat.waiting:
            seat.waiting = True
            del self._gone[seat.key]
            self._conversing += 1
        seat.turn += 1
        answer = seat.texter.answer(text, mid_sentence=seat.unsaid > 0)
        if answer:
            key = (seat.index, seat.turn)
            delay = self._pace.answer_delay(answer[0].text, seat.mood, *key)
            self._plan_texts(self._pace, seat, answer, max(now, seat.free_at) + delay)
        elif not seat.unsaid:
            self._plan_patience(self._pace, seat, now)

    def _open(self, pace: Pace) -> None:
        index = self._opened
        self._opened += 1
        if not self._bill:
            self._bill.extend(self._next_bill(index))
        script = self._bill.popleft()
        first_time = index < len(self._scripts)
        person = script.person if first_time else stranger(script.language, self._seed, index)
        seat = _Seat(
            index=index,
            texter=Texter(script, person, self._seed, index),
            phone=self._phones.next(person.area_code),
            to=pick(self._lines[script.trade], self._seed, "tracking number", index),
        )
        self._seats[seat.key] = seat
        self._conversing += 1
        pace.opened(self._at)
        self._plan_texts(pace, seat, seat.texter.opening(), self._at)

    def _next_bill(self, index: int) -> list[Script]:
        bill = shuffled(self._scripts, self._seed, "bill", index)
        if index == 0:
            # A newcomer's first text is in the language of the screen around it.
            english = (place for place, script in enumerate(bill) if script.language == "en")
            bill.insert(0, bill.pop(next(english, 0)))
        return bill

    def _plan_texts(
        self, pace: Pace, seat: _Seat, utterances: Sequence[Utterance], at: float
    ) -> None:
        for place, utterance in enumerate(utterances):
            if place:
                at += pace.next_text_delay(seat.index, seat.turn, place)
            self._plan(at, seat, utterance)
            seat.unsaid += 1
        seat.free_at = at

    def _plan_patience(self, pace: Pace, seat: _Seat, since: float) -> None:
        self._plan(since + pace.patience(seat.mood, seat.index, seat.turn), seat, None)

    def _plan(self, at: float, seat: _Seat, utterance: Utterance | None) -> None:
        self._planned += 1
        heapq.heappush(self._plans, _Plan(at, self._planned, seat, seat.turn, utterance))

    def _is_void(self, plan: _Plan) -> bool:
        seat = plan.seat
        has_left = self._seats.get(seat.key) is not seat
        return has_left or (plan.utterance is None and plan.turn != seat.turn)

    def _carry_out(self, pace: Pace, plan: _Plan) -> list[Said]:
        seat = plan.seat
        if plan.utterance is None:
            nagging = seat.texter.nag()
            if nagging:
                self._plan_texts(pace, seat, nagging, plan.at)
            else:
                self._give_up(seat)
            return []
        pace.said()
        seat.unsaid -= 1
        seat.turn += 1
        if is_opt_out(plan.utterance.text):
            self._leave(seat)
        elif not seat.unsaid:
            if seat.texter.over:
                self._leave(seat)
            else:
                self._plan_patience(pace, seat, plan.at)
        return [self._said(seat, plan.utterance)]

    def _leave(self, seat: _Seat) -> None:
        del self._seats[seat.key]
        self._conversing -= 1

    def _give_up(self, seat: _Seat) -> None:
        seat.waiting = False
        self._conversing -= 1
        self._gone[seat.key] = None
        if len(self._gone) > _REMEMBERED:
            longest_gone = next(iter(self._gone))
            del self._gone[longest_gone]
            del self._seats[longest_gone]

    @staticmethod
    def _said(seat: _Seat, utterance: Utterance) -> Said:
        person = seat.texter.person
        return Said(
            phone=seat.phone,
            to=seat.to,
            text=utterance.text,
            media=utterance.media,
            name=person.name,
            city=person.city,
            state=person.state,
            zip_code=person.zip_code,
            attribution=seat.texter.script.attribution,
        )
