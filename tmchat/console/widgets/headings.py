"""The widgets over the list and over the timeline; their lines are `render.headings`'."""

from textual import events
from textual.message import Message
from textual.strip import Strip

from tmchat.console.render.headings import TabsLook, conversation_line, tab_at, tabs_lines
from tmchat.console.render.ink import Ink
from tmchat.console.widgets.drawn import DrawnWidget
from tmchat.core.records import Conversation, TrackingNumber
from tmchat.core.views import View


class Tabs(DrawnWidget):
    """The views with their counts, and what the list is narrowed to."""

    DEFAULT_CSS = "Tabs { height: 2; width: 1fr; }"

    class Chosen(Message):
        """The list is to show `view`."""

        def __init__(self, view: View) -> None:
            super().__init__()
            self.view = view

    def __init__(self, ink: Ink, *, id: str | None = None) -> None:
        super().__init__(ink, id=id)
        self.look = TabsLook((), View.WAITING)

    def show(self, look: TabsLook) -> None:
        """Shows what `look` says."""
        self.look = look
        self.redraw()

    def on_click(self, event: events.Click) -> None:
        """A click on a view shows it."""
        view = tab_at(self.ink, self.look, self.size.width, event.x) if event.y == 0 else None
        if view is not None:
            self.post_message(self.Chosen(view))

    def draw(self, cells: int, height: int) -> list[Strip]:
        """The two lines."""
        return tabs_lines(self.ink, self.look, cells)[:height]


class ConversationHead(DrawnWidget):
    """One line: whose conversation is on screen, at which tracking number, who holds it."""

    DEFAULT_CSS = "ConversationHead { height: 1; width: 1fr; }"

    def __init__(self, ink: Ink, *, id: str | None = None) -> None:
        super().__init__(ink, id=id)
        self._conversation: Conversation | None = None
        self._number: TrackingNumber | None = None
        self._me = ""

    def show(
        self, conversation: Conversation | None, number: TrackingNumber | None, me: str
    ) -> None:
        """Shows another conversation, or what has become of this one."""
        self._conversation, self._number, self._me = conversation, number, me
        self.redraw()

    def draw(self, cells: int, height: int) -> list[Strip]:
        """The one line."""
        return [conversation_line(self.ink, self._conversation, self._number, self._me, cells)]
