"""What each role may do, as one table; who asks is settled by the hub's sign-in."""

from enum import StrEnum

from tmchat.core import commands, questions
from tmchat.core.records import Role


class Permission(StrEnum):
    """One thing that somebody may or may not do on this desk."""

    READ = "read conversations"
    REPLY = "reply"
    NOTE = "write notes"
    CLAIM = "claim and release"
    TAKE_OVER = "take over from another agent"
    CLOSE = "close and reopen"
    SNOOZE = "put conversations off"
    OPT_OUT = "record and dismiss opt-outs"
    SETTLE = "settle replies of unknown delivery"
    OVERRULE = "release or close what another agent holds"
    EXPORT = "export conversations"
    NUMBERS = "attach and detach tracking numbers"
    INBOUND = "see and replay raw payloads"
    ANSWERING = "set the desk's auto-replies"
    CANNED = "change the team's canned replies"
    SEE_SETUP = "see how numbers are set up"
    CALLS = "see calls"
    SETUP = "change how numbers are set up"
    ORDER = "order and release numbers"
    AUDIT = "see who changed what"


_AGENT = frozenset(
    {
        Permission.READ,
        Permission.REPLY,
        Permission.NOTE,
        Permission.CLAIM,
        Permission.TAKE_OVER,
        Permission.CLOSE,
        Permission.SNOOZE,
        Permission.OPT_OUT,
        Permission.SEE_SETUP,
        Permission.CALLS,
        Permission.SETTLE,
    }
)
_SUPERVISOR = _AGENT | {
    Permission.OVERRULE,
    Permission.EXPORT,
    Permission.AUDIT,
    Permission.ANSWERING,
    Permission.CANNED,
}
_ADMINISTRATOR = _SUPERVISOR | {
    Permission.NUMBERS,
    Permission.INBOUND,
    Permission.SETUP,
    Permission.ORDER,
}

TABLE: dict[Role, frozenset[Permission]] = {
    Role.AGENT: _AGENT,
    Role.SUPERVISOR: _SUPERVISOR,
    Role.ADMINISTRATOR: _ADMINISTRATOR,
}

NEEDED: dict[type, Permission] = {
    commands.SendReply: Permission.REPLY,
    commands.AddNote: Permission.NOTE,
    commands.Claim: Permission.CLAIM,
    commands.TakeOver: Permission.TAKE_OVER,
    commands.Release: Permission.CLAIM,
    commands.Close: Permission.CLOSE,
    commands.Reopen: Permission.CLOSE,
    commands.ScheduleReply: Permission.REPLY,
    commands.SendScheduled: Permission.REPLY,
    commands.CancelScheduled: Permission.REPLY,
    commands.Snooze: Permission.SNOOZE,
    commands.Wake: Permission.SNOOZE,
    commands.MarkRead: Permission.READ,
    commands.MarkUnread: Permission.READ,
    commands.OptOut: Permission.OPT_OUT,
    commands.DismissOptOut: Permission.OPT_OUT,
    commands.SetAnswering: Permission.ANSWERING,
    commands.KeepCanned: Permission.CANNED,
    commands.RemoveCanned: Permission.CANNED,
    commands.ResendReply: Permission.SETTLE,
    commands.LookUpReply: Permission.SETTLE,
    commands.LeaveReply: Permission.SETTLE,
    commands.AttachNumber: Permission.NUMBERS,
    commands.DetachNumber: Permission.NUMBERS,
    commands.RefreshNumbers: Permission.NUMBERS,
    commands.ChangeSetup: Permission.SETUP,
    commands.OrderNumber: Permission.ORDER,
    commands.OrderPool: Permission.ORDER,
    commands.GrowPool: Permission.ORDER,
    commands.MakeGroup: Permission.SETUP,
    commands.ReleaseNumber: Permission.ORDER,
    commands.RemoveSetup: Permission.ORDER,
    commands.MakeOwner: Permission.SETUP,
    commands.ReplayPush: Permission.INBOUND,
    questions.SetupOf: Permission.SEE_SETUP,
    questions.SetupsOf: Permission.SEE_SETUP,
    questions.CallsBetween: Permission.CALLS,
    questions.CallOf: Permission.CALLS,
    questions.AccountParts: Permission.SEE_SETUP,
    questions.ChangesMade: Permission.AUDIT,
    questions.PushesTaken: Permission.INBOUND,
    questions.PushTaken: Permission.INBOUND,
    questions.TryAddress: Permission.SETUP,
    questions.Find: Permission.READ,
}
"""What each command and each question needs."""


def may(role: Role, permission: Permission) -> bool:
    """Whether the table grants `permission` to `role`."""
    return permission in TABLE[role]
