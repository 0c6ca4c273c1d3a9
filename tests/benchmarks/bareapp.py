"""The smallest Textual application, as a process of its own to measure the console beside."""

from textual.app import App, ComposeResult
from textual.widgets import Static


class BareApp(App[None]):
    """One empty `Static` and nothing else."""

    def compose(self) -> ComposeResult:
        """The `Static`."""
        yield Static("")


if __name__ == "__main__":
    BareApp().run()
