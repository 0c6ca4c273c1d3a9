"""Actions on a reply of which nobody knows whether it arrived; writing one is `answering`'s."""

from collections.abc import Callable

from tmchat.console.actions.action import Action, Bench, Scope
from tmchat.console.desk import Desk
from tmchat.core.commands import LeaveReply, LookUpReply, ResendReply
from tmchat.core.records import Conversation

LISTED = "The carrier has it: it was sent."
QUOTED = 40  # characters of a reply that a question quotes


def _on_unknown(act: Callable[[Bench, Conversation, int], None]) -> Callable[[Bench], None]:
    """Has `act` done to the reply under the cursor, or to the newest that is unknown."""

    def run(bench: Bench) -> None:
        conversation = bench.desk.open
        if conversation is None or not conversation.unknown:
            return
        cursor = bench.timeline.cursor
        at = cursor if cursor in conversation.unknown else conversation.unknown[-1]
        act(bench, conversation, int(at))

    return run


def _resend(bench: Bench, conversation: Conversation, entry: int) -> None:
    command = ResendReply(conversation.id, entry, bench.desk.outgoing.new_ref(), bench.desk.seen())
    bench.ask(
        f"{_named(bench, entry)} may have arrived, and would then arrive twice. Send it again?",
        "send again",
        lambda: bench.give(command, "Queued again."),
    )


def _look_up(bench: Bench, conversation: Conversation, entry: int) -> None:
    bench.give(LookUpReply(conversation.id, entry), LISTED)


def _leave(bench: Bench, conversation: Conversation, entry: int) -> None:
    bench.ask(
        f"{_named(bench, entry)} may have arrived or not. Leave it at that?",
        "leave",
        lambda: bench.give(LeaveReply(conversation.id, entry), "Left as it is."),
    )


def _named(bench: Bench, entry: int) -> str:
    timeline = bench.desk.openings.timeline
    reply = timeline.entry(entry) if timeline is not None else None
    if reply is None:
        return "A reply here"
    more = "…" if len(reply.text) > QUOTED else ""
    return f"“{reply.text[:QUOTED]}{more}”"


def _has_unknown(desk: Desk) -> bool:
    return desk.open is not None and bool(desk.open.unknown)


def _none_unknown(desk: Desk) -> str:
    return "" if _has_unknown(desk) else "no reply here is of unknown delivery"


def _no_listing(desk: Desk) -> str:
    return _none_unknown(desk) or "the carrier has no listing"


ACTIONS = (
    Action(
        "resend",
        "Send again",
        ("R",),
        Scope.READING,
        _on_unknown(_resend),
        "Sends a reply again of which nobody knows whether it arrived; asks first.",
        "",
        _has_unknown,
        _none_unknown,
    ),
    Action(
        "look-up",
        "Look a reply up",
        ("L",),
        Scope.READING,
        _on_unknown(_look_up),
        "Asks the carrier's listing now whether such a reply arrived, where there is a listing.",
        "",
        lambda desk: _has_unknown(desk) and desk.carrier.listing,
        _no_listing,
    ),
    Action(
        "leave-unknown",
        "Leave it unknown",
        ("U",),
        Scope.READING,
        _on_unknown(_leave),
        "Leaves such a reply as it is, and takes the mark away; asks first.",
        "",
        _has_unknown,
        _none_unknown,
    ),
)
