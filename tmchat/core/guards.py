"""What stands before every text and claim: who may, and whether the conversation moved on."""

from tmchat.core import commands as cmd
from tmchat.core import events as ev
from tmchat.core.inbox import Inbox
from tmchat.core.records import Agent, Conversation
from tmchat.core.roles import Permission, may


def may_text(conv: Conversation, agent: Agent) -> cmd.Refused | None:
    """Why `agent` may not text this texter now, None if they may."""
    if conv.opted_out:
        return cmd.Refused("opted-out", "This texter opted out; nothing can be sent to them.")
    if conv.holder and conv.holder != agent.name:
        return cmd.Refused("claimed", f"{conv.holder} holds this conversation; take over first.")
    return None


def taken_up(conv: Conversation, agent: str) -> tuple[ev.Happening, ...]:
    """What comes before a text of `agent`, so that the conversation is open and theirs."""
    happenings: tuple[ev.Happening, ...] = ()
    if conv.closed:
        happenings = (ev.ConversationReopened(conv.id, agent),)
    if not conv.holder:
        happenings = (*happenings, ev.ConversationClaimed(conv.id, agent))
    return happenings


def moved_on(inbox: Inbox, conv: Conversation, seen: int, agent: str) -> bool:
    """Whether something came after the entry `seen`; what `agent` said since is no news."""
    if seen > inbox.head:
        seen = 0  # a number of another journal, from before a backup was restored
    mine = conv.last_reply_by == agent
    others = conv.last_reply_other if mine else conv.last_reply
    return max(conv.last_text, others) > seen


def others_claim(conv: Conversation, agent: Agent) -> cmd.Refused | None:
    """Why `agent` may not put away what another holds, None if they may."""
    if conv.holder in ("", agent.name) or may(agent.role, Permission.OVERRULE):
        return None
    return cmd.Refused("claimed", f"{conv.holder} holds this conversation.")
