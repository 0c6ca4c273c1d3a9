"""What has changed since the last paint; painting is the app's, at most ten times a second."""

from dataclasses import dataclass, field


@dataclass(slots=True)
class Dirty:
    """Collected changes of what a screen shows. `order`: the list's rows; `rows`: conversations
    whose own row changed; `lines`: entries were added or removed in the open timeline; `status`:
    the line, who waits, who I am; `panel`: the side panel."""

    order: bool = False
    rows: set[int] = field(default_factory=set)
    lines: bool = False
    status: bool = False
    panel: bool = False

    def __bool__(self) -> bool:
        return self.order or bool(self.rows) or self.lines or self.status or self.panel

    def all(self) -> None:
        """Everything has to be painted."""
        self.order = self.lines = self.status = self.panel = True

    def take(self) -> "Dirty":
        """What is to be painted; from here on nothing is dirty."""
        taken = Dirty(self.order, self.rows, self.lines, self.status, self.panel)
        self.order = self.lines = self.status = self.panel = False
        self.rows = set()
        return taken
