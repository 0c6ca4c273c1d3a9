"""Which settings go together and which Telmetrics would refuse, said before anything is sent.

Sources: CONTRACT 5.1, 6, 7 and 9; 15.4 for key-press routing and keyword spotting.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from tmchat.core import phone, routes
from tmchat.core.routes import Problem
from tmchat.core.setup.plans import Kind
from tmchat.core.setup.shapes import CALL_KINDS, SMS_KINDS, Form, Setting, setting
from tmchat.core.setup.trees import OTHER, Tree, at

LONGEST_NAME: Final = 200
_SHOWN: Final = re.compile(r"\+?[0-9A-Za-z]{10,16}", re.ASCII)
_FILE: Final = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_KEYS: Final = "0123456789*#"
Problems = Iterator[Problem]


@dataclass(frozen=True, slots=True)
class Known:
    """What the account holds, as far as it is known: ids of chat clients and files, names that are
    taken (lower-case). None where it is not known, and then nothing is refused for it."""

    chat_clients: frozenset[str] | None = None
    files: frozenset[str] | None = None
    names: frozenset[str] | None = None


def problems(kind: Kind, tree: Tree, known: Known | None = None) -> tuple[Problem, ...]:
    """All that is wrong with a setup, each with the path of its setting; empty when it may go.

    What Telmetrics itself sent in a form that the desk does not know passes.
    """
    known = known or Known()
    found = [*_forms(kind, "", tree), *_name(tree, known)]
    if found or kind is Kind.GROUP:
        return tuple(found)
    pool = kind is Kind.POOL
    advanced = at(tree, "calls.kind") not in ("basic", None)
    found += [*_sms(tree, pool, advanced, known), *_calls(tree, known)]
    found += _replaced(tree, required=pool)
    if pool:
        found += _least(tree, "match_period", 1, "A match period is at least one minute.")
    else:
        found += [*_verify(tree, advanced, known), *_stop(tree, known)]
    return tuple(found)


def consequences(before: Tree, after: Tree, here: Callable[[str], bool]) -> tuple[str, ...]:
    """What a change of the SMS route means for this desk, a sentence each; `here` says whether a
    webhook address is the desk's own."""

    def chats(tree: Tree) -> bool:
        return at(tree, "sms.kind") == "webhook" and here(str(at(tree, "sms.url") or ""))

    if chats(before) and not chats(after):
        return ("Its texts no longer reach this desk: chat goes off for this number.",)
    if chats(after) and not chats(before):
        return ("Its texts come to this desk from now on.",)
    return ()


def _forms(kind: Kind, above: str, tree: Tree) -> Problems:
    """Settings that do not exist, and values of another form than theirs."""
    for name, value in tree.items():
        path = f"{above}{name}"
        if name == OTHER or value is None:
            continue
        known = setting(kind, path)
        if known is not None:
            sentence = _FORMS[known.form](known, value)
            if sentence:
                yield Problem(path, sentence)
        elif isinstance(value, Mapping):
            yield from _forms(kind, f"{path}.", value)
        else:
            yield Problem(path, f"A {kind.value} has no setting {path}.")


def _no_text(one: Setting, value: Any) -> str:
    return "" if isinstance(value, str) else "Write a text here."


def _no_whole(one: Setting, value: Any) -> str:
    return "" if type(value) is int else "Write a whole number here."


def _no_flag(one: Setting, value: Any) -> str:
    return "" if isinstance(value, bool) else "Write true or false here."


def _no_choice(one: Setting, value: Any) -> str:
    if value in one.choices or value == "unknown":
        return ""
    return f"Choose one of {', '.join(one.choices)}."


def _no_phone(one: Setting, value: Any) -> str:
    if not isinstance(value, str):
        return "Write a phone number here, in quotes."
    if not value:
        return ""
    try:
        phone.to_telmetrics(value)
    except ValueError as fault:
        return str(fault)
    return ""


def _no_words(one: Setting, value: Any) -> str:
    texts = isinstance(value, list | tuple) and all(isinstance(word, str) for word in value)
    return "" if texts else "Write a list of texts here."


def _no_file(one: Setting, value: Any) -> str:
    if isinstance(value, str) and (not value or _FILE.fullmatch(value)):
        return ""
    return "The id of a file looks like 8-4-4-4-12 hex digits."


_SOURCE: Final = {"referrer": Form.TEXT, "triggers": Form.WORDS, "organic": Form.FLAG}


def _no_sources(one: Setting, value: Any) -> str:
    if not isinstance(value, list | tuple):
        return "Write a list of tracking sources here."
    for source in value:
        if not isinstance(source, Mapping):
            return "A tracking source has a referrer, triggers and organic."
        for name, held in source.items():
            if name == OTHER:
                continue
            if name not in _SOURCE:
                return f"A tracking source has no {name}."
            if sentence := _FORMS[_SOURCE[name]](one, held):
                return f"{name}: {sentence}"
        if not source.get("referrer"):
            return "A tracking source needs a referrer: a domain, or Any."
    return ""


def _anything(one: Setting, value: Any) -> str:
    return ""


_FORMS: Final[dict[Form, Callable[[Setting, Any], str]]] = {
    Form.TEXT: _no_text,
    Form.WHOLE: _no_whole,
    Form.FLAG: _no_flag,
    Form.CHOICE: _no_choice,
    Form.PHONE: _no_phone,
    Form.ADDRESS: _no_text,
    Form.FILE: _no_file,
    Form.WORDS: _no_words,
    Form.SOURCES: _no_sources,
    Form.KEPT: _anything,
}


def _name(tree: Tree, known: Known) -> Problems:
    name = str(at(tree, "name") or "").strip()
    if not name:
        yield Problem("name", "A name is needed; reports show it.")
    elif len(name) > LONGEST_NAME:
        yield Problem("name", f"A name has at most {LONGEST_NAME} characters.")
    elif known.names is not None and name.casefold() in known.names:
        yield Problem("name", "This name is taken; names are unique.")


def _least(tree: Tree, path: str, least: int, sentence: str) -> Problems:
    value = at(tree, path)
    if value is not None and value < least:
        yield Problem(path, sentence)


def _sms(tree: Tree, pool: bool, advanced: bool, known: Known) -> Problems:
    block = at(tree, "sms") or {}
    kind = block.get("kind", "none")
    if kind not in SMS_KINDS:
        return
    route = sms_route(block)
    for one in routes.check(route, pool=pool, advanced_calls=advanced):
        yield Problem(f"sms.{_SMS_NAMES.get(one.field, one.field)}", one.sentence)
    client = route.client.lower() if isinstance(route, routes.ChatClientRoute) else ""
    if client and known.chat_clients is not None and client not in known.chat_clients:
        yield Problem("sms.client", "The account has no chat client with this id.")


_SMS_NAMES: Final = {"route": "kind", "auto_reply": "text"}


def sms_route(block: Tree) -> routes.SmsRoute:
    """The SMS route that the `sms` settings are; what they lack is empty."""
    text, enabled = str(block.get("text") or ""), bool(block.get("enabled"))
    match block.get("kind", "none"):
        case "webhook":
            return routes.WebhookRoute(str(block.get("url") or ""))
        case "chat_client":
            return routes.ChatClientRoute(str(block.get("client") or ""))
        case "auto_reply":
            return routes.AutoReplyRoute(enabled, text)
        case "forward":
            return routes.ForwardRoute(enabled, text, str(block.get("mobile") or ""))
        case "unknown":
            return routes.UnknownRoute(str(block.get("called") or ""), dict(block.get(OTHER) or {}))
    return routes.NoRoute()


def _calls(tree: Tree, known: Known) -> Problems:
    block = at(tree, "calls")
    if block is None or block.get("kind") not in CALL_KINDS:
        return
    if block["kind"] == "basic":
        yield from _phone_to_ring("calls", block, known)
        return
    yield from _spoken("calls.greeting", block.get("greeting") or {}, known)
    if not 0 <= (block.get("repeat") or 0) <= 9:
        yield Problem("calls.repeat", "A greeting is repeated at most nine times.")
    if not 1 <= (block.get("timeout") or 10) <= 120:
        yield Problem("calls.timeout", "Wait between 1 and 120 seconds for a key.")
    keys = block.get("keys") or {}
    if not keys:
        yield Problem("calls.keys", "A menu needs at least one key.")
    for key, choice in keys.items():
        path = f"calls.keys.{key}"
        if len(key) != 1 or key not in _KEYS:
            yield Problem(path, "A key of a menu is a digit, * or #.")
        if not str(choice.get("label") or "").strip():
            yield Problem(f"{path}.label", "Say what the key stands for.")
        yield from _phone_to_ring(path, choice, known)


def _phone_to_ring(path: str, block: Tree, known: Known) -> Problems:
    if not block.get("termination"):
        yield Problem(f"{path}.termination", "Say which phone rings.")
    record = block.get("record") or {}
    yield from _spoken(f"{path}.record", record, known, needed=False)
    if record.get("score") and not (record.get("enabled") and record.get("record")):
        yield Problem(f"{path}.record.score", "Scoring needs the calls recorded.")
    spot = record.get("keywords") or {}
    if spot.get("enabled") and not spot.get("words"):
        yield Problem(f"{path}.record.keywords.words", "Name the words to find.")
    whisper = block.get("whisper") or {}
    yield from _spoken(f"{path}.whisper", whisper, known, needed=bool(whisper.get("enabled")))


def _spoken(path: str, block: Tree, known: Known, *, needed: bool = True) -> Problems:
    text, file = block.get("text"), block.get("file")
    if needed and not (text or file):
        yield Problem(f"{path}.text", "Write what is said, or choose a file.")
    if file and known.files is not None and file.lower() not in known.files:
        yield Problem(f"{path}.file", "The datastore has no file with this id.")


def _verify(tree: Tree, advanced: bool, known: Known) -> Problems:
    block = at(tree, "verify") or {}
    if not block.get("enabled"):
        return
    if advanced:
        yield Problem("verify.enabled", "Call verify does not go with advanced call routing.")
    if not 1 <= (block.get("key") or 0) <= 9:
        yield Problem("verify.key", "Choose a key from 1 to 9.")
    yield from _spoken("verify", block, known)


def _stop(tree: Tree, known: Known) -> Problems:
    block = at(tree, "stop") or {}
    yield from _spoken("stop", block, known, needed=bool(block.get("enabled")))


def _replaced(tree: Tree, *, required: bool) -> Problems:
    block = at(tree, "replace")
    if block is None and not required:
        return
    block = block or {}
    numbers, whole = block.get("numbers") or [], bool(block.get("all"))
    if numbers and whole:
        yield Problem("replace.all", "Name the numbers to replace or replace all, not both.")
    elif not numbers and not whole:
        yield Problem("replace.numbers", "Name at least one number to replace, or replace all.")
    if not all(_SHOWN.fullmatch(number) for number in numbers):
        yield Problem("replace.numbers", "Each is ten letters or digits, such as 416555TIRE.")
