"""Actions of the sheets over the desk: forms, plans, menus, pages; what they do is each sheet's."""

from collections.abc import Callable

from tmchat.console.actions.action import Action, Bench, Scope


def on_sheet(id: str) -> Callable[[Bench], None]:
    """Has the sheet on top do it."""
    return lambda bench: bench.beside.on_sheet(id)


def of_sheet(
    id: str, title: str, keys: tuple[str, ...], scope: Scope, help: str, short: str = ""
) -> Action:
    """An action that a sheet carries out."""
    return Action(id, title, keys, scope, on_sheet(id), help, short)


_EVERYWHERE = (
    of_sheet("sheet-down", "Down", ("down", "j"), Scope.SHEET, "One line or row down."),
    of_sheet("sheet-up", "Up", ("up", "k"), Scope.SHEET, "One line or row up."),
    of_sheet(
        "sheet-page-down", "Page down", ("pagedown", "ctrl+f"), Scope.SHEET, "A screenful down."
    ),
    of_sheet("sheet-page-up", "Page up", ("pageup", "ctrl+b"), Scope.SHEET, "A screenful up."),
    of_sheet("sheet-first", "First", ("home", "g"), Scope.SHEET, "The top."),
    of_sheet("sheet-last", "Last", ("end", "G"), Scope.SHEET, "The end."),
    of_sheet(
        "sheet-help",
        "Help",
        ("question_mark", "f1"),
        Scope.SHEET,
        "The keys of this sheet.",
        "help",
    ),
    of_sheet(
        "sheet-back",
        "Back",
        ("escape", "q"),
        Scope.SHEET,
        "One step out; what was changed and not carried out is asked about first.",
        "back",
    ),
)
_FORM = (
    of_sheet(
        "form-edit",
        "Edit",
        ("enter",),
        Scope.FORM,
        "Writes or chooses the setting under the cursor; turns a yes or no.",
        "edit",
    ),
    of_sheet(
        "form-next", "Next value", ("space", "right"), Scope.FORM, "Of a choice, or yes and no."
    ),
    of_sheet("form-before", "Value before", ("left",), Scope.FORM, "The other way round."),
    of_sheet(
        "form-plan",
        "Show the plan",
        ("p", "ctrl+s"),
        Scope.FORM,
        "What would change, before and after; nothing is sent before you agree there.",
        "plan",
    ),
    of_sheet(
        "form-unset", "Not set", ("x", "delete"), Scope.FORM, "Takes the value away.", "unset"
    ),
    of_sheet("form-restore", "As it was", ("z",), Scope.FORM, "The value before.", "as it was"),
    of_sheet(
        "form-menu", "Key-press menu", ("m",), Scope.FORM, "The menu of keys as a tree.", "menu"
    ),
    of_sheet(
        "form-try",
        "Try the address",
        ("t",),
        Scope.FORM,
        "Sends a test push to the webhook address and shows the answer.",
        "try",
    ),
)
_MENU = (
    of_sheet("menu-edit", "Edit the key", ("enter",), Scope.MENU, "Its settings.", "edit"),
    of_sheet("menu-add", "Add a key", ("n",), Scope.MENU, "The first that is free.", "add"),
    of_sheet(
        "menu-remove", "Remove the key", ("x", "delete"), Scope.MENU, "With all of it.", "remove"
    ),
    of_sheet("menu-key", "Another key", ("c",), Scope.MENU, "Moves it to a free key.", "other key"),
    of_sheet("menu-later", "Later", ("J",), Scope.MENU, "Changes places with the next.", "later"),
    of_sheet(
        "menu-sooner", "Sooner", ("K",), Scope.MENU, "Changes places with the one before.", "sooner"
    ),
)
_REST = (
    of_sheet("plan-do", "Carry out", ("enter",), Scope.PLAN, "Does what is shown.", "carry out"),
    of_sheet(
        "plan-undo",
        "Take back",
        ("u",),
        Scope.PLAN,
        "Shows the plan that takes back what was just carried out.",
        "take back",
    ),
    of_sheet("many-run", "Begin, or run again", ("enter",), Scope.MANY, "Does what is left.", "go"),
    of_sheet("many-stop", "Stop", ("s",), Scope.MANY, "After the one that is under way.", "stop"),
    of_sheet(
        "page-copy", "Copy", ("y",), Scope.PAGE, "Hands what is named to the terminal.", "copy"
    ),
    of_sheet("page-replay", "Read again", ("R",), Scope.PAGE, "Reads a push again.", "read again"),
    of_sheet(
        "choice-take", "Choose", ("enter",), Scope.CHOICE, "What is under the cursor.", "choose"
    ),
    of_sheet(
        "found-open",
        "Go to it",
        ("enter",),
        Scope.FOUND,
        "Opens the conversation at the entry under the cursor.",
        "go to it",
    ),
    of_sheet(
        "found-write",
        "Another search",
        ("slash", "s"),
        Scope.FOUND,
        "Goes back to the words that are looked for.",
        "look for",
    ),
    of_sheet(
        "writing-keep", "Keep what is written", ("enter",), Scope.WRITING, "Ends the line.", "keep"
    ),
    of_sheet(
        "writing-leave",
        "Out of the line",
        ("escape",),
        Scope.WRITING,
        "A setting that can be kept is kept; a filter goes.",
        "out",
    ),
)
_CANNED = (
    of_sheet(
        "canned-take",
        "Insert",
        ("enter",),
        Scope.CANNED,
        "At the cursor of the composer.",
        "insert",
    ),
    of_sheet(
        "canned-stack",
        "Insert, and another",
        ("tab",),
        Scope.CANNED,
        "The same, and stays for one more.",
        "and another",
    ),
    of_sheet("canned-down", "Down", ("down", "ctrl+n"), Scope.CANNED, "One reply down."),
    of_sheet("canned-up", "Up", ("up", "ctrl+p"), Scope.CANNED, "One reply up."),
    of_sheet(
        "canned-keep",
        "Keep as mine",
        ("ctrl+s",),
        Scope.CANNED,
        "Keeps what the composer holds as a canned reply of yours; asks for its title.",
        "keep mine",
    ),
    of_sheet(
        "canned-share",
        "Keep for the team",
        ("ctrl+t",),
        Scope.CANNED,
        "The same for everybody at this desk.",
        "keep for team",
    ),
    of_sheet(
        "canned-remove",
        "Remove",
        ("ctrl+x",),
        Scope.CANNED,
        "Takes the reply under the cursor away; asks first.",
        "remove",
    ),
    of_sheet("canned-help", "Help", ("f1",), Scope.CANNED, "The keys of this sheet.", "help"),
    of_sheet("canned-leave", "Back", ("escape",), Scope.CANNED, "To the composer.", "back"),
)
ACTIONS = (*_EVERYWHERE, *_FORM, *_MENU, *_REST, *_CANNED)
