"""What an action is and what it may touch; the actions themselves are in the modules beside it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from tmchat.console.areas import Area
from tmchat.console.desk import Desk
from tmchat.console.widgets.composer import Composer
from tmchat.console.widgets.conversationlist import ConversationList
from tmchat.console.widgets.sidepanel import SidePanel
from tmchat.console.widgets.timelineview import TimelineView
from tmchat.core.commands import Command
from tmchat.core.views import View


class Part(StrEnum):
    """A part of the screen that can have the focus."""

    LIST = "list"
    TIMELINE = "timeline"
    COMPOSER = "composer"
    FILTER = "filter"
    NUMBERS = "tracking numbers"
    GROUPS = "number groups"
    POOLS = "number pools"
    MEMBERS = "numbers of a pool"
    CALLS = "calls"
    PUSHES = "webhooks"
    ACCOUNT = "account"
    CHANGES = "change log"
    FORM = "settings"
    MENU = "key-press menu"
    PLAN = "plan"
    MANY = "change of many"
    PAGE = "page"
    CHOICE = "choice"
    FOUND = "search"
    CANNED = "canned replies"
    WRITING = "line being written"


class Scope(StrEnum):
    """Where an action's keys work. `READING` is the list and the timeline, where nobody types."""

    READING = "reading"
    LIST = "list"
    TIMELINE = "timeline"
    COMPOSER = "composer"
    FILTER = "filter"
    ANYWHERE = "anywhere"
    SHEET = "sheet"
    AREA = "area"
    TABLE = "table"
    NUMBERS = "numbers"
    GROUPS = "groups"
    POOLS = "pools"
    MEMBERS = "members"
    CALLS = "calls"
    PUSHES = "pushes"
    ACCOUNT = "account"
    CHANGES = "changes"
    FORM = "form"
    MENU = "menu"
    PLAN = "plan"
    MANY = "many"
    PAGE = "page"
    CHOICE = "choice"
    FOUND = "found"
    CANNED = "canned"
    WRITING = "writing"


SCOPES_OF = {
    Part.LIST: (Scope.LIST, Scope.READING, Scope.ANYWHERE),
    Part.TIMELINE: (Scope.TIMELINE, Scope.READING, Scope.ANYWHERE),
    Part.COMPOSER: (Scope.COMPOSER, Scope.ANYWHERE),
    Part.FILTER: (Scope.FILTER, Scope.ANYWHERE),
    Part.NUMBERS: (Scope.NUMBERS, Scope.TABLE, Scope.AREA, Scope.SHEET),
    Part.GROUPS: (Scope.GROUPS, Scope.TABLE, Scope.AREA, Scope.SHEET),
    Part.POOLS: (Scope.POOLS, Scope.TABLE, Scope.AREA, Scope.SHEET),
    Part.MEMBERS: (Scope.MEMBERS, Scope.TABLE, Scope.SHEET),
    Part.CALLS: (Scope.CALLS, Scope.TABLE, Scope.AREA, Scope.SHEET),
    Part.PUSHES: (Scope.PUSHES, Scope.TABLE, Scope.AREA, Scope.SHEET),
    Part.ACCOUNT: (Scope.ACCOUNT, Scope.TABLE, Scope.AREA, Scope.SHEET),
    Part.CHANGES: (Scope.CHANGES, Scope.TABLE, Scope.AREA, Scope.SHEET),
    Part.FORM: (Scope.FORM, Scope.SHEET),
    Part.MENU: (Scope.MENU, Scope.SHEET),
    Part.PLAN: (Scope.PLAN, Scope.SHEET),
    Part.MANY: (Scope.MANY, Scope.SHEET),
    Part.PAGE: (Scope.PAGE, Scope.SHEET),
    Part.CHOICE: (Scope.CHOICE, Scope.SHEET),
    Part.FOUND: (Scope.FOUND, Scope.SHEET),
    Part.CANNED: (Scope.CANNED,),
    Part.WRITING: (Scope.WRITING,),
}
HEADINGS = {
    Scope.LIST: "In the list",
    Scope.TIMELINE: "In the timeline",
    Scope.COMPOSER: "In the composer",
    Scope.FILTER: "In the filter",
    Scope.READING: "In the list and the timeline",
    Scope.ANYWHERE: "Anywhere on the desk",
    Scope.NUMBERS: "In the tracking numbers",
    Scope.GROUPS: "In the number groups",
    Scope.POOLS: "In the number pools",
    Scope.MEMBERS: "In a pool's numbers",
    Scope.CALLS: "In the calls",
    Scope.PUSHES: "In what was pushed",
    Scope.ACCOUNT: "In the account",
    Scope.CHANGES: "In the change log",
    Scope.TABLE: "In every table",
    Scope.AREA: "In administration",
    Scope.FORM: "In a form of settings",
    Scope.MENU: "In a key-press menu",
    Scope.PLAN: "In a plan",
    Scope.MANY: "In a change of many",
    Scope.PAGE: "On a page",
    Scope.CHOICE: "In a list of choices",
    Scope.FOUND: "In a search",
    Scope.CANNED: "In the canned replies",
    Scope.SHEET: "On every sheet over the desk",
    Scope.WRITING: "While a line is written",
}
"""Where a scope is, as a heading over its actions."""
PART_OF = {
    Scope.LIST: Part.LIST,
    Scope.TIMELINE: Part.TIMELINE,
    Scope.COMPOSER: Part.COMPOSER,
}
"""The one part of the desk in which the actions of a scope are done."""
DESK_PARTS = (Part.LIST, Part.TIMELINE, Part.COMPOSER, Part.FILTER)
"""The parts of the screen that agents work in; the rest are sheets over it."""


class Beside(Protocol):
    """What stands beside the conversations: the panel's pages and the sheets of administration."""

    def turn(self, count: int) -> None:
        """Shows another page of the side panel."""

    def change_setup(self) -> None:
        """Opens how the number of the open conversation is set up."""

    def change_answering(self) -> None:
        """Opens the desk's own auto-reply of the number of the open conversation."""

    def administer(self, area: Area) -> None:
        """Shows an area of administration."""

    def on_sheet(self, id: str) -> None:
        """Has the sheet on top do what its action with this id says."""


class Guide(Protocol):
    """What explains the screen."""

    def help(self, part: Part) -> None:
        """What the keys do, those of `part` first."""

    def palette(self) -> None:
        """The command palette."""

    def tour(self) -> None:
        """The tour of the screen."""

    def probe(self) -> None:
        """What the terminal sends for a key."""


class Finding(Protocol):
    """The search over all that was said."""

    def show(self) -> None:
        """Shows the search as it was left."""


class Composing(Protocol):
    """What is written, from draft to sending."""

    def send(self, *, anyway: bool = False) -> None:
        """Sends what the composer holds."""

    def plain_signs(self) -> None:
        """Puts GSM-7 signs in place of those that look like them."""

    def canned(self) -> None:
        """Shows the canned replies to choose from."""

    def edit(self) -> None:
        """Opens what the composer holds in the agent's own editor."""

    def recall(self, count: int) -> None:
        """Brings an own reply back, so many earlier; moves the cursor where one is written."""

    def complete(self) -> bool:
        """Puts the emoji in whose name is begun, or the next one; False where none is."""

    def take_back(self) -> None:
        """Takes a reply back that has not left yet."""


class Deferring(Protocol):
    """Putting off what is open."""

    def snooze(self) -> None:
        """Puts the open conversation off until a time that is chosen."""

    def schedule(self) -> None:
        """Has what the composer holds go out at a time that is chosen."""

    def scheduled(self) -> None:
        """Shows the scheduled replies of the open conversation."""


class Bench(Protocol):
    """What actions work on: the desk, the widgets, and what only a screen can do."""

    desk: Desk
    conversations: ConversationList
    timeline: TimelineView
    composer: Composer
    panel: SidePanel
    writing_note: bool
    local: Callable[[int], datetime]

    @property
    def beside(self) -> Beside:
        """The panel's pages and administration."""

    @property
    def composing(self) -> Composing:
        """What is written."""

    @property
    def finding(self) -> Finding:
        """The search."""

    @property
    def deferring(self) -> Deferring:
        """Snoozes and scheduled replies."""

    @property
    def guide(self) -> Guide:
        """Help, tour, key probe."""

    def give(self, command: Command, done: str = "") -> None:
        """Asks the hub; a refusal is shown, `done` when it is granted."""

    def open(self, conversation: int) -> None:
        """Opens a conversation, 0 closes the one on screen."""

    def focus_on(self, part: Part) -> None:
        """Gives a part of the screen the focus."""

    def focused_part(self) -> Part:
        """The part of the screen that has the focus."""

    def write(self, *, note: bool) -> None:
        """Goes to the composer, for a reply or for a note."""

    def fill_gap(self) -> None:
        """Fetches what the gap in view lacks."""

    def relist(self) -> None:
        """Shows the list as the desk has it."""

    def repaint(self) -> None:
        """Paints what is dirty at once."""

    def show_view(self, view: View) -> None:
        """Lists a view and goes to its list."""

    def say(self, sentence: str) -> None:
        """Shows one sentence for a few seconds."""

    def ask(self, question: str, yes: str, then: Callable[[], None]) -> None:
        """Asks before something that is hard to undo; `yes` is the word of the key that agrees."""

    def copy(self, text: str, what: str) -> None:
        """Hands `text` to the terminal's clipboard; `what` names it."""

    def toggle_panel(self) -> None:
        """Shows or hides the side panel."""

    def suspend(self) -> None:
        """Gives the terminal back to the shell until `fg`."""

    def paint_again(self) -> None:
        """Writes all of the screen to the terminal again."""

    def leave(self) -> None:
        """Ends the console."""


def _always(desk: Desk) -> bool:
    return True


def _no_reason(desk: Desk) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class Action:
    """One thing an agent can do.

    `keys` are Textual's names; `title` stands in palette and help, `short` in the status bar, where
    an empty one is not shown; `help` is one sentence; `when` says whether it makes sense, and `why`
    in a few words why it does not, where a conversation is open.
    """

    id: str
    title: str
    keys: tuple[str, ...]
    scope: Scope
    run: Callable[[Bench], None]
    help: str
    short: str = ""
    when: Callable[[Desk], bool] = _always
    why: Callable[[Desk], str] = _no_reason

    def why_not(self, desk: Desk) -> str:
        """Why it makes no sense on `desk`, as one sentence; empty when it does."""
        if self.when(desk):
            return ""
        words = "no conversation is open" if desk.open is None else self.why(desk)
        return f"{self.title}: {words or 'not possible here'}."
