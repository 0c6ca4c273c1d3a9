"""What becomes of a call by its number's routing and features (CONTRACT 5.1, 6, 15.4).

A pure rule: nothing is stored, pushed or waited for. Which statuses there are beside `answered` is
inferred.
"""

from dataclasses import dataclass, field
from typing import Any

from tmchat.sandbox.numbers import Line

ANSWERED = "answered"
NO_ANSWER = "no answer"
BUSY = "busy"
ABANDONED = "abandoned"
BLOCKED = "blocked"
NOT_VERIFIED = "not verified"
NOT_ROUTED = "not routed"
STATUS_IDS = {
    ANSWERED: 1,
    NO_ANSWER: 2,
    BUSY: 3,
    ABANDONED: 4,
    BLOCKED: 5,
    NOT_VERIFIED: 6,
    NOT_ROUTED: 7,
}
# How the called party can take a call that is put through.
PICK_UPS = (ANSWERED, NO_ANSWER, BUSY)


@dataclass(frozen=True, slots=True)
class Dialling:
    """What caller and called party do; `keys` are pressed in order, at menus and when asked."""

    pick_up: str = ANSWERED
    ring_seconds: int = 4
    talk_seconds: int = 60
    keys: tuple[str, ...] = ()
    confirms_recording: bool = True


@dataclass(frozen=True, slots=True)
class Connection:
    """How a call went: durations in seconds, the features of where it was put through."""

    status: str
    ring_seconds: int = 0
    talk_seconds: int = 0
    termination: str | None = None
    keypress: str | None = None
    features: dict[str, Any] = field(default_factory=dict)
    is_recorded: bool = False


def connect(line: Line, dialling: Dialling) -> Connection:
    """How a call to `line` goes."""
    if _is_on(line.features, "stop_call"):
        return Connection(BLOCKED)
    if line.call_routes is None:
        return Connection(NOT_ROUTED)
    keys = dialling.keys
    if _is_on(line.features, "call_verify"):
        wanted = str(line.features["call_verify"]["key_press"])
        if keys[:1] != (wanted,):
            return Connection(NOT_VERIFIED, ring_seconds=dialling.ring_seconds)
    route = line.call_routes["route"]
    if line.call_routes["route_type"] == "Basic":
        return _put_through(route, dialling, None)
    target = _menu_target(route, keys)
    if target is None:
        waited = (route["repeat"] + 1) * route["timeout_seconds"]
        return Connection(ABANDONED, ring_seconds=waited)
    return _put_through(target, dialling, target["key"])


def _menu_target(route: dict[str, Any], keys: tuple[str, ...]) -> dict[str, Any] | None:
    """The line of the menu that was reached; each wrong key costs one repetition."""
    targets = {target["key"]: target for target in route["keys"]}
    tries = keys[: route["repeat"] + 1]
    return next((targets[key] for key in tries if key in targets), None)


def _put_through(target: dict[str, Any], dialling: Dialling, keypress: str | None) -> Connection:
    features = target.get("features", {})
    record = features.get("call_record", {})
    is_answered = dialling.pick_up == ANSWERED
    agrees = dialling.confirms_recording or not record.get("require_confirmation")
    return Connection(
        status=dialling.pick_up,
        ring_seconds=0 if dialling.pick_up == BUSY else dialling.ring_seconds,
        talk_seconds=dialling.talk_seconds if is_answered else 0,
        termination=target["termination_number"],
        keypress=keypress,
        features=features,
        is_recorded=bool(is_answered and agrees and record.get("enabled") and record.get("record")),
    )


def _is_on(features: dict[str, Any], name: str) -> bool:
    return bool(features.get(name, {}).get("enabled"))
