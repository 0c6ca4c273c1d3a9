"""What each role may do, as one table; who asks is settled by the hub's sign-in."""

from enum import StrEnum

from tmchat.core import commands
from tmchat.core.records import Role


class Permission(StrEnum):
    """One thing that somebody may or may not do on this desk."""

    READ = "read conversations"
    REPLY = "reply"
    NOTE = "write notes"
    CLAIM = "claim and release"
    TAKE_OVER = "take over from another agent"
    CLOSE = "close and reopen"
    OPT_OUT = "record and dismiss opt-outs"
    SETTLE = "settle replies of unknown delivery"
    OVERRULE = "release or close what another agent holds"
    EXPORT = "export conversations"
    NUMBERS = "attach and detach tracking numbers"
    INBOUND = "see and replay raw payloads"


_AGENT = frozenset(
    {
        Permission.READ,
        Permission.REPLY,
        Permission.NOTE,
        Permission.CLAIM,
        Permission.TAKE_OVER,
        Permission.CLOSE,
        Permission.OPT_OUT,
        Permission.SETTLE,
    }
)
_SUPERVISOR = _AGENT | {Permission.OVERRULE, Permission.EXPORT}

TABLE: dict[Role, frozenset[Permission]] = {
    Role.AGENT: _AGENT,
    Role.SUPERVISOR: _SUPERVISOR,
    Role.ADMINISTRATOR: _SUPERVISOR | {Permission.NUMBERS, Permission.INBOUND},
}

NEEDED: dict[type, Permission] = {
    commands.SendReply: Permission.REPLY,
    commands.AddNote: Permission.NOTE,
    commands.Claim: Permission.CLAIM,
    commands.TakeOver: Permission.TAKE_OVER,
    commands.Release: Permission.CLAIM,
    commands.Close: Permission.CLOSE,
    commands.Reopen: Permission.CLOSE,
    commands.MarkRead: Permission.READ,
    commands.MarkUnread: Permission.READ,
    commands.OptOut: Permission.OPT_OUT,
    commands.DismissOptOut: Permission.OPT_OUT,
    commands.ResendReply: Permission.SETTLE,
    commands.LookUpReply: Permission.SETTLE,
    commands.LeaveReply: Permission.SETTLE,
    commands.AttachNumber: Permission.NUMBERS,
    commands.DetachNumber: Permission.NUMBERS,
    commands.RefreshNumbers: Permission.NUMBERS,
}


def may(role: Role, permission: Permission) -> bool:
    """Whether the table grants `permission` to `role`."""
    return permission in TABLE[role]
