"""What a terminal sent for a key and what the key does, in words; its screen is `keyprobe`'s."""

from dataclasses import dataclass

from tmchat.console.actions.action import DESK_PARTS, HEADINGS, SCOPES_OF, Action, Part, Scope
from tmchat.console.actions.keynames import is_typed, key_words
from tmchat.console.actions.table import Keymap

_TYPED_IN = (Part.COMPOSER, Part.FILTER, Part.WRITING)


@dataclass(frozen=True, slots=True)
class Probed:
    """One key: the bytes that came, escaped, Textual's name, how people write it, what it does."""

    sent: str
    name: str
    written: str
    does: tuple[str, ...]


def escaped(sent: str) -> str:
    """The bytes of `sent`, those that are no ASCII letter or sign as `\\\\x1b`."""
    return "".join(
        chr(one) if 33 <= one < 127 and one != 0x5C else f"\\x{one:02x}"
        for one in sent.encode("utf-8", "replace")
    )


def probed(keymap: Keymap, sent: str, name: str) -> Probed:
    """What is to be said of the key `name`, for which the terminal sent `sent`."""
    found: dict[str, Action] = {}
    over: dict[str, Action] = {}
    for part in SCOPES_OF:
        action = keymap.action(part, name)
        if action is not None:
            (found if part in DESK_PARTS else over).setdefault(action.id, action)
    does = [f"{one.title} ({one.id}), {_where(one.scope)}" for one in found.values()]
    if over:
        does.append(f"on sheets over the desk: {', '.join(over)}")
    if is_typed(name):
        does.append(f"typed in the {', the '.join(_TYPED_IN)}")
    return Probed(escaped(sent), name, key_words(name), tuple(does))


def _where(scope: Scope) -> str:
    heading = HEADINGS[scope]
    return heading[:1].lower() + heading[1:]
