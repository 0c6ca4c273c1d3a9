"""Kills a real hub under load again and again, then compares what three parties wrote down; the
comparison's rules are `invariants`'."""

import asyncio
import resource
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random

from tests.e2e.servers import SANDBOX_TOKEN
from tests.torture.books import Books
from tests.torture.disk import books_of, open_replies, sighting, waiting_pushes
from tests.torture.invariants import findings
from tests.torture.load import CANARY, Texters, TortureAgent
from tests.torture.processes import Carrier, Victim, servers
from tests.waiting import until
from tmchat.hub.store.crashpoints import STEPS

QUIET = 60.0
"""Seconds in which all pushes and replies under way must have come to an end."""
ROLES = {"ana": "agent", "ben": "agent", "sue": "supervisor"}
FAULTS = (
    ("push", "duplicate", 0.15, 0.0),
    ("push", "reorder", 0.15, 0.3),
    ("reply", "429", 0.05, 1.0),
    ("reply", "500-before", 0.05, 0.0),
    ("reply", "500-after", 0.05, 0.0),
    ("reply", "hang-after", 0.03, 3.0),
    ("reply", "reset-after", 0.05, 0.0),
    ("lookup", "500-before", 0.2, 0.0),
    ("lookup", "lag", 1.0, 0.8),
)
"""What strikes, which share of the pushes or replies, for how many seconds."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How long and hard to try. Ends once `kills`, `texts` and `replies` are reached, or after
    `seconds`; `pause` is the mean between two texts and between two commands of an agent.

    Where `batch` is more than one, so many texts are sent at once and go into one push, and kills
    and replies are spread evenly over the texts.
    """

    carrier: Carrier
    seed: int
    kills: int
    texts: int
    replies: int = 0
    seconds: float = 60.0
    texters: int = 40
    pause: float = 0.02
    batch: int = 1


@dataclass(slots=True)
class Result:
    """What was done and what was found."""

    plan: Plan
    kills: Counter[str] = field(default_factory=Counter)
    books: Books = field(default_factory=lambda: Books(()))
    findings: list[str] = field(default_factory=list)
    seconds: float = 0.0

    def figures(self) -> Counter[str]:
        """What can be added up over several tries, by name and in the order of a table."""
        pushes, disk = self.books.pushes, self.books.disk
        outbox = disk.outbox if disk else ()
        states = Counter(f"  {row.state.value}" for row in outbox)
        return Counter(
            {
                "seconds": round(self.seconds),
                "kills": self.kills.total(),
                **{f"  {step}": count for step, count in sorted(self.kills.items())},
                "texts sent": len(pushes),
                "  answered 2xx": sum(one.accepted for one in pushes),
                "events": len(self.books.events),
                "replies queued": len(outbox),
                **dict(sorted(states.items())),
                "replies received": len(self.books.received),
                "commands granted": len(self.books.told),
                "findings": len(self.findings),
            }
        )

    def table(self) -> Iterator[str]:
        """The result, a line a figure."""
        yield f"carrier                       {self.plan.carrier.name}"
        yield f"seed                          {self.plan.seed}"
        yield from lines(self.figures())
        yield from self.findings[:20]


def lines(figures: Counter[str]) -> Iterator[str]:
    """The figures, and what follows from them; memory is the most that any process ever had."""
    for name, count in figures.items():
        yield f"{name:<30}{count}"
    seconds = max(figures["seconds"], 1)
    yield f"texts a second                {figures['texts sent'] / seconds:.0f}"
    yield f"kills a minute                {60 * figures['kills'] / seconds:.0f}"
    for who, name in ((resource.RUSAGE_SELF, "checker"), (resource.RUSAGE_CHILDREN, "servers")):
        kilobytes = resource.getrusage(who).ru_maxrss
        yield f"{'peak memory, ' + name:<30}{kilobytes // 1024} MB"


def torture(plan: Plan) -> Result:
    """Carries out `plan` in a folder that is gone afterwards."""
    with (
        tempfile.TemporaryDirectory() as name,
        servers(Path(name), plan.carrier, batch=min(plan.batch, 50)) as parts,
    ):
        return asyncio.run(_Torture(plan, *parts).run())


class _Torture:
    """One plan being carried out."""

    def __init__(self, plan: Plan, hub: Victim, sandbox: str, sandbox_books: Path) -> None:
        self._plan = plan
        self._hub = hub
        self._sandbox = sandbox
        self._sandbox_books = sandbox_books
        self._random = Random(plan.seed)
        self._result = Result(plan)
        self._sightings: list[tuple[int, int]] = []
        self._texters = Texters(sandbox, Random(self._random.random()), plan.texters)
        self._ending = False

    async def run(self) -> Result:
        """Starts the load, kills, lets all come to rest, compares."""
        begun = time.monotonic()
        texters = self._texters
        agents = [self._agent(name, role) for name, role in ROLES.items()]
        following = [asyncio.create_task(agent.follow()) for agent in agents]
        plan, books = self._plan, self._sandbox_books
        texting = texters.run(
            plan.texts, plan.pause, batch=plan.batch, backlog=lambda: waiting_pushes(books)
        )
        answering = [agent.work(lambda: self._ending, plan.pause, self._quota) for agent in agents]
        works = [asyncio.create_task(work) for work in (texting, *answering)]
        try:
            for fault in FAULTS:
                await texters.fault(*fault)
            await self._kill_again_and_again(agents, works[0])
            self._ending = True
            await texters.no_more_faults()
            works[0].cancel()
            await asyncio.gather(*works[1:])
            await self._rest(agents)
        finally:
            for task in (*works, *following):
                task.cancel()
            await asyncio.gather(*works, *following, return_exceptions=True)
            await texters.close()
            for agent in agents:
                await agent.close()
        self._hub.stop()
        self._compare(agents)
        self._result.seconds = time.monotonic() - begun
        return self._result

    def _agent(self, name: str, role: str) -> TortureAgent:
        token = self._hub.add_agent(name, role)
        return TortureAgent(name, self._hub.agents, token, Random(self._random.random()))

    async def _kill_again_and_again(
        self, agents: list[TortureAgent], texting: asyncio.Task[None]
    ) -> None:
        """Kills as often as planned, then lets the hub live until the load is done."""
        plan, done = self._plan, self._result.kills
        ends = time.monotonic() + plan.seconds
        for step in self._ends():
            if time.monotonic() >= ends:
                break
            done[await asyncio.to_thread(self._live_and_die, step, ends)] += 1
            seen = self._sightings[-1][0] if self._sightings else 0
            self._sightings.append(sighting(self._hub.database, seen))
        self._hub.start()
        await asyncio.to_thread(self._hub.ready)

        def loaded() -> bool:
            replies = sum(agent.replies for agent in agents)
            done = texting.done() and replies >= plan.replies
            return done or time.monotonic() >= ends

        await until(loaded, plan.seconds + QUIET)
        if texting.done():
            texting.result()

    def _ends(self) -> list[str]:
        """How the hub ends each time: every step once, then by chance (empty) or at some step."""
        steps = [step for step in STEPS if self._plan.carrier.passes(step)]
        ends = steps[: self._plan.kills]
        while len(ends) < self._plan.kills:
            ends.append(self._random.choice(["", self._random.choice(steps)]))
        self._random.shuffle(ends)
        return ends

    def _quota(self) -> float:
        """How many replies an agent may have sent by now."""
        if self._plan.batch == 1:
            return float("inf")
        share = self._texters.sent / self._plan.texts
        return 1 + share * self._plan.replies / len(ROLES)

    def _live_and_die(self, step: str, ends: float) -> str:
        """One life of the hub: it ends at the step, or by chance; which of them it was."""
        if step:
            self._hub.start(f"{step}:{self._random.randint(1, 4)}")
            if self._hub.dies_within(4.0):
                return step
        else:
            self._hub.start()
            self._hub.dies_within(self._random.uniform(0.2, 2.5))
            while not self._texts_are_due() and time.monotonic() < ends:
                self._hub.dies_within(0.05)
        self._hub.kill()
        return "at random"

    def _texts_are_due(self) -> bool:
        """Whether so many texts were sent that the next kill is due."""
        plan = self._plan
        due = plan.texts * self._result.kills.total() / plan.kills if plan.batch > 1 else 0
        return self._texters.sent >= due

    async def _rest(self, agents: list[TortureAgent]) -> None:
        """Waits until nothing is under way and every console is level."""

        def quiet() -> bool:
            lookup = bool(self._plan.carrier.lookup)
            # In this order: what a reply still under way leads to are pushes.
            if open_replies(self._hub.database, lookup=lookup):
                return False
            if waiting_pushes(self._sandbox_books):
                return False
            head, _ = sighting(self._hub.database, agents[0].head)
            return all(agent.head == head for agent in agents)

        await until(quiet, QUIET)
        # A receipt that overtook its answer is read a moment after the answer is on disk.
        await asyncio.sleep(0.5)
        await until(quiet, QUIET)

    def _compare(self, agents: list[TortureAgent]) -> None:
        self._result.books = replace(
            books_of(self._hub.database, self._sandbox_books),
            told=tuple(one for agent in agents for one in agent.told),
            followed=tuple(one for agent in agents for one in agent.followed),
            sightings=tuple(self._sightings),
            logs=tuple(self._hub.logs()),
            canaries=(
                CANARY,
                SANDBOX_TOKEN,
                *(agent.token for agent in agents),
                *self._texters.phones,
                *self._texters.numbers,
            ),
        )
        self._result.findings = findings(self._result.books)
