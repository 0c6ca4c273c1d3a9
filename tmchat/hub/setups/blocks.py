"""Which field of Telmetrics' blocks is which setting of the desk; resources are `translate`'s.

Sources: CONTRACT 5.1, 6, 7 and 9; 15.4 for key-press routing and keyword spotting.
"""

from collections.abc import Mapping
from typing import Any, Final

from tmchat.core.setup.trees import OTHER
from tmchat.hub.setups.leaves import Leaf, flag, phone_leaf, put, take, text, whole, words

Json = Mapping[str, Any]

SMS_KIND: Final = {
    "none": "None",
    "webhook": "Webhook",
    "chat_client": "ChatClient",
    "auto_reply": "Autoreply",
    "forward": "SmartNumber",
}
_SMS_LEAVES: Final = {
    "none": (),
    "webhook": (Leaf("route.inbound_webhook_url", "url", text),),
    "chat_client": (Leaf("route.chat_client_id", "client", text),),
    "auto_reply": (
        Leaf("route.autoreply_enabled", "enabled", flag),
        Leaf("route.autoreply_message", "text", text),
    ),
    "forward": (
        Leaf("route.autoreply_enabled", "enabled", flag),
        Leaf("route.autoreply_message", "text", text),
        phone_leaf("route.alternate_text_termination", "mobile"),
    ),
}
CALL_KIND: Final = {"basic": "Basic", "key_press": "KeyPress"}


def _spoken(above: str, setting: str) -> tuple[Leaf, ...]:
    return (
        Leaf(f"{above}.notification_text", f"{setting}.text", text),
        Leaf(f"{above}.notification_file", f"{setting}.file", text),
    )


def _features(above: str) -> tuple[Leaf, ...]:
    record, spot = f"{above}.call_record", f"{above}.call_record.keyword_spotting"
    made = f"{record}.transcription_settings"
    return (
        Leaf(f"{record}.enabled", "record.enabled", flag),
        Leaf(f"{record}.record", "record.record", flag),
        Leaf(f"{record}.require_confirmation", "record.confirm", flag),
        Leaf(f"{record}.redaction_enabled", "record.redact", flag),
        *_spoken(record, "record"),
        Leaf(f"{made}.transcript_enabled", "record.transcript", flag),
        Leaf(f"{made}.call_scoring_enabled", "record.score", flag),
        Leaf(f"{spot}.enabled", "record.keywords.enabled", flag),
        Leaf(f"{spot}.keywords", "record.keywords.words", words),
        Leaf(f"{above}.whisper.enabled", "whisper.enabled", flag),
        *_spoken(f"{above}.whisper", "whisper"),
    )


_KEY: Final = (
    Leaf("label", "label", text),
    phone_leaf("termination_number", "termination"),
    *_features("features"),
)
_SOURCE: Final = (
    Leaf("referrer_domain", "referrer", text),
    Leaf("url_triggers", "triggers", words),
    Leaf("track_organic", "organic", flag),
)


def _keys_read(value: Any) -> Any:
    """The keys of a menu by what is pressed; None where they cannot be told apart."""
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        return None
    names = [one.get("key") for one in value]
    if not all(isinstance(name, str) and name and "." not in name for name in names):
        return None
    if len(set(names)) < len(names):
        return None
    rest = ({name: inner for name, inner in one.items() if name != "key"} for one in value)
    choices = {name: take(one, _KEY) for name, one in zip(names, rest, strict=True)}
    # A key without a single setting would count as not set.
    return choices if all(choices.values()) else None


def _keys_written(value: Any) -> Any:
    return [{"key": name, **put(choice or {}, _KEY)} for name, choice in value.items()]


def _sources_read(value: Any) -> Any:
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        return None
    return [take(one, _SOURCE) for one in value]


def _sources_written(value: Any) -> Any:
    return [put(one, _SOURCE) for one in value]


_CALL_LEAVES: Final = {
    "basic": (phone_leaf("route.termination_number", "termination"), *_features("route.features")),
    "key_press": (
        *_spoken("route", "greeting"),
        Leaf("route.repeat", "repeat", whole),
        Leaf("route.timeout_seconds", "timeout", whole),
        Leaf("route.invalid_text", "invalid", text),
        Leaf("route.keys", "keys", _keys_read, _keys_written),
    ),
}
_FEATURE_LEAVES: Final = (
    Leaf("call_verify.enabled", "verify.enabled", flag),
    Leaf("call_verify.key_press", "verify.key", whole),
    *_spoken("call_verify", "verify"),
    Leaf("stop_call.enabled", "stop.enabled", flag),
    *_spoken("stop_call", "stop"),
)
_REPLACED_LEAVES: Final = (
    Leaf("numbers_to_replace", "numbers", words),
    Leaf("replace_all_numbers", "all", flag),
    Leaf("tracking_sources", "sources", _sources_read, _sources_written),
)


def sms_tree(block: Json) -> dict[str, Any]:
    """The `sms` settings of an SMS route's block."""
    return _route_tree(block, SMS_KIND, _SMS_LEAVES)


def sms_block(tree: Json) -> dict[str, Any]:
    """The block of `sms` settings."""
    return _route_block(tree, "none", SMS_KIND, _SMS_LEAVES)


def sms_settings(kind: object) -> frozenset[str]:
    """The names of the settings that an SMS route of this kind has."""
    leaves = _SMS_LEAVES.get(kind, ()) if isinstance(kind, str) else ()
    return frozenset(("kind", OTHER, *(leaf.setting for leaf in leaves)))


def calls_tree(block: Json) -> dict[str, Any]:
    """The `calls` settings of a call route's block."""
    return _route_tree(block, CALL_KIND, _CALL_LEAVES)


def calls_block(tree: Json) -> dict[str, Any]:
    """The block of `calls` settings."""
    return _route_block(tree, "basic", CALL_KIND, _CALL_LEAVES)


def features_trees(block: Json) -> dict[str, Any]:
    """The `verify` and `stop` settings of a number's features; the rest under `features`."""
    trees = take(block, _FEATURE_LEAVES)
    rest = trees.pop(OTHER, None)
    return trees if rest is None else {**trees, "features": {OTHER: rest}}


def features_block(tree: Json) -> dict[str, Any]:
    """The features of a number with these settings."""
    rest = (tree.get("features") or {}).get(OTHER)
    return put({**tree, OTHER: rest}, _FEATURE_LEAVES)


def replaced_tree(block: Json) -> dict[str, Any]:
    """The `replace` settings of a replacement configuration."""
    return take(block, _REPLACED_LEAVES)


def replaced_block(tree: Json) -> dict[str, Any]:
    """The replacement configuration of `replace` settings."""
    return put(tree, _REPLACED_LEAVES)


def setting_of(field: str, tree: Json) -> str:
    """The setting that a field named in a refusal is, such as `sms_routes.route.…`; empty where it
    is none of these. `tree` tells which kinds of route are meant."""
    block, _, path = field.partition(".")
    match block:
        case "sms_routes":
            leaves = _SMS_LEAVES.get((tree.get("sms") or {}).get("kind", ""), ())
            return _found("sms", path, leaves)
        case "call_routes":
            leaves = _CALL_LEAVES.get((tree.get("calls") or {}).get("kind", ""), ())
            return _found("calls", path, leaves)
        case "features":
            return _found("", path, _FEATURE_LEAVES)
        case "replacement_configuration":
            return _found("replace", path, _REPLACED_LEAVES)
    return {"name": "name", "match_period": "match_period"}.get(field, "")


def _found(above: str, path: str, leaves: tuple[Leaf, ...]) -> str:
    for leaf in leaves:
        if path == leaf.path or path.startswith((f"{leaf.path}.", f"{leaf.path}[")):
            return f"{above}.{leaf.setting}" if above else leaf.setting
    return f"{above}.kind" if above and path == "route_type" else above


def _route_tree(
    block: Json, kinds: Mapping[str, str], leaves: Mapping[str, tuple[Leaf, ...]]
) -> dict[str, Any]:
    called = block.get("route_type")
    called = called if isinstance(called, str) else ""
    for kind, name in kinds.items():
        if name.casefold() == called.casefold():
            rest = {name: value for name, value in block.items() if name != "route_type"}
            if rest.get("route", ...) in ({}, None):
                del rest["route"]
            return {"kind": kind, **take(rest, leaves[kind])}
    return {"kind": "unknown", "called": called, OTHER: dict(block)}


def _route_block(
    tree: Json, usual: str, kinds: Mapping[str, str], leaves: Mapping[str, tuple[Leaf, ...]]
) -> dict[str, Any]:
    kind = tree.get("kind", usual)
    if kind not in kinds:
        return dict(tree.get(OTHER) or {})
    return {"route_type": kinds[kind], **put(tree, leaves[kind])}
