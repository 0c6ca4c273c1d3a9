"""Actions while one writes: sending, lines, signs; what is written where is the screen's."""

from tmchat.console.actions.action import Action, Scope

ACTIONS = (
    Action(
        "send",
        "Send",
        ("enter",),
        Scope.COMPOSER,
        lambda bench: bench.composing.send(),
        "Sends the reply, or keeps the note.",
        "send",
    ),
    Action(
        "switch-note",
        "Switch between reply and note",
        ("ctrl+t",),
        Scope.COMPOSER,
        lambda bench: bench.write(note=not bench.writing_note),
        "Each keeps its own draft.",
        "reply/note",
    ),
    Action(
        "new-line",
        "New line",
        ("ctrl+j",),
        Scope.COMPOSER,
        lambda bench: bench.composer.insert_line(),
        "Begins another line; pasted line ends do so by themselves.",
        "new line",
    ),
    Action(
        "send-anyway",
        "Send all the same",
        ("ctrl+s",),
        Scope.COMPOSER,
        lambda bench: bench.composing.send(anyway=True),
        "Sends although something came since you last looked; the journal says so.",
        "",
    ),
    Action(
        "plain-signs",
        "GSM-7 signs",
        ("ctrl+g",),
        Scope.COMPOSER,
        lambda bench: bench.composing.plain_signs(),
        "Replaces curly quotes, dashes, odd spaces and their like by plain ones and says which.",
        "GSM-7",
    ),
    Action(
        "canned",
        "Canned replies",
        ("ctrl+r",),
        Scope.COMPOSER,
        lambda bench: bench.composing.canned(),
        "Yours and the team's: found while you type, inserted at the cursor, blanks filled in.",
        "canned",
    ),
)
