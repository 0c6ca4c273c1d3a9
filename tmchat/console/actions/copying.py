"""Actions that copy: a text, a number, a conversation; which way it goes is `clipboard`'s."""

from tmchat.console.actions.action import Action, Bench, Scope
from tmchat.console.desk import Desk
from tmchat.console.transcript import transcript


def _text(bench: Bench) -> None:
    timeline = bench.desk.openings.timeline
    if timeline is None:
        return
    entry = timeline.entry(bench.timeline.cursor or timeline.newest)
    if entry is None or not entry.text:
        bench.say("There is no text under the cursor.")
    else:
        bench.copy(entry.text, "the text")


def _number(bench: Bench) -> None:
    conversation = bench.desk.open
    if conversation is not None:
        bench.copy(conversation.texter, "the texter's number")


def _conversation(bench: Bench) -> None:
    desk, timeline = bench.desk, bench.desk.openings.timeline
    if desk.open is None or timeline is None:
        return
    written = transcript(desk.open, desk.number_of(desk.open), timeline, bench.local)
    older = "" if timeline.start else ", older ones are not loaded"
    bench.copy(written, f"the conversation ({len(timeline)} entries{older})")


def _is_open(desk: Desk) -> bool:
    return desk.open is not None


ACTIONS = (
    Action(
        "copy-text",
        "Copy the text",
        ("y",),
        Scope.READING,
        _text,
        "Copies the text under the cursor, or the newest, through the terminal.",
        "",
        _is_open,
    ),
    Action(
        "copy-number",
        "Copy the texter's number",
        ("Y",),
        Scope.READING,
        _number,
        "Copies the texter's phone number through the terminal.",
        "",
        _is_open,
    ),
    Action(
        "copy-conversation",
        "Copy the conversation",
        ("C",),
        Scope.READING,
        _conversation,
        "Copies what is loaded of the open conversation, with times and names.",
        "",
        _is_open,
    ),
)
