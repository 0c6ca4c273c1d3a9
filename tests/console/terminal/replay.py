"""`python -m tests.console.terminal.replay`: replays as many random updates as asked for, Textual's
own output beside the console's, and stops at the first screen that differs."""

import sys
from argparse import ArgumentParser
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from random import Random

from rich.color import ColorSystem
from rich.console import Console

from tests.console.terminal.scenes import AGREED, DOUBTFUL, Scene
from tests.console.terminal.seen import Seen, emulator, seen
from tmchat.console.render.steady import steady
from tmchat.console.terminal.compositing import Update
from tmchat.console.terminal.painting import Painting
from tmchat.console.terminal.wall import walled

CONSOLE = Console(color_system="truecolor", force_terminal=True, legacy_windows=False)
SMALL = (38, 9)
TERMINALS: Mapping[str, tuple[dict[str, str], bool]] = {
    "xterm with margins": ({"TERM": "xterm-256color"}, True),
    "xterm": ({"TERM": "xterm-256color"}, False),
    "foot": ({"TERM": "foot"}, False),
    "screen": ({"TERM": "screen"}, False),
    "least": ({"TERM": "of-no-known-kind"}, False),
}
"""Environments, and whether the terminal has answered that it knows margins."""


@dataclass(frozen=True, slots=True)
class Replayed:
    """One step: the size after it, what Textual writes and what the console writes.

    `whole` is Textual's own output for the whole screen where there are doubtful words, `resized`
    whether its size changed.
    """

    columns: int
    rows: int
    textual: str
    ours: str
    whole: str
    resized: bool


def replay(
    seed: int, steps: int, terminal: str, *, doubtful: bool, size: tuple[int, int] = SMALL
) -> Iterator[Replayed]:
    """The steps of the scene with this seed, for one of `TERMINALS`."""
    random = Random(seed)
    scene = Scene(random, *size, (*AGREED, *DOUBTFUL) if doubtful else AGREED)
    environment, margins = TERMINALS[terminal]
    painting = Painting({**environment, "LANG": "C.UTF-8"})
    if margins:
        painting.allow_margins()
    before = scene.size
    for step in range(steps):
        update = scene.step() if step else scene.whole()
        textual = update.render_segments(CONSOLE)
        if random.randrange(40) == 0:
            painting.forget()
        cursor = (random.randrange(scene.size[0]), random.randrange(scene.size[1]))
        painting.take(Update(update, ColorSystem.TRUECOLOR, cursor, random.random() < 0.5))
        # Some updates come while the terminal takes nothing.
        ours = painting.frame().decode() if step % 5 else ""
        whole = steady(walled(scene.whole().render_segments(CONSOLE))) if doubtful else ""
        yield Replayed(*scene.size, walled(textual), ours, whole, scene.size != before)
        before = scene.size


def differences(steps: Iterator[Replayed], *, doubtful: bool) -> Iterator[tuple[int, Seen, Seen]]:
    """Each step after which pyte shows another screen: its number, what should be seen, what is.

    With words that terminals count otherwise, Textual's own output goes astray; then the screen is
    compared with one that Textual paints whole, every cluster in its place.
    """
    mine = theirs = None
    for number, step in enumerate(steps):
        if mine is None or theirs is None or step.resized:
            if mine is None or theirs is None:
                mine, theirs = emulator(step.columns, step.rows), emulator(step.columns, step.rows)
            mine[0].resize(step.rows, step.columns)
            theirs[0].resize(step.rows, step.columns)
        mine[1].feed(step.ours)
        if doubtful:
            if number % 3 or not step.ours:
                continue
            theirs = emulator(step.columns, step.rows)
            theirs[1].feed(step.whole)
        else:
            theirs[1].feed(step.textual)
        if step.ours and seen(mine[0]) != seen(theirs[0]):
            yield number, seen(theirs[0]), seen(mine[0])


def told(number: int, wanted: Seen, got: Seen) -> str:
    """The first cells that differ."""
    found = [
        f"({x}, {y}): {right!r}, not {wrong!r}"
        for y, (one, other) in enumerate(zip(wanted, got, strict=True))
        for x, (right, wrong) in enumerate(zip(one, other, strict=True))
        if right != wrong
    ]
    return f"step {number}: " + "; ".join(found[:5])


def main() -> int:
    """Replays and tells; 1 when a screen differed."""
    parser = ArgumentParser(prog="python -m tests.console.terminal.replay", description=__doc__)
    parser.add_argument("--seeds", type=int, default=100, help="scenes, of 60 steps each")
    parser.add_argument("--from-seed", type=int, default=0)
    given = parser.parse_args()
    for seed in range(given.from_seed, given.from_seed + given.seeds):
        for terminal in TERMINALS:
            for doubtful in (False, True):
                steps = replay(seed, 60, terminal, doubtful=doubtful)
                for difference in differences(steps, doubtful=doubtful):
                    print(f"seed {seed}, {terminal}, doubtful {doubtful}: {told(*difference)}")
                    return 1
    print(f"{given.seeds * len(TERMINALS) * 2 * 60} updates, every screen equal")
    return 0


if __name__ == "__main__":
    sys.exit(main())
