"""What an opt-out locks and what lifts it, in scope; which texts say so is `compliance`'s.

Each conversation that is locked or lifted gets its own event, so that a conversation alone says
whether its texter may be texted, on the hub and on a console.
"""

from collections.abc import Iterable

from tmchat.core import events as ev
from tmchat.core.inbox import Inbox
from tmchat.core.records import Conversation, OptOutScope

IN_WORDS = "asked in words"
"""The keyword of an opt-out that an agent recorded."""


def opting_out(
    inbox: Inbox, texter: str, about: int, keyword: str, entry: int, by: str = ""
) -> tuple[ev.TexterOptedOut, ...]:
    """Locks the conversation `about`, which may be about to open, and in scope all others."""
    known = inbox.conversations.get(about)
    here = known is None or not known.opted_out
    own = (ev.TexterOptedOut(about, keyword, entry, by),) if here else ()
    others = (one for one in _others(inbox, texter, about) if not one.opted_out)
    return own + tuple(
        ev.TexterOptedOut(one.id, keyword, entry, by, elsewhere=True) for one in others
    )


def opting_in(
    inbox: Inbox, texter: str, about: int, keyword: str, entry: int
) -> tuple[ev.TexterOptedIn, ...]:
    """Lifts the lock of the conversation `about` and in scope that of all others; often nothing."""
    known = inbox.conversations.get(about)
    here = known is not None and known.opted_out
    own = (ev.TexterOptedIn(about, keyword, entry),) if here else ()
    others = (one for one in _others(inbox, texter, about) if one.opted_out)
    return own + tuple(ev.TexterOptedIn(one.id, keyword, entry, elsewhere=True) for one in others)


def locks(inbox: Inbox, texter: str, about: int) -> tuple[Conversation, ...]:
    """The locked conversations that a START in `about`, which may be about to open, would lift."""
    known = inbox.conversations.get(about)
    here = (known,) if known is not None else ()
    return tuple(one for one in (*here, *_others(inbox, texter, about)) if one.opted_out)


def inherited(inbox: Inbox, texter: str, about: int) -> tuple[ev.TexterOptedOut, ...]:
    """Locks the conversation `about` of a texter who opted out on another number in scope."""
    for one in _others(inbox, texter, about):
        if one.opted_out:
            return (_like(one, about),)
    return ()


def widened(inbox: Inbox) -> tuple[ev.TexterOptedOut, ...]:
    """What a desk has to lock whose scope was narrower when its texters opted out.

    The other way nothing is lifted: a texter who was locked everywhere comes back by keyword.
    """
    return tuple(
        lock
        for one in inbox.conversations.values()
        if not one.opted_out
        for lock in inherited(inbox, one.texter, one.id)
    )


def _others(inbox: Inbox, texter: str, about: int) -> Iterable[Conversation]:
    if inbox.scope is OptOutScope.NUMBER:
        return ()
    return (one for one in inbox.of_texter(texter) if one.id != about)


def _like(one: Conversation, about: int) -> ev.TexterOptedOut:
    return ev.TexterOptedOut(about, one.opt_out_keyword, one.opt_out_entry, elsewhere=True)
