"""Actions on the open conversation: reply, note, claim, close; writing is `composing`'s."""

from collections.abc import Callable

from tmchat.console.actions.action import Action, Bench, Scope
from tmchat.console.desk import Desk
from tmchat.core.commands import (
    Claim,
    Close,
    Command,
    DismissOptOut,
    MarkUnread,
    OptOut,
    Release,
    Reopen,
    TakeOver,
)
from tmchat.core.moments import when_words
from tmchat.core.records import Conversation
from tmchat.core.roles import Permission, may


def _is_open(desk: Desk) -> bool:
    return desk.open is not None


def _on_open(make: Callable[[int], Command], done: str = "") -> Callable[[Bench], None]:
    def run(bench: Bench) -> None:
        conversation = bench.desk.open
        if conversation is not None:
            bench.give(make(conversation.id), done)

    return run


def _when(test: Callable[[Desk, Conversation], bool]) -> Callable[[Desk], bool]:
    def when(desk: Desk) -> bool:
        conversation = desk.open
        return conversation is not None and test(desk, conversation)

    return when


def _why(words: Callable[[Desk, Conversation], str]) -> Callable[[Desk], str]:
    return lambda desk: words(desk, desk.open) if desk.open is not None else ""


def _held(desk: Desk, one: Conversation) -> str:
    """Who holds it, in words."""
    if not one.holder:
        return "nobody holds it"
    return "you hold it" if one.holder == desk.agent.name else f"{one.holder} holds it"


def _take_over(bench: Bench) -> None:
    conversation = bench.desk.open
    if conversation is None:
        return
    holder = conversation.holder
    bench.ask(
        f"{holder} holds this conversation. Take it over?",
        "take over",
        lambda: bench.give(TakeOver(conversation.id, holder)),
    )


def _may_release(desk: Desk, conversation: Conversation) -> bool:
    overrules = may(desk.agent.role, Permission.OVERRULE)
    return bool(conversation.holder) and (conversation.holder == desk.agent.name or overrules)


def _release(bench: Bench) -> None:
    conversation = bench.desk.open
    if conversation is None:
        return
    holder = conversation.holder
    if holder == bench.desk.agent.name:
        bench.give(Release(conversation.id, holder), "Released.")
    else:
        bench.ask(
            f"{holder} holds this conversation. Give it back to the queue?",
            "release",
            lambda: bench.give(Release(conversation.id, holder), "Released."),
        )


def _close(bench: Bench) -> None:
    conversation = bench.desk.open
    if conversation is None:
        return
    close = Close(conversation.id, bench.desk.seen())
    if conversation.waiting_since:
        bench.ask(
            "The texter still waits for an answer. Close all the same?",
            "close",
            lambda: bench.give(close, _closed(bench, conversation)),
        )
    else:
        bench.give(close, _closed(bench, conversation))


def _closed(bench: Bench, conversation: Conversation) -> str:
    """What is said of a close: what is scheduled goes out all the same."""
    dues = [one.due for one in conversation.scheduled if not one.held]
    if not dues:
        return "Closed."
    when = when_words(min(dues), bench.desk.now(), bench.local)
    what = "a scheduled reply" if len(dues) == 1 else f"the first of {len(dues)} scheduled replies"
    return f"Closed; {what} still goes out {when}, and brings it back."


def _opt_out(bench: Bench) -> None:
    conversation = bench.desk.open
    if conversation is None:
        return
    done = "Opted out: nothing can be sent."
    if conversation.asks_out:
        bench.give(OptOut(conversation.id, conversation.asks_out), done)
        return
    bench.ask(
        "Did the texter ask for no more texts? Only their START lifts the lock.",
        "opt out",
        lambda: bench.give(OptOut(conversation.id, conversation.last_text), done),
    )


def _dismiss_opt_out(bench: Bench) -> None:
    conversation = bench.desk.open
    if conversation is not None:
        bench.give(DismissOptOut(conversation.id, conversation.asks_out), "No opt-out.")


def _unread(bench: Bench) -> None:
    conversation = bench.desk.open
    if conversation is not None:
        bench.give(MarkUnread(conversation.id), "Marked unread.")
        bench.open(0)


ACTIONS = (
    Action(
        "reply",
        "Write a reply",
        ("r",),
        Scope.READING,
        lambda bench: bench.write(note=False),
        "Goes to the composer of the open conversation.",
        "reply",
        _is_open,
    ),
    Action(
        "note",
        "Write a note",
        ("N",),
        Scope.READING,
        lambda bench: bench.write(note=True),
        "Writes for the team; the texter never sees it.",
        "note",
        _is_open,
    ),
    Action(
        "claim",
        "Claim",
        ("c",),
        Scope.READING,
        _on_open(Claim, "Claimed."),
        "Takes the conversation, so that no other agent answers it; a first reply claims too.",
        "claim",
        _when(lambda desk, one: not one.holder and not one.closed),
        _why(lambda desk, one: "it is closed" if one.closed else _held(desk, one)),
    ),
    Action(
        "release",
        "Release",
        ("u",),
        Scope.READING,
        _release,
        "Gives the conversation back to the queue; a supervisor also what another holds.",
        "release",
        _when(_may_release),
        _why(_held),
    ),
    Action(
        "take-over",
        "Take over",
        ("t",),
        Scope.READING,
        _take_over,
        "Takes the conversation from the agent who holds it; asks first.",
        "take over",
        _when(lambda desk, one: one.holder not in ("", desk.agent.name)),
        _why(_held),
    ),
    Action(
        "close",
        "Close the conversation",
        ("x",),
        Scope.READING,
        _close,
        "Puts it away; a further text brings it back.",
        "close",
        _when(lambda desk, one: not one.closed),
        lambda desk: "it is closed",
    ),
    Action(
        "reopen",
        "Reopen the conversation",
        ("o",),
        Scope.READING,
        _on_open(Reopen, "Reopened."),
        "Brings a closed conversation back.",
        "reopen",
        _when(lambda desk, one: one.closed),
        lambda desk: "it is not closed",
    ),
    Action(
        "unread",
        "Mark unread",
        ("m",),
        Scope.READING,
        _unread,
        "Leaves the newest text unread for you and closes the view of it.",
        "",
        _when(lambda desk, one: one.inbound > 0),
        lambda desk: "its texter wrote nothing",
    ),
    Action(
        "opt-out",
        "Opt the texter out",
        ("O",),
        Scope.READING,
        _opt_out,
        "Records that the texter asked in words for no more texts, which locks replies.",
        "",
        _when(lambda desk, one: one.last_text > 0 and not one.opted_out),
        _why(lambda desk, one: "it is opted out" if one.opted_out else "its texter wrote nothing"),
    ),
    Action(
        "dismiss-opt-out",
        "No opt-out",
        ("D",),
        Scope.READING,
        _dismiss_opt_out,
        "Records that the text which may be an opt-out is none.",
        "",
        _when(lambda desk, one: one.asks_out > 0),
        lambda desk: "no text here may be one",
    ),
)
