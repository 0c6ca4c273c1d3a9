"""One change of many: a form of what to change, then its course with what failed and why."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from textual.strip import Strip

from tmchat.console.actions.action import Part
from tmchat.console.office import Office
from tmchat.console.render.cells import wrap
from tmchat.console.render.planned import change_lines, sentence_lines, titled
from tmchat.console.render.strips import SPACE, spaces, strip
from tmchat.console.screens.admin.formsheet import FormSheet
from tmchat.console.screens.admin.worksheet import WorkSheet
from tmchat.console.setup.asking import known, many_shape
from tmchat.console.setup.bulk import BulkRun, Came, Many
from tmchat.console.setup.form import SettingsForm
from tmchat.console.setup.planning import change_words, meaning
from tmchat.core.setup.plans import Kind
from tmchat.core.setup.trees import changed
from tmchat.core.text import Clean

_BAR = 30
_AS_IT_IS = "as it is on each"


class ManyFormSheet(FormSheet):
    """What is set here is changed on all of `many`; what is not set stays as it is on each."""

    unset = _AS_IT_IS

    def __init__(self, office: Office, kind: Kind, many: Sequence[Many]) -> None:
        super().__init__(office)
        self._kind = kind
        self._many = many

    def on_mount(self) -> None:
        """Reads what settings may name."""
        self.office.run(self._load())

    def heading(self) -> str:
        """Of how many."""
        return f"Change {counted(self._kind, len(self._many))}: what is set here, on each of them"

    def go_on(self, form: SettingsForm) -> None:
        """The course of it."""
        run = BulkRun(form.changes(), self._many, known(form.lists))
        self.app.push_screen(ManySheet(self.office, self._kind, run), self._ran)

    def _ran(self, done: bool | None) -> None:
        if done:
            self.dismiss(True)

    async def _load(self) -> None:
        lists = await self.office.lists()
        shape = many_shape(self._kind, known(lists))
        self.form = SettingsForm(shape, {}, locked=self.office.why_not(), lists=lists)
        self.redraw()


class ManySheet(WorkSheet[bool]):
    """What changes and on how many, then how far it is; dismissed with whether it was begun."""

    part = Part.MANY

    def __init__(self, office: Office, kind: Kind, run: BulkRun) -> None:
        super().__init__(office)
        self.course = run
        self._kind = kind
        self._top = 0
        self._begun = False
        run.redraw = self.redraw

    def heading(self) -> str:
        """Of how many."""
        return f"Change {counted(self._kind, len(self.course.many))}"

    def move(self, count: int) -> None:
        """Scrolls."""
        self._top = max(0, self._top + count)
        self.redraw()

    def back(self) -> None:
        """Out; asks while it runs."""
        if self.course.running:
            self.confirm("Stop after the one that is under way?", "stop", self._stop)
        else:
            self.dismiss(self._begun)

    def does(self) -> Mapping[str, Callable[[], None]]:
        """Running and stopping."""
        if self.course.running:
            return {"many-stop": self._stop}
        return {"many-run": self._run} if self.course.left() else {"many-run": self.back}

    def body(self, cells: int, height: int) -> list[Strip]:
        """Progress, what failed with its reason, what changes."""
        ink, run = self.office.ink, self.course
        named = [change_words(self._kind, one) for one in run.wishes]
        changes = [replace(one, before=_AS_IT_IS) for one in named]
        lines = titled(ink, "So far", self._progress(cells), cells)
        failed: list[Strip] = []
        for one, why in run.failures():
            head = [(spaces(2), ink.palette.text), (ink.line(one.label), ink.palette.strong)]
            failed.append(strip(ink, cells, head))
            words = Clean(f"{ink.signs.trouble} {ink.line(why)}")
            for piece in wrap(words, max(1, cells - 6)):
                failed.append(
                    strip(ink, cells, [(spaces(4), ink.palette.text), (piece, ink.palette.trouble)])
                )
        lines += titled(ink, f"Failed: {len(run.failures())}", failed, cells)
        lines += titled(ink, "What changes on each", change_lines(ink, changes, cells), cells)
        lines += titled(ink, "What it means", sentence_lines(ink, self._meaning(), cells), cells)
        self._top = max(0, min(self._top, len(lines) - height))
        return lines[self._top : self._top + height]

    def _meaning(self) -> tuple[str, ...]:
        """What it means for one whose texts come to this desk."""
        here = {"sms": {"kind": "webhook", "url": self.office.own_address()}}
        return meaning(here, changed(here, self.course.wishes), self.office.here)

    def _progress(self, cells: int) -> list[Strip]:
        ink, run = self.office.ink, self.course
        total = len(run.many)
        ended = run.count(Came.DONE, Came.SAME, Came.FAILED)
        full = _BAR * ended // max(1, total)
        bar = Clean("[" + "#" * full + "." * (_BAR - full) + "]")
        told = [
            f"{run.count(Came.DONE)} changed",
            f"{run.count(Came.SAME)} as wished already",
            f"{run.count(Came.FAILED)} failed",
            f"{run.count(Came.WAITING)} waiting",
        ]
        head = [
            (SPACE, ink.palette.text),
            (SPACE, ink.palette.text),
            (bar, ink.palette.good),
            (Clean(f" {ended} of {total}"), ink.palette.strong),
        ]
        sentences = [", ".join(told)]
        if not self._begun:
            sentences.append("Nothing was sent yet. Enter begins.")
        elif run.running:
            sentences.append("A failure stops nothing; what failed is listed.")
        elif run.left():
            sentences.append("Enter runs again what is left, and nothing else.")
        else:
            sentences.append("All of it is done.")
        return [strip(ink, cells, head), *sentence_lines(ink, sentences, cells)]

    def _run(self) -> None:
        self._begun = True
        self.office.run(self.course.run(self.office.ask, self.office.order))

    def _stop(self) -> None:
        self.course.stopping = True
        self.say("Stopping after the one that is under way.")


def counted(kind: Kind, count: int) -> str:
    """`1 number`, `37 pools`."""
    return f"{count:,} {kind}{'' if count == 1 else 's'}"
