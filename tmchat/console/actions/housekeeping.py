"""Actions on the console itself: panel, numbers, help, quit; conversations are not here."""

from collections.abc import Callable

from tmchat.console.actions.action import Action, Bench, Part, Scope
from tmchat.console.areas import AREAS, Area
from tmchat.console.desk import Desk


def _scroll_panel(count: int) -> Callable[[Bench], None]:
    return lambda bench: bench.panel.scroll_lines(count)


def _cycle(bench: Bench) -> None:
    order = [Part.LIST, Part.TIMELINE, Part.COMPOSER]
    here = bench.focused_part()
    if here is Part.COMPOSER and bench.composing.complete():
        return
    place = order.index(here) if here in order else 0
    following = order[(place + 1) % len(order)]
    if following is Part.COMPOSER:
        bench.write(note=False)
    else:
        bench.focus_on(following)


def _turn_panel(count: int) -> Callable[[Bench], None]:
    return lambda bench: bench.beside.turn(count)


def _administer(area: Area) -> Callable[[Bench], None]:
    return lambda bench: bench.beside.administer(area)


def _is_open(desk: Desk) -> bool:
    return desk.open is not None


def _areas() -> tuple[Action, ...]:
    """Without keys of their own: `#` opens the first, and each has its digit there."""
    return tuple(
        Action(
            f"area-{area}",
            f"Administration: {known.title}",
            (),
            Scope.READING,
            _administer(area),
            known.help,
        )
        for area, known in AREAS.items()
        if area is not Area.NUMBERS
    )


ACTIONS = (
    Action(
        "panel",
        "Side panel",
        ("i",),
        Scope.READING,
        lambda bench: bench.toggle_panel(),
        "Shows or hides texter, attribution and SMS route; there by itself from 120 columns.",
        "panel",
    ),
    Action(
        "panel-down", "Panel down", ("]",), Scope.READING, _scroll_panel(3), "Scrolls the panel."
    ),
    Action("panel-up", "Panel up", ("[",), Scope.READING, _scroll_panel(-3), "Scrolls the panel."),
    Action(
        "cycle",
        "Next part",
        ("tab",),
        Scope.ANYWHERE,
        _cycle,
        "List, timeline, composer in turn; behind :smi or the like in a composer, the emoji, and "
        "the next one when pressed again.",
    ),
    Action(
        "panel-next",
        "Next page of the panel",
        ("p",),
        Scope.READING,
        _turn_panel(1),
        "Texter, SMS route, auto-reply, number, calls in turn.",
        "",
        _is_open,
    ),
    Action(
        "panel-before",
        "Page of the panel before",
        ("P",),
        Scope.READING,
        _turn_panel(-1),
        "The same the other way round.",
        "",
        _is_open,
    ),
    Action(
        "change-setup",
        "Change the number's settings",
        ("e",),
        Scope.READING,
        lambda bench: bench.beside.change_setup(),
        "Opens the settings of the open conversation's number or pool, at what the panel shows.",
        "",
        _is_open,
    ),
    Action(
        "change-answering",
        "The desk's own auto-reply",
        ("E",),
        Scope.READING,
        lambda bench: bench.beside.change_answering(),
        "Hours, holidays and texts with which this desk answers by itself while chat stays on.",
        "",
        _is_open,
    ),
    Action(
        "numbers",
        "Tracking numbers",
        ("number_sign",),
        Scope.READING,
        _administer(Area.NUMBERS),
        "Numbers, groups, pools, calls, webhooks, account, change log; administrators change them.",
        "numbers",
    ),
    *_areas(),
    Action(
        "palette",
        "Command palette",
        ("ctrl+p",),
        Scope.ANYWHERE,
        lambda bench: bench.guide.palette(),
        "Every action by name, and every conversation by texter, number or last line.",
    ),
    Action(
        "help",
        "Help",
        ("question_mark",),
        Scope.READING,
        lambda bench: bench.guide.help(bench.focused_part()),
        "What every key does, from the part you are in outwards.",
        "help",
    ),
    Action(
        "help-anywhere",
        "Help, from anywhere",
        ("f1",),
        Scope.ANYWHERE,
        lambda bench: bench.guide.help(bench.focused_part()),
        "The same while typing.",
        "help",
    ),
    Action(
        "tour",
        "Tour of the screen",
        (),
        Scope.ANYWHERE,
        lambda bench: bench.guide.tour(),
        "A minute about what is where.",
    ),
    Action(
        "key-probe",
        "What a key sends",
        (),
        Scope.ANYWHERE,
        lambda bench: bench.guide.probe(),
        "What the terminal sends for a key, what a keymap calls it, what it does.",
    ),
    Action(
        "suspend",
        "Suspend",
        ("ctrl+z",),
        Scope.READING,
        lambda bench: bench.suspend(),
        "Back to the shell; `fg` returns.",
    ),
    Action(
        "paint-again",
        "Paint again",
        ("ctrl+l",),
        Scope.ANYWHERE,
        lambda bench: bench.paint_again(),
        "All of the screen, after something else wrote on the terminal.",
    ),
    Action(
        "quit",
        "Quit",
        ("q",),
        Scope.READING,
        lambda bench: bench.leave(),
        "Ends the console; drafts are on disk, what you hold stays yours.",
        "quit",
    ),
    Action(
        "quit-anywhere",
        "Quit, from anywhere",
        ("ctrl+q",),
        Scope.ANYWHERE,
        lambda bench: bench.leave(),
        "The same while typing.",
    ),
)
