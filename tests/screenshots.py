"""`python -m tests.screenshots` draws the README's pictures; the desk they show is `scene`'s."""

import asyncio
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from tests.console.account import with_account
from tests.console.memoryhub import MemoryHub
from tests.console.scene import scene
from tests.console.screens.stage import Stage, stage

FOLDER = Path(__file__).parent.parent / "screenshots"


@dataclass(frozen=True)
class Picture:
    """A screen: its size, theme, the keys that lead to it and words that show it is there."""

    name: str
    keys: tuple[str, ...]
    until: str
    size: tuple[int, int] = (120, 36)
    theme: str = "dark"
    offline: bool = False


DOWN = ("down",)
PICTURES = (
    Picture("desk", ("3", "enter", "r", *"We are open until 6, see you then!"), "34/160 · GSM-7"),
    Picture("by-number", ("3", "b"), "by number"),
    Picture("take-over", ("3", "down", "down", "enter", "t"), "Take it over"),
    Picture("numbers", ("number_sign", "down"), "on this desk"),
    Picture("settings", ("number_sign", "enter", *DOWN * 5, "x"), "needs a text", (100, 34)),
    Picture(
        "plan",
        ("number_sign", "down", "enter", *DOWN * 3, "enter", "end", "enter", "p"),
        "What it means",
        (100, 26),
    ),
    Picture("menu", ("number_sign", "enter", *DOWN * 12, "enter"), "Key-press menu", (80, 24)),
    Picture("calls", ("number_sign", "4"), "Jean Côté", (100, 20)),
    Picture("panel", ("3", "enter", "p", "p", "p"), "Guards"),
    Picture("help", ("question_mark",), "In the list"),
    Picture("opted-out", ("3", "end", "enter"), "Opted out"),
    Picture("offline", ("enter",), "Offline", offline=True),
    Picture("small", ("enter",), "old ones", (80, 24)),
    Picture("narrow", ("enter",), "old ones", (60, 20)),
    Picture("light", ("3", "enter"), "old ones", theme="light"),
    Picture("contrast", ("3", "enter"), "old ones", theme="contrast"),
    Picture("ansi", ("3", "enter"), "old ones", theme="ansi"),
    Picture("mono", ("3", "enter"), "old ones", theme="mono"),
)

_KEYS = {" ": "space", ",": "comma", "!": "exclamation_mark"}


def pictured() -> MemoryHub:
    """The scene with an account behind it."""
    hub = scene()
    with_account(hub)
    return hub


async def pose(picture: Picture, desk: Stage) -> None:
    """Presses the keys of `picture` and waits until it is there."""
    await desk.shows("Sam Reed")
    for key in picture.keys:
        await desk.press(_KEYS.get(key, key))
        if key == "enter":
            await desk.until(lambda: not desk.app.desk.openings.current or desk.app.desk.seen() > 0)
    if picture.offline:
        desk.hub.cut()
    await desk.shows(picture.until)
    await desk.until(lambda: not desk.app.desk.dirty)
    await desk.pilot.pause()


async def draw(picture: Picture, hub: MemoryHub, drafts: Path) -> str:
    """The picture as SVG."""
    async with stage(hub, drafts, size=picture.size, theme=picture.theme) as desk:
        await pose(picture, desk)
        return desk.app.export_screenshot(title="tmchat")


def main() -> int:
    """Draws every picture."""
    FOLDER.mkdir(exist_ok=True)
    for picture in PICTURES:
        with tempfile.TemporaryDirectory() as drafts:
            svg = asyncio.run(draw(picture, pictured(), Path(drafts)))
        (FOLDER / f"{picture.name}.svg").write_text(svg, encoding="utf-8")
        print(f"screenshots/{picture.name}.svg")
    return 0


if __name__ == "__main__":
    sys.exit(main())
