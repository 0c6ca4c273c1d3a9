"""Which claims of agents who are gone go back to the queue, and to whom they are not handed next.

Who is gone is told from outside: the hub watches the consoles.
"""

from collections.abc import Callable

from tmchat.core import events as ev
from tmchat.core.inbox import Inbox
from tmchat.core.records import Conversation

REST = 300_000
"""Milliseconds for which a conversation that was given back is left to other agents."""

AWAY = "away"
"""Why a claim went back: no console of its holder was connected for too long."""


def giving_back(
    inbox: Inbox, is_gone: Callable[[str], bool]
) -> tuple[ev.ConversationGivenBack, ...]:
    """What goes back to the queue now: conversations that await us and whose holder is gone.

    What is answered stays with its holder until the texter writes again. The holder is read in the
    same step in which the event is made, so a claim made meanwhile is never freed.
    """
    return tuple(
        ev.ConversationGivenBack(one.id, one.holder, AWAY)
        for one in inbox.conversations.values()
        if one.holder and one.waiting_since and not one.closed and is_gone(one.holder)
    )


def rests(conversation: Conversation, agent: str, now: int) -> bool:
    """Whether a conversation is not to be handed to `agent` at `now` (ms UTC, the hub's clock).

    It was taken from them less than `REST` ago and nobody else has had it since. It is only not
    handed out: an agent who opens it by hand may claim or answer it at once, as they decide with
    the line that says so before them, and a texter must not wait where nobody else is on duty.
    """
    return (
        conversation.given_back_from == agent
        and not conversation.holder
        and 0 <= now - conversation.given_back_at < REST
    )
