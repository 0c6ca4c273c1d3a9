"""Whether a command is granted and what then happens; keeping it is the switchboard's.

The console asks first, to refuse in the same frame what the hub would; the hub's answer counts.
"""

from collections.abc import Callable
from typing import Any

from tmchat.core import canned, scheduling
from tmchat.core import commands as cmd
from tmchat.core import events as ev
from tmchat.core.answering import problems
from tmchat.core.guards import may_text, moved_on, others_claim, taken_up
from tmchat.core.hours import Answering
from tmchat.core.inbox import Inbox
from tmchat.core.later import ScheduleEnded
from tmchat.core.optout import IN_WORDS, opting_out
from tmchat.core.questions import Question
from tmchat.core.records import Agent, Conversation
from tmchat.core.roles import NEEDED, may
from tmchat.core.snoozing import snooze, wake

LONGEST_REPLY = 1600  # characters; the longest text that carriers commonly join from segments
LONGEST_NOTE = 10 * LONGEST_REPLY

Decision = tuple[ev.Happening, ...] | cmd.Refused


def decide(inbox: Inbox, command: cmd.Command, agent: Agent) -> Decision:
    """What happens when `agent` gives `command`: the happenings in order, or a refusal.

    Commands that reach out to the account or look a reply up are only checked here and yield no
    happening.
    """
    needed = NEEDED[type(command)]
    if not may(agent.role, needed):
        return cmd.Refused("forbidden", f"Your role, {agent.role}, may not {needed}.")
    if getattr(command, "client_ref", "").startswith(scheduling.AT_ITS_TIME):
        return cmd.Refused(
            "reserved", f"A client_ref must not begin with {scheduling.AT_ITS_TIME!r}."
        )
    if isinstance(command, cmd.ACCOUNT_COMMANDS):
        return ()
    if isinstance(command, cmd.SetAnswering):
        return _answering(inbox, command, agent)
    if isinstance(command, cmd.KeepCanned | cmd.RemoveCanned):
        return _canned(inbox, command, agent)
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


def _canned(inbox: Inbox, command: cmd.KeepCanned | cmd.RemoveCanned, agent: Agent) -> Decision:
    if isinstance(command, cmd.RemoveCanned):
        if command.title not in inbox.canned:
            return cmd.Refused("unknown", "The team has no canned reply of this title.")
        return (ev.CannedRemoved(command.title, agent.name),)
    reply = command.reply
    wrong = canned.problems(reply)
    if wrong:
        return cmd.Refused("canned", wrong[0].sentence, wrong)
    known = inbox.canned.get(reply.title)
    if known is None and len(inbox.canned) >= canned.MOST:
        return cmd.Refused("full", f"The team has {canned.MOST} canned replies; remove some first.")
    return () if known == reply else (ev.CannedKept(reply, agent.name),)


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
    blank = canned.blank_in(command.text)
    if blank:
        left = command.text[slice(*blank)]
        return cmd.Refused("blank", f"{left} is still to be filled in, or taken out; then send.")
    if not command.client_ref:
        return cmd.Refused("no-reference", "The reply carries no client_ref.")
    refusal = may_text(conv, agent)
    if refusal:
        return refusal
    news = moved_on(inbox, conv, command.seen, agent.name)
    if news and not command.anyway:
        return cmd.Refused("held", "The conversation moved on while you wrote; read it, then send.")
    queued = ev.ReplyQueued(conv.id, command.text, command.client_ref, agent.name, news)
    return (*taken_up(conv, agent.name), queued)


def _schedule(
    inbox: Inbox, conv: Conversation, command: cmd.ScheduleReply, agent: Agent
) -> Decision:
    """What may not be sent now may not be scheduled; it is checked again when its time comes."""
    as_now = cmd.SendReply(conv.id, command.text, command.client_ref, command.seen, command.anyway)
    sent = _reply(inbox, conv, as_now, agent)
    if isinstance(sent, cmd.Refused):
        return sent
    kept = scheduling.keep(conv, command, agent)
    return kept if isinstance(kept, cmd.Refused) else (*taken_up(conv, agent.name), *kept)


def _send_scheduled(
    inbox: Inbox, conv: Conversation, command: cmd.SendScheduled, agent: Agent
) -> Decision:
    found = scheduling.find(conv, command.entry)
    if isinstance(found, cmd.Refused):
        return found
    ref = scheduling.client_ref_at_its_time(found)
    sent = _reply(inbox, conv, cmd.SendReply(conv.id, found.text, ref, command.seen), agent)
    if isinstance(sent, cmd.Refused):
        return sent
    return (ScheduleEnded(conv.id, found.entry, True), *sent)


def _note(inbox: Inbox, conv: Conversation, command: cmd.AddNote, agent: Agent) -> Decision:
    if not command.text.strip():
        return cmd.Refused("empty", "The note is empty.")
    if len(command.text) > LONGEST_NOTE:
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
    refusal = others_claim(conv, agent)
    return refusal or (ev.ConversationReleased(conv.id, agent.name, conv.holder),)


def _close(inbox: Inbox, conv: Conversation, command: cmd.Close, agent: Agent) -> Decision:
    if conv.closed:
        return ()
    if command.seen and conv.last_text > command.seen:
        return cmd.Refused("moved-on", "A text came meanwhile; read it, then close.")
    refusal = others_claim(conv, agent)
    return refusal or (ev.ConversationClosed(conv.id, agent.name),)


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
    refusal = _not_unknown(conv, command.entry) or may_text(conv, agent)
    if refusal:
        return refusal
    if moved_on(inbox, conv, command.seen, agent.name):
        return cmd.Refused("held", "The conversation moved on; read it, then send again.")
    resent = ev.ReplyResent(conv.id, command.entry, agent.name, command.client_ref)
    return (*taken_up(conv, agent.name), resent)


def _look_up(inbox: Inbox, conv: Conversation, command: cmd.LookUpReply, agent: Agent) -> Decision:
    """Looking is the hub's; what it finds is told in an event of its own."""
    return _not_unknown(conv, command.entry) or ()


def _leave(inbox: Inbox, conv: Conversation, command: cmd.LeaveReply, agent: Agent) -> Decision:
    refusal = _not_unknown(conv, command.entry) or others_claim(conv, agent)
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
    cmd.ScheduleReply: _schedule,
    cmd.SendScheduled: _send_scheduled,
    cmd.CancelScheduled: scheduling.cancel,
    cmd.Snooze: snooze,
    cmd.Wake: wake,
    cmd.MarkRead: _read,
    cmd.MarkUnread: _unread,
    cmd.OptOut: _opt_out,
    cmd.DismissOptOut: _dismiss,
    cmd.ResendReply: _resend,
    cmd.LookUpReply: _look_up,
    cmd.LeaveReply: _leave,
}
