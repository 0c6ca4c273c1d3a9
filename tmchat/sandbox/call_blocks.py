"""The call blocks read and made canonical (CONTRACT 5.1, 6, 15.4); what they do is `exchange`'s."""

from collections.abc import Callable
from typing import Any

from tmchat.sandbox.fields import Fields

ROUTE_TYPES = ("Basic", "KeyPress")
KEYS = tuple("0123456789*#")
# Whether the datastore holds a file of this id and type.
FileExists = Callable[[str, str], bool]
_RECORD_FLAGS = ("enabled", "record", "require_confirmation", "redaction_enabled")
_MOST_KEYWORDS = 100


def read_call_routes(block: Fields, file_exists: FileExists) -> dict[str, Any] | None:
    """The canonical `call_routes` block; None when its type or route cannot be read."""
    route_type = block.choice("route_type", ROUTE_TYPES, required=True)
    route = block.part("route", required=True)
    if route_type is None or route is None:
        return None
    if route_type == "Basic":
        fields = _target(route, file_exists)
    else:
        fields = _key_press(route, file_exists)
    return {"route_type": route_type, "route": fields | route.rest("id")} | block.rest()


def read_features(block: Fields, file_exists: FileExists) -> dict[str, Any]:
    """The canonical `features` block of a number: call verification and call stopping."""
    features: dict[str, Any] = {}
    verify = block.part("call_verify")
    if verify is not None:
        enabled = verify.flag("enabled")
        features["call_verify"] = {
            "enabled": enabled,
            "key_press": verify.integer("key_press", low=1, high=9, required=enabled),
            **_notification(verify, file_exists, "CallVerifyFiles", required=enabled),
            **verify.rest(),
        }
    stop = block.part("stop_call")
    if stop is not None:
        enabled = stop.flag("enabled")
        features["stop_call"] = {
            "enabled": enabled,
            **_notification(stop, file_exists, "StopCallFiles", required=enabled),
            **stop.rest(),
        }
    return features | block.rest()


def _target(route: Fields, file_exists: FileExists) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "termination_number": route.phone("termination_number", required=True)
    }
    block = route.part("features")
    if block is not None:
        fields["features"] = _route_features(block, file_exists)
    return fields


def _key_press(route: Fields, file_exists: FileExists) -> dict[str, Any]:
    fields = _notification(route, file_exists, "RouteMessageFiles", required=True)
    repeat = route.integer("repeat", low=0, high=9)
    fields["repeat"] = 1 if repeat is None else repeat
    fields["timeout_seconds"] = route.integer("timeout_seconds", low=1, high=120) or 10
    invalid_text = route.text("invalid_text", limit=1000)
    if invalid_text is not None:
        fields["invalid_text"] = invalid_text
    keys: list[dict[str, Any]] = []
    for choice in route.parts("keys", required=True):
        key = choice.choice("key", KEYS, required=True)
        if key is not None and any(key == earlier["key"] for earlier in keys):
            choice.fail("key", "Is used twice.")
        label = choice.text("label", required=True)
        target = _target(choice, file_exists)
        keys.append({"key": key, "label": label, **target, **choice.rest()})
    fields["keys"] = keys
    return fields


def _route_features(block: Fields, file_exists: FileExists) -> dict[str, Any]:
    features: dict[str, Any] = {}
    record = block.part("call_record")
    if record is not None:
        features["call_record"] = _call_record(record, file_exists)
    whisper = block.part("whisper")
    if whisper is not None:
        enabled = whisper.flag("enabled")
        features["whisper"] = {
            "enabled": enabled,
            **_notification(whisper, file_exists, "WhisperFiles", required=enabled),
            **whisper.rest(),
        }
    return features | block.rest()


def _call_record(record: Fields, file_exists: FileExists) -> dict[str, Any]:
    fields: dict[str, Any] = {name: record.flag(name) for name in _RECORD_FLAGS}
    # A caller can only confirm what was announced.
    asks = fields["enabled"] and fields["require_confirmation"]
    fields |= _notification(record, file_exists, "CallRecordNotificationFiles", required=asks)
    records = fields["enabled"] and fields["record"]
    if fields["redaction_enabled"] and not records:
        record.fail("redaction_enabled", "Redaction needs the call recorded.")
    transcription = record.part("transcription_settings")
    if transcription is not None:
        fields["transcription_settings"] = _transcription(transcription, records=records)
    spotting = record.part("keyword_spotting")
    if spotting is not None:
        fields["keyword_spotting"] = _keyword_spotting(spotting, records=records)
    return fields | record.rest()


def _transcription(settings: Fields, *, records: bool) -> dict[str, Any]:
    """Scoring needs the recording, not a transcript (CONTRACT 6); a transcript is made from it."""
    fields: dict[str, Any] = {}
    for name, what in (("transcript_enabled", "A transcript"), ("call_scoring_enabled", "Scoring")):
        fields[name] = settings.flag(name)
        if fields[name] and not records:
            settings.fail(name, f"{what} needs the call recorded.")
    return fields | settings.rest()


def _keyword_spotting(spotting: Fields, *, records: bool) -> dict[str, Any]:
    enabled = spotting.flag("enabled")
    keywords = spotting.texts("keywords", required=enabled)
    if enabled and not records:
        spotting.fail("enabled", "Keyword spotting needs the call recorded.")
    if len(keywords) > _MOST_KEYWORDS or not all(word.strip() for word in keywords):
        spotting.fail("keywords", f"Must be 1 to {_MOST_KEYWORDS} words, none of them empty.")
    return {"enabled": enabled, "keywords": keywords} | spotting.rest()


def _notification(
    block: Fields, file_exists: FileExists, file_type: str, *, required: bool
) -> dict[str, Any]:
    """Each of text and file is required when the other is missing (CONTRACT 5.1)."""
    text = block.text("notification_text", limit=1000)
    file = block.guid("notification_file")
    if file is not None and not file_exists(file, file_type):
        block.fail("notification_file", f"There is no such file among the {file_type}.")
    if required and "notification_text" not in block and "notification_file" not in block:
        block.fail("notification_text", "Is required without notification_file.")
    spoken = {"notification_text": text, "notification_file": file}
    return {name: value for name, value in spoken.items() if value is not None}
