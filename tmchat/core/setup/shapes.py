"""Which settings a tracking number, a number pool and a number group have: one table for forms,
text files and diffs; what values are right together is `rules`'s.

Names are the desk's own. Sources: CONTRACT 5 to 7 and 9; 15.4 for groups, key-press routing and
keyword spotting, which no page shows.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Final

from tmchat.core.setup.plans import Kind
from tmchat.core.setup.trees import OTHER, Tree, at


class Form(StrEnum):
    """What kind of value a setting has."""

    TEXT = "text"
    WHOLE = "whole number"
    FLAG = "yes or no"
    CHOICE = "choice"
    PHONE = "phone number"
    ADDRESS = "web address"
    FILE = "file of the datastore"
    WORDS = "list of texts"
    SOURCES = "list of tracking sources"
    KEPT = "kept as it came"


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting: `path` with `*` for any name, `title` for people, `help` one sentence.

    `choices` of a CHOICE; `fixed` says that the desk shows it and cannot change it; `given` is a
    path and the values there for which the setting exists (no path: always).
    """

    path: str
    title: str
    form: Form
    help: str
    choices: tuple[str, ...] = ()
    fixed: bool = False
    given: tuple[str, tuple[str, ...]] = ("", ())


SMS_KINDS: Final = ("none", "webhook", "chat_client", "auto_reply", "forward")
CALL_KINDS: Final = ("basic", "key_press")
_ANSWERS: Final = ("auto_reply", "forward")


def _spoken(path: str, title: str, help: str) -> tuple[Setting, ...]:
    """A notification: each of text and file will do (CONTRACT 5.1)."""
    return (
        Setting(f"{path}.text", f"{title}: text", Form.TEXT, f"{help} Read aloud."),
        Setting(f"{path}.file", f"{title}: file", Form.FILE, f"{help} A recording instead."),
    )


def _switch(path: str, title: str, help: str) -> Setting:
    return Setting(f"{path}.enabled", title, Form.FLAG, help)


def _call_features(above: str) -> tuple[Setting, ...]:
    """What happens while one termination number is called (CONTRACT 6)."""
    record, spot = f"{above}record", f"{above}record.keywords"
    return (
        _switch(record, "Recording", "Calls are recorded."),
        Setting(f"{record}.record", "Record now", Form.FLAG, "Off: prepared, but not recording."),
        Setting(f"{record}.confirm", "Ask first", Form.FLAG, "The caller must agree by a key."),
        Setting(f"{record}.redact", "Redaction", Form.FLAG, "Card numbers are left out."),
        *_spoken(record, "Recording notice", "What the caller hears before the recording."),
        Setting(f"{record}.transcript", "Transcription", Form.FLAG, "Recordings become text."),
        Setting(f"{record}.score", "Call scoring", Form.FLAG, "Calls get a score of 0 to 100."),
        _switch(spot, "Keyword spotting", "Listed words are found in calls."),
        Setting(f"{spot}.words", "Keywords", Form.WORDS, "The words to find."),
        _switch(f"{above}whisper", "Whisper", "The called party hears a notice first."),
        *_spoken(f"{above}whisper", "Whisper", "Heard by the called party alone."),
    )


_SMS: Final = (
    Setting("sms.kind", "SMS route", Form.CHOICE, "What becomes of a text.", choices=SMS_KINDS),
    Setting(
        "sms.url",
        "Webhook address",
        Form.ADDRESS,
        "Where every text is pushed to.",
        given=("sms.kind", ("webhook",)),
    ),
    Setting(
        "sms.client",
        "Chat client",
        Form.TEXT,
        "Id of a chat client of the account.",
        given=("sms.kind", ("chat_client",)),
    ),
    Setting(
        "sms.enabled",
        "Auto-reply",
        Form.FLAG,
        "Each texter is answered, at most once in 24 hours.",
        given=("sms.kind", _ANSWERS),
    ),
    Setting(
        "sms.text",
        "Auto-reply text",
        Form.TEXT,
        "At most 155 characters.",
        given=("sms.kind", _ANSWERS),
    ),
    Setting(
        "sms.mobile",
        "Forward to",
        Form.PHONE,
        "The mobile that gets the texts; empty: the phone that takes the calls.",
        given=("sms.kind", ("forward",)),
    ),
    Setting(
        "sms.called",
        "Kind of route",
        Form.TEXT,
        "A kind of route that this desk does not know.",
        fixed=True,
        given=("sms.kind", ("unknown",)),
    ),
)
_BASIC: Final = ("calls.kind", ("basic",))
_MENU: Final = ("calls.kind", ("key_press",))
_CALLS: Final = (
    Setting("calls.kind", "Call route", Form.CHOICE, "Where calls go.", choices=CALL_KINDS),
    Setting(
        "calls.termination", "Calls go to", Form.PHONE, "The advertiser's phone.", given=_BASIC
    ),
    *(replace(one, given=_BASIC) for one in _call_features("calls.")),
    *(
        replace(one, given=_MENU)
        for one in (
            *_spoken("calls.greeting", "Greeting", "Tells the caller the keys."),
            Setting("calls.repeat", "Repeats", Form.WHOLE, "How often the greeting is repeated."),
            Setting("calls.timeout", "Wait", Form.WHOLE, "Seconds to wait for a key."),
            Setting("calls.invalid", "Wrong key", Form.TEXT, "What a wrong key is answered with."),
            Setting("calls.keys.*.label", "Key: label", Form.TEXT, "What the key stands for."),
            Setting("calls.keys.*.termination", "Key: calls go to", Form.PHONE, "Its phone."),
            *_call_features("calls.keys.*."),
        )
    ),
    Setting(
        "calls.called",
        "Kind of call route",
        Form.TEXT,
        "A kind of call route that this desk does not know.",
        fixed=True,
        given=("calls.kind", ("unknown",)),
    ),
)
_REPLACED: Final = (
    Setting("replace.numbers", "Replaced numbers", Form.WORDS, "Numbers on the page to replace."),
    Setting("replace.all", "Replace all", Form.FLAG, "Every number on the page is replaced."),
    Setting(
        "replace.sources",
        "Tracking sources",
        Form.SOURCES,
        "Which visitors see the number: referrer, triggers, organic.",
    ),
)
_NAME: Final = Setting("name", "Name", Form.TEXT, "Unique; reports show it.")
_GROUP: Final = Setting("group", "Number group", Form.WHOLE, "Id of its number group.", fixed=True)
_STATUS: Final = Setting("status", "Status", Form.TEXT, "As Telmetrics has it.", fixed=True)

SETTINGS: Final[dict[Kind, tuple[Setting, ...]]] = {
    Kind.NUMBER: (
        _NAME,
        _GROUP,
        _STATUS,
        *_SMS,
        *_CALLS,
        _switch("verify", "Call verify", "The caller must press a key, which stops robots."),
        Setting("verify.key", "Verify key", Form.WHOLE, "The key to press, 1 to 9."),
        *_spoken("verify", "Verify notice", "Asks the caller to press the key."),
        _switch("stop", "Stop calls", "Calls are blocked and still reported."),
        *_spoken("stop", "Stop notice", "What a blocked caller hears."),
        *_REPLACED,
    ),
    Kind.POOL: (
        _NAME,
        _GROUP,
        _STATUS,
        Setting("match_period", "Match period", Form.WHOLE, "Minutes a visit stays open."),
        Setting("quantity", "Numbers", Form.WHOLE, "How many numbers it has.", fixed=True),
        *_SMS,
        *_CALLS,
        *_REPLACED,
    ),
    Kind.GROUP: (
        _NAME,
        Setting("status", "Status", Form.TEXT, "Such as active."),
        Setting("owner", "Owner", Form.WHOLE, "Id of the group owner, for reports."),
        Setting("type", "Type", Form.WHOLE, "Id of the group type."),
        Setting("billing_group", "Billing group", Form.WHOLE, "Id of the leaf it hangs from."),
        Setting("dni", "Number insertion", Form.TEXT, "Such as None or OneToOne."),
    ),
}
"""By kind, in the order in which people read them."""


def setting(kind: Kind, path: str) -> Setting | None:
    """The setting that `path` is, with its names in place of `*`; None for one that is not known.

    What stands under `other` is known to nobody and kept.
    """
    names = path.split(".")
    for one in SETTINGS[kind]:
        shape = one.path.split(".")
        if len(shape) == len(names) and all(
            mine in ("*", theirs) for mine, theirs in zip(shape, names, strict=True)
        ):
            return replace(one, path=path)
    if OTHER in names:
        return Setting(path, "Other", Form.KEPT, "Sent by Telmetrics, kept as it came.")
    return None


def present(kind: Kind, tree: Tree) -> Iterator[Setting]:
    """The settings that exist for `tree`, as a form shows them: those of its kinds of route, and
    of a menu's keys each one's."""
    for one in SETTINGS[kind]:
        where, values = one.given
        if where and at(tree, where) not in values:
            continue
        if "*" not in one.path:
            yield one
            continue
        above, _, below = one.path.partition(".*.")
        for name in sorted(at(tree, above) or {}):
            yield replace(one, path=f"{above}.{name}.{below}", title=_of_key(one.title, name))


def _of_key(title: str, name: str) -> str:
    return title.replace("Key:", f"Key {name}:") if "Key:" in title else f"Key {name}: {title}"


def unset(kind: Kind) -> dict[str, Any]:
    """The tree of one that has nothing set: no SMS route."""
    return {} if kind is Kind.GROUP else {"sms": {"kind": "none"}}
