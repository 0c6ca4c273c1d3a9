"""A small application around one widget, its screen as text, its messages; nothing here asserts."""

from textual.app import App, ComposeResult
from textual.message import Message
from textual.widget import Widget


class Stage(App[None]):
    """Holds the widgets given, one under the other."""

    ENABLE_COMMAND_PALETTE = False

    def __init__(self, *widgets: Widget) -> None:
        super().__init__()
        self.widgets = widgets

    def compose(self) -> ComposeResult:
        """The widgets."""
        yield from self.widgets


class Heard:
    """The messages of some kinds that arrived, each once, oldest first; a `message_hook`."""

    def __init__(self, *kinds: type[Message]) -> None:
        self.kinds = kinds
        self.messages: list[Message] = []

    def __call__(self, message: Message) -> None:
        """Textual calls this wherever a message arrives, so several times while it bubbles."""
        if isinstance(message, self.kinds) and not any(message is old for old in self.messages):
            self.messages.append(message)

    def take(self) -> list[Message]:
        """What was heard since the last time."""
        taken, self.messages = self.messages, []
        return taken


def screen_of(app: App[None]) -> list[str]:
    """The lines on screen, without the spaces at their ends."""
    return [strip.text.rstrip() for strip in app.screen._compositor.render_strips()]
