"""Actions that move about: cursor, views, filter, next waiting; changing anything is not here."""

from collections.abc import Callable

from tmchat.console.actions.action import Action, Bench, Part, Scope
from tmchat.console.desk import Desk
from tmchat.core.views import View


def _step(count: int) -> Callable[[Bench], None]:
    return lambda bench: bench.conversations.cursor_down(count)


def _line_step(down: bool) -> Callable[[Bench], None]:
    def run(bench: Bench) -> None:
        if down:
            bench.timeline.cursor_down()
        else:
            bench.timeline.cursor_up()

    return run


def _view(view: View) -> Callable[[Bench], None]:
    return lambda bench: bench.show_view(view)


def _next_waiting(bench: Bench) -> None:
    desk = bench.desk
    here, now = desk.openings.current, desk.now()
    found = desk.shelf.next_waiting(here, now)
    if not found:
        bench.say(desk.shelf.nobody_else(here, now))
        return
    bench.open(found)
    bench.conversations.move_to(found)


def _back(bench: Bench) -> None:
    """One step out: from the composer to the timeline, from there to the list, then the filter."""
    match bench.focused_part():
        case Part.COMPOSER:
            bench.focus_on(Part.TIMELINE)
        case Part.TIMELINE:
            bench.focus_on(Part.LIST)
        case Part.FILTER:
            bench.desk.shelf.show(query="")
            bench.relist()
            bench.focus_on(Part.LIST)
        case Part.LIST:
            shelf = bench.desk.shelf
            if shelf.query or shelf.only:
                shelf.show(query="", only="")
                bench.relist()
            else:
                bench.open(0)


def _by_number(bench: Bench) -> None:
    shelf = bench.desk.shelf
    shelf.show(by_number=not shelf.by_number)
    bench.relist()


def _only_number(bench: Bench) -> None:
    shelf = bench.desk.shelf
    if shelf.only:
        shelf.show(only="")
    else:
        chosen = bench.desk.inbox.conversations.get(bench.conversations.cursor or 0)
        if chosen is None:
            return
        shelf.show(only=chosen.number)
    bench.relist()


def _is_open(desk: Desk) -> bool:
    return desk.open is not None


def _views() -> tuple[Action, ...]:
    helps = {
        View.WAITING: "Lists who waits for an answer, longest first.",
        View.MINE: "Lists what you hold.",
        View.ALL: "Lists every conversation that is not closed.",
        View.CLOSED: "Lists what was put away.",
    }
    return tuple(
        Action(
            f"view-{view}", f"View: {view}", (str(key),), Scope.READING, _view(view), helps[view]
        )
        for key, view in enumerate(View, start=1)
    )


ACTIONS = (
    Action("down", "Down", ("j", "down"), Scope.LIST, _step(1), "Next conversation of the list."),
    Action("up", "Up", ("k", "up"), Scope.LIST, _step(-1), "Conversation above in the list."),
    Action(
        "page-down",
        "Page down",
        ("pagedown", "ctrl+f"),
        Scope.LIST,
        lambda bench: bench.conversations.page_down(),
        "A screenful down the list.",
    ),
    Action(
        "page-up",
        "Page up",
        ("pageup", "ctrl+b"),
        Scope.LIST,
        lambda bench: bench.conversations.page_up(),
        "A screenful up the list.",
    ),
    Action(
        "first",
        "First",
        ("home", "g"),
        Scope.LIST,
        lambda bench: bench.conversations.to_first(),
        "The top of the list.",
    ),
    Action(
        "last",
        "Last",
        ("end", "G"),
        Scope.LIST,
        lambda bench: bench.conversations.to_last(),
        "The end of the list.",
    ),
    Action(
        "open",
        "Open",
        ("enter", "l", "right"),
        Scope.LIST,
        lambda bench: bench.conversations.choose(),
        "Opens the conversation under the cursor.",
        "open",
    ),
    Action(
        "entry-up",
        "Entry above",
        ("k", "up"),
        Scope.TIMELINE,
        _line_step(down=False),
        "Moves the cursor to the entry above.",
    ),
    Action(
        "entry-down",
        "Entry below",
        ("j", "down"),
        Scope.TIMELINE,
        _line_step(down=True),
        "Moves the cursor to the entry below.",
    ),
    Action(
        "older",
        "Older",
        ("pageup", "ctrl+b"),
        Scope.TIMELINE,
        lambda bench: bench.timeline.page_up(),
        "A screenful up; older pages come by themselves.",
        "older",
    ),
    Action(
        "newer",
        "Newer",
        ("pagedown", "ctrl+f"),
        Scope.TIMELINE,
        lambda bench: bench.timeline.page_down(),
        "A screenful down.",
    ),
    Action(
        "oldest-loaded",
        "To the top",
        ("home",),
        Scope.TIMELINE,
        lambda bench: bench.timeline.to_first(),
        "The oldest line that is loaded.",
    ),
    Action(
        "latest",
        "To the latest",
        ("end", "G"),
        Scope.TIMELINE,
        lambda bench: bench.timeline.to_latest(),
        "The newest line, and stays with what comes.",
        "latest",
    ),
    Action(
        "fill-gap",
        "Fill the gap",
        ("g",),
        Scope.TIMELINE,
        lambda bench: bench.fill_gap(),
        "Fetches what a broken line left out.",
    ),
    Action(
        "to-reply",
        "Into the composer",
        ("enter", "l", "right"),
        Scope.TIMELINE,
        lambda bench: bench.write(note=False),
        "Goes on to the composer.",
        "",
        _is_open,
    ),
    Action(
        "to-list",
        "To the list",
        ("h", "left"),
        Scope.TIMELINE,
        lambda bench: bench.focus_on(Part.LIST),
        "Goes back to the list.",
    ),
    Action(
        "next-waiting",
        "Next waiting",
        ("n",),
        Scope.READING,
        _next_waiting,
        "Opens who waits longest behind the one on screen, and round to the first; not what others "
        "hold and what was just given back from you.",
        "next",
    ),
    Action(
        "next-waiting-typing",
        "Next waiting, from the composer",
        ("ctrl+n",),
        Scope.COMPOSER,
        _next_waiting,
        "The same while typing; the draft stays with its conversation.",
        "next",
    ),
    *_views(),
    Action(
        "filter",
        "Filter the list",
        ("slash",),
        Scope.READING,
        lambda bench: bench.focus_on(Part.FILTER),
        "Narrows the list while you type: names, numbers, places, last lines, holders.",
        "filter",
    ),
    Action(
        "find",
        "Search all that was said",
        ("s",),
        Scope.READING,
        lambda bench: bench.finding.show(),
        "Finds texts, replies and notes while you type; Enter goes to the place.",
        "search",
    ),
    Action(
        "filter-done",
        "Back to the list",
        ("enter", "down"),
        Scope.FILTER,
        lambda bench: bench.focus_on(Part.LIST),
        "Keeps the filter and goes to the list; Esc takes the filter away.",
        "keep filter",
    ),
    Action(
        "by-number",
        "List by tracking number",
        ("b",),
        Scope.READING,
        _by_number,
        "Puts the list under its tracking numbers, with what waits on each and for how long.",
        "by number",
    ),
    Action(
        "only-number",
        "Only this tracking number",
        ("v",),
        Scope.READING,
        _only_number,
        "Lists only the tracking number of the conversation under the cursor, and back.",
    ),
    Action(
        "back", "Back", ("escape",), Scope.ANYWHERE, _back, "One step out; drafts stay.", "back"
    ),
)
