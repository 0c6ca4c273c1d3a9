"""What the sheets of administration reach: desk, hub, terminal; what they draw is their own."""

from collections.abc import Callable, Coroutine
from datetime import datetime
from typing import TYPE_CHECKING, Any

from tmchat.console.clipboard import Copy
from tmchat.console.desk import Desk
from tmchat.console.render.ink import Ink
from tmchat.console.setup.values import Lists
from tmchat.core.commands import ChangeSetup, Command, Outcome, Refused
from tmchat.core.decide import asked
from tmchat.core.questions import AccountPart, AccountParts, PartsTold, Question, Told
from tmchat.core.setup.plans import Kind, Plan, Target

if TYPE_CHECKING:
    from tmchat.console.actions.table import Keymap
    from tmchat.console.work import Work

_STARTING = Refused("starting", "Still starting; try again in a moment.")


class Office:
    """One console's way to the account. `copy` hands a text to the clipboard, `new_ref` makes the
    reference by which the hub knows an order again."""

    def __init__(
        self,
        desk: Desk,
        keymap: "Keymap",
        ink: Ink,
        *,
        local: Callable[[int], datetime],
        copy: Copy,
        new_ref: Callable[[], str],
    ) -> None:
        self.desk = desk
        self.key_table = keymap
        self.ink = ink
        self.local = local
        self.copy = copy
        self.new_ref = new_ref
        self.work: Work | None = None
        self.only_number = ""
        """A tracking number to which the table of calls is to be narrowed when it is shown next."""
        self.refused = ""
        """Why the parts of the account are not told, as the hub said last."""
        self._parts: PartsTold | None = None

    async def ask(self, question: Question) -> Told:
        """The hub's answer, or why it is not told; never raises."""
        refusal = asked(question, self.desk.agent)
        if refusal is not None:
            return refusal
        return await self.work.inquire(question) if self.work is not None else _STARTING

    async def order(self, command: Command) -> Outcome:
        """What became of a command; never raises."""
        refusal = self.desk.foresee(command)
        if refusal is not None:
            return refusal
        return await self.work.order(command) if self.work is not None else _STARTING

    def run(self, work: Coroutine[Any, Any, None]) -> None:
        """Does `work` beside the screen, until the console ends."""
        if self.work is None:
            work.close()
        else:
            self.work.run(work)

    async def lists(self, *, again: bool = False) -> Lists:
        """What settings refer to, as far as the hub tells. Its part is kept once it is told."""
        if self._parts is None or again:
            told = await self.ask(AccountParts())
            self._parts = told if isinstance(told, PartsTold) else self._parts
            self.refused = told.sentence if isinstance(told, Refused) else ""
        groups = sorted(self.desk.inbox.groups.values(), key=lambda one: one.name.casefold())
        named = tuple(AccountPart(str(one.id), one.name, one.owner) for one in groups)
        return Lists(self._parts, named)

    def why_not(self, command: Command | None = None) -> str:
        """Why a change of settings, or `command`, would be refused here; empty when it is not."""
        wish = command or ChangeSetup(Plan(Target(Kind.NUMBER, 0), "", ""))
        refusal = self.desk.foresee(wish)
        return refusal.sentence if refusal is not None else ""

    @property
    def told(self) -> PartsTold | None:
        """The parts of the account as far as they were told."""
        return self._parts

    def here(self, url: str) -> bool:
        """Whether a webhook address is this desk's own, as far as can be told from here."""
        own = self.own_address()
        return bool(own) and url.startswith(own)

    def own_address(self) -> str:
        """The desk's own webhook address as the hub shows it, without its secret end; empty while
        no number is on the desk."""
        for number in self.desk.inbox.numbers.values():
            if number.attached and isinstance(number.route, dict):
                return str(number.route.get("url") or "")
        return ""
