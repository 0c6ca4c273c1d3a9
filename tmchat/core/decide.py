"""Whether a command is granted and what then happens; keeping it is the switchboard's.

The console asks first, to refuse in the same frame what the hub would; the hub's answer counts.
"""

from collections.abc import Callable
from typing import Any

from tmchat.core import commands as cmd
from tmchat.core import events as ev
from tmchat.core.answering import problems
from tmchat.core.hours import Answering
from tmchat.core.inbox import Inbox
from tmchat.core.optout import IN_WORDS, opting_out
from tmchat.core.questions import Question
from tmchat.core.records import Agent, Conversation
from tmchat.core.roles import NEEDED, Permission, may

LONGEST_REPLY = 1600  # characters; the longest text that carriers commonly join from segments

Decision = tuple[ev.Happening, ...] | cmd.Refused


def decide(inbox: Inbox, command: cmd.Command, agent: Agent) -> Decision:
    """What happens when `agent` gives `command`: the happenings in order, or a refusal.

    Commands that reach out to the account or look a reply up are only checked here and yield no
    happening.
    """
    needed = NEEDED[type(command)]
    if not may(agent.role, needed):
        return cmd.Refused("forbidden", f"Your role, {agent.role}, may not {needed}.")
    if isinstance(command, cmd.ACCOUNT_COMMANDS):
        return ()
    if isinstance(command, cmd.SetAnswering):
        return _answering(inbox, command, agent)
    conversation = inbox.conversations.get(command.conversation)
    if conversation is None:
        return cmd.Refused("unknown", "There is no such conversation on this desk.")
    return _RULES[type(command)](inbox, conversation, command, agent)


def _answering(inbox: Inbox, command: cmd.SetAnswering, agent: Agent) -> Decision:
    known = inbox.numbers.get(command.number)
    if known is None:
        return cmd.Refused("unknown", "This tracking number is not on the desk.")
    # Which zones there are only a machine knows: the hub looks, and here it is taken as it comes.
    wrong = problems(command.answering, bool)
    if wrong:
        return cmd.Refused("setting", wrong[0].sentence)
    if known.answering == command.answering:
        return ()
    if command.was is not None and command.was != (known.answering or Answering()):
        return cmd.Refused("changed", "The auto-reply was changed meanwhile; look at it again.")
    return (ev.AnsweringSet(command.number, command.answering, agent.name, known.answering),)


def asked(question: Question, agent: Agent) -> cmd.Refused | None:
    """Why `agent` may not be told this; None when they may."""
    needed = NEEDED[type(question)]
    if may(agent.role, needed):
        return None
    return cmd.Refused("forbidden", f"Your role, {agent.role}, may not {needed}.")


def _reply(inbox: Inbox, conv: Conversation, command: cmd.SendReply, agent: Agent) -> Decision:
    if not command.text.strip():
        return cmd.Refused("empty", "There is nothing to send.")
    if len(command.text) > LONGEST_REPLY:
        over = len(command.text) - LONGEST_REPLY
        return cmd.Refused("too-long", f"The reply is {over} characters over {LONGEST_REPLY}.")
    if not command.client_ref:
        return cmd.Refused("no-reference", "The reply carries no client_ref.")
    refusal = _may_text(conv, agent)
    if refusal:
        return refusal
    moved_on = _moved_on(inbox, conv, command.seen, agent)
    if moved_on and not command.anyway:
        return cmd.Refused("held", "The conversation moved on while you wrote; read it, then send.")
    queued = ev.ReplyQueued(conv.id, command.text, command.client_ref, agent.name, moved_on)
    return (*_taken_up(conv, agent), queued)


def _may_text(conv: Conversation, agent: Agent) -> cmd.Refused | None:
    """Why `agent` may not text this texter now, None if they may."""
    if conv.opted_out:
        return cmd.Refused("opted-out", "This texter opted out; nothing can be sent to them.")
    if conv.holder and conv.holder != agent.name:
        return cmd.Refused("claimed", f"{conv.holder} holds this conversation; take over first.")
    return None


def _taken_up(conv: Conversation, agent: Agent) -> tuple[ev.Happening, ...]:
    """What comes before a text of `agent`, so that the conversation is open and theirs."""
    happenings: tuple[ev.Happening, ...] = ()
    if conv.closed:
        happenings = (ev.ConversationReopened(conv.id, agent.name),)
    if not conv.holder:
        happenings = (*happenings, ev.ConversationClaimed(conv.id, agent.name))
    return happenings


def _moved_on(inbox: Inbox, conv: Conversation, seen: int, agent: Agent) -> bool:
    """Whether something came after the entry `seen`; what the agent said since is no news."""
    if seen > inbox.head:
        seen = 0  # a number of another journal, from before a backup was restored
    mine = conv.last_reply_by == agent.name
    others = conv.last_reply_other if mine else conv.last_reply
    return max(conv.last_text, others) > seen


def _note(inbox: Inbox, conv: Conversation, command: cmd.AddNote, agent: Agent) -> Decision:
    if not command.text.strip():
        return cmd.Refused("empty", "The note is empty.")
    if len(command.text) > 10 * LONGEST_REPLY:
        return cmd.Refused("too-long", "The note is too long.")
    return (ev.NoteAdded(conv.id, command.text, agent.name, command.client_ref),)


def _claim(inbox: Inbox, conv: Conversation, command: cmd.Claim, agent: Agent) -> Decision:
    if conv.holder == agent.name:
        return ()
    if conv.holder:
        return cmd.Refused("claimed", f"{conv.holder} holds this conversation.")
    if conv.closed:
        return cmd.Refused("closed", "The conversation is closed; reopen it first.")
    return (ev.ConversationClaimed(conv.id, agent.name),)


def _take_over(inbox: Inbox, conv: Conversation, command: cmd.TakeOver, agent: Agent) -> Decision:
    if conv.holder == agent.name:
        return ()
    if not conv.holder:
        return _claim(inbox, conv, cmd.Claim(conv.id), agent)
    if conv.holder != command.holder:
        return cmd.Refused("claimed", f"{conv.holder} holds this conversation by now.")
    return (ev.ConversationTakenOver(conv.id, agent.name, conv.holder),)


def _release(inbox: Inbox, conv: Conversation, command: cmd.Release, agent: Agent) -> Decision:
    if not conv.holder:
        return ()
    if conv.holder != (command.holder or agent.name):
        return cmd.Refused("claimed", f"{conv.holder} holds this conversation by now.")
    refusal = _others_claim(conv, agent)
    return refusal or (ev.ConversationReleased(conv.id, agent.name, conv.holder),)


def _close(inbox: Inbox, conv: Conversation, command: cmd.Close, agent: Agent) -> Decision:
    if conv.closed:
        return ()
    if command.seen and conv.last_text > command.seen:
        return cmd.Refused("moved-on", "A text came meanwhile; read it, then close.")
    refusal = _others_claim(conv, agent)
    return refusal or (ev.ConversationClosed(conv.id, agent.name),)


def _others_claim(conv: Conversation, agent: Agent) -> cmd.Refused | None:
    if conv.holder in ("", agent.name) or may(agent.role, Permission.OVERRULE):
        return None
    return cmd.Refused("claimed", f"{conv.holder} holds this conversation.")


def _reopen(inbox: Inbox, conv: Conversation, command: cmd.Reopen, agent: Agent) -> Decision:
    return (ev.ConversationReopened(conv.id, agent.name),) if conv.closed else ()


def _read(inbox: Inbox, conv: Conversation, command: cmd.MarkRead, agent: Agent) -> Decision:
    mark = inbox.mark(agent.name, conv.id)
    upto = min(command.upto, conv.last_entry)
    inbound = max(0, min(command.inbound, conv.inbound))
    if (upto, inbound) <= (mark.upto, mark.inbound):
        return ()
    return (ev.ConversationRead(conv.id, agent.name, upto, inbound),)


def _unread(inbox: Inbox, conv: Conversation, command: cmd.MarkUnread, agent: Agent) -> Decision:
    mark = inbox.mark(agent.name, conv.id)
    if not conv.inbound or mark.inbound < conv.inbound:
        return ()
    return (ev.ConversationRead(conv.id, agent.name, conv.last_text - 1, conv.inbound - 1),)


def _opt_out(inbox: Inbox, conv: Conversation, command: cmd.OptOut, agent: Agent) -> Decision:
    if conv.opted_out:
        return ()
    if not command.entry or command.entry not in (conv.asks_out, conv.last_text):
        return cmd.Refused("moved-on", "The conversation moved on; read it, then opt out.")
    return opting_out(inbox, conv.texter, conv.id, IN_WORDS, command.entry, agent.name)


def _dismiss(
    inbox: Inbox, conv: Conversation, command: cmd.DismissOptOut, agent: Agent
) -> Decision:
    if not conv.asks_out:
        return ()
    if command.entry != conv.asks_out:
        return cmd.Refused("moved-on", "A newer text may ask for no more texts; read it first.")
    return (ev.OptOutDismissed(conv.id, command.entry, agent.name),)


def _resend(inbox: Inbox, conv: Conversation, command: cmd.ResendReply, agent: Agent) -> Decision:
    if not command.client_ref:
        return cmd.Refused("no-reference", "The wish to send again carries no client_ref.")
    refusal = _not_unknown(conv, command.entry) or _may_text(conv, agent)
    if refusal:
        return refusal
    if _moved_on(inbox, conv, command.seen, agent):
        return cmd.Refused("held", "The conversation moved on; read it, then send again.")
    resent = ev.ReplyResent(conv.id, command.entry, agent.name, command.client_ref)
    return (*_taken_up(conv, agent), resent)


def _look_up(inbox: Inbox, conv: Conversation, command: cmd.LookUpReply, agent: Agent) -> Decision:
    """Looking is the hub's; what it finds is told in an event of its own."""
    return _not_unknown(conv, command.entry) or ()


def _leave(inbox: Inbox, conv: Conversation, command: cmd.LeaveReply, agent: Agent) -> Decision:
    refusal = _not_unknown(conv, command.entry) or _others_claim(conv, agent)
    return refusal or (ev.UnknownLeft(conv.id, command.entry, agent.name),)


def _not_unknown(conv: Conversation, entry: int) -> cmd.Refused | None:
    if entry in conv.unknown:
        return None
    return cmd.Refused("settled", "There is no reply here that may or may not have arrived.")


_RULES: dict[type, Callable[[Inbox, Conversation, Any, Agent], Decision]] = {
    cmd.SendReply: _reply,
    cmd.AddNote: _note,
    cmd.Claim: _claim,
    cmd.TakeOver: _take_over,
    cmd.Release: _release,
    cmd.Close: _close,
    cmd.Reopen: _reopen,
    cmd.MarkRead: _read,
    cmd.MarkUnread: _unread,
    cmd.OptOut: _opt_out,
    cmd.DismissOptOut: _dismiss,
    cmd.ResendReply: _resend,
    cmd.LookUpReply: _look_up,
    cmd.LeaveReply: _leave,
}
