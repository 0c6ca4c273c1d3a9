"""Actions of the tables of administration; what they do is each area's."""

from tmchat.console.actions.action import Action, Scope
from tmchat.console.actions.sheets import of_sheet
from tmchat.console.areas import AREAS


def _digits() -> tuple[Action, ...]:
    return tuple(
        of_sheet(f"go-{area}", f"To {known.title.lower()}", (str(digit),), Scope.AREA, known.help)
        for digit, (area, known) in enumerate(AREAS.items(), start=1)
    )


_AREAS = (
    of_sheet("area-next", "Next area", ("tab",), Scope.AREA, "Numbers, groups, pools and on."),
    of_sheet(
        "area-close", "Close", ("number_sign",), Scope.AREA, "Back to the desk, from any area."
    ),
    *_digits(),
)
_TABLE = (
    of_sheet("table-open", "Open", ("enter",), Scope.TABLE, "The row under the cursor.", "open"),
    of_sheet(
        "table-filter",
        "Filter",
        ("slash",),
        Scope.TABLE,
        "Narrows the rows while you type.",
        "filter",
    ),
    of_sheet("table-sort", "Sort", ("s",), Scope.TABLE, "By the next column.", "sort"),
    of_sheet("table-turn", "Turn round", ("S",), Scope.TABLE, "The same column, other way round."),
    of_sheet("table-refresh", "Refresh", ("r",), Scope.TABLE, "Reads it again.", "refresh"),
)
_SELECT_HELP = "For a change of many; the selection stays when the filter changes."


def _select(scope: Scope) -> tuple[Action, ...]:
    return (
        of_sheet(f"{scope}-select", "Select", ("space",), scope, _SELECT_HELP, "select"),
        of_sheet(
            f"{scope}-all", "Select all", ("A",), scope, "All that the filter leaves, or none."
        ),
        of_sheet(
            f"{scope}-change",
            "Change",
            ("e",),
            scope,
            "Changes settings of all that is selected, or of the row under the cursor.",
            "change",
        ),
    )


def _pages(scope: Scope) -> tuple[Action, ...]:
    return (
        of_sheet(f"{scope}-later", "Next page", ("right", "l"), scope, "Older ones.", "older"),
        of_sheet(f"{scope}-sooner", "Page before", ("left", "h"), scope, "Newer ones.", "newer"),
    )


ACTIONS = (
    *_AREAS,
    *_TABLE,
    of_sheet(
        "numbers-attach",
        "Attach",
        ("a",),
        Scope.NUMBERS,
        "Points the number's SMS route at this desk.",
        "attach",
    ),
    of_sheet(
        "numbers-detach", "Detach", ("d",), Scope.NUMBERS, "Gives it its route back.", "detach"
    ),
    *_select(Scope.NUMBERS),
    of_sheet("numbers-order", "Order a number", ("n",), Scope.NUMBERS, "Asks which one.", "order"),
    of_sheet(
        "numbers-release",
        "Release the number",
        ("X",),
        Scope.NUMBERS,
        "Gives it back for good; asks for its digits.",
        "release",
    ),
    of_sheet("numbers-calls", "Its calls", ("c",), Scope.NUMBERS, "Calls of this number.", "calls"),
    *_select(Scope.GROUPS),
    of_sheet("groups-make", "Make a group", ("n",), Scope.GROUPS, "Asks how it is set up.", "make"),
    of_sheet(
        "groups-remove",
        "Remove the group",
        ("X",),
        Scope.GROUPS,
        "An empty one; asks for its name.",
        "remove",
    ),
    *_select(Scope.POOLS),
    of_sheet("pools-members", "Members", ("m",), Scope.POOLS, "The pool's numbers.", "members"),
    of_sheet("pools-order", "Order a pool", ("n",), Scope.POOLS, "Asks which numbers.", "order"),
    of_sheet(
        "pools-remove", "Remove the pool", ("X",), Scope.POOLS, "An empty one; asks for its name."
    ),
    of_sheet(
        "members-add", "Add numbers", ("n",), Scope.MEMBERS, "Asks which, and how many.", "add"
    ),
    of_sheet(
        "members-remove",
        "Remove the number",
        ("X",),
        Scope.MEMBERS,
        "Releases it for good; asks for its digits.",
        "remove",
    ),
    *_pages(Scope.CALLS),
    of_sheet("calls-window", "Window", ("w",), Scope.CALLS, "A day, a week, a month.", "window"),
    of_sheet(
        "calls-only", "Only this number", ("v",), Scope.CALLS, "Calls of one number, and back."
    ),
    of_sheet(
        "calls-copy", "Copy the recording", ("y",), Scope.CALLS, "The recording's address.", "copy"
    ),
    *_pages(Scope.PUSHES),
    of_sheet(
        "pushes-unread", "Only unread", ("u",), Scope.PUSHES, "Those without a text.", "unread"
    ),
    of_sheet(
        "pushes-replay", "Read again", ("R",), Scope.PUSHES, "Reads the push again.", "read again"
    ),
    of_sheet(
        "account-owner", "Make an owner", ("n",), Scope.ACCOUNT, "Asks for its name.", "make owner"
    ),
    of_sheet("account-copy", "Copy the id", ("y",), Scope.ACCOUNT, "The id of the row.", "copy id"),
    *_pages(Scope.CHANGES),
    of_sheet(
        "changes-undo",
        "Take back",
        ("u",),
        Scope.CHANGES,
        "Shows the plan that undoes it.",
        "take back",
    ),
)
