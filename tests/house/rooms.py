"""The rooms of the house as data: who may import what; checking it is `layers`'s."""

from collections.abc import Mapping
from dataclasses import dataclass, field


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


PURE = _names(
    "asyncio concurrent fcntl http io logging multiprocessing os pathlib queue sched secrets select"
    " selectors shutil signal socket sqlite3 ssl subprocess tempfile threading time"
)
"""Standard library that waits, keeps time, or reaches outside the process."""

ALL_INSTALLED = _names(
    "httpx keyring phonenumbers rich starlette textual uvicorn uvloop websockets"
)


@dataclass(frozen=True)
class Room:
    """One package of `tmchat` and what may be imported in it."""

    name: str
    keeps: str
    rooms: frozenset[str] = frozenset()
    installed: frozenset[str] = frozenset()
    installed_in: Mapping[str, frozenset[str]] = field(default_factory=dict)
    barred: frozenset[str] = frozenset()


ROOMS = (
    Room(
        "core",
        "rules without I/O and without a clock",
        installed_in={"tmchat.core.phone": _names("phonenumbers")},
        barred=PURE,
    ),
    Room(
        "protocol",
        "the conversation of hub and console, without sockets",
        rooms=_names("core"),
        barred=PURE,
    ),
    Room(
        "telmetrics",
        "the Telmetrics client, which could be a package of its own",
        installed=_names("httpx"),
    ),
    Room(
        "settings",
        "settings and secrets",
        installed_in={"tmchat.settings.keyrings": _names("keyring")},
    ),
    Room("hub.store", "the journal and its tables", rooms=_names("core")),
    Room(
        "hub",
        "the one truth: intake, switchboard, outbox, fan-out",
        rooms=_names("core protocol telmetrics settings hub.store"),
        installed=_names("starlette uvicorn uvloop"),
    ),
    Room(
        "sandbox",
        "a Telmetrics of our own, sharing no code with the client",
        rooms=_names("settings"),
        # httpx is how it pushes: the sandbox is a client of the hub's webhook.
        installed=_names("starlette uvicorn uvloop httpx"),
    ),
    Room(
        "link",
        "the console's line to the hub",
        rooms=_names("core protocol settings"),
        installed=_names("httpx websockets"),
    ),
    Room(
        "console",
        "the screen",
        rooms=_names("core link settings"),
        installed=_names("rich textual"),
    ),
    Room(
        "cli",
        "the commands, which may start anything",
        rooms=_names(
            "core protocol telmetrics settings hub.store hub sandbox link console version"
        ),
        installed=ALL_INSTALLED,
    ),
    Room("version", "the package itself: its name and version"),
)

VERSION_READERS = _names("hub sandbox link console cli")
"""Rooms that may say `from tmchat import __version__`."""


def room_of(module: str) -> Room:
    """The room in which `module` stands: that of the longest matching package."""
    if module == "tmchat.__main__":
        return _by_name("cli")
    inside = module.removeprefix("tmchat").removeprefix(".")
    for room in ROOMS:
        if inside == room.name or inside.startswith(f"{room.name}."):
            return room
    if inside:
        raise LookupError(f"{module} stands in no room; add its package to tests/house/rooms.py")
    return _by_name("version")


def may_enter(room: Room, target: Room) -> bool:
    """Whether code in `room` may import `target`."""
    if target.name == "version":
        return room.name in VERSION_READERS
    return room == target or target.name in room.rooms


def may_use(room: Room, module: str, package: str) -> bool:
    """Whether `module`, which stands in `room`, may import the installed `package`."""
    return package in room.installed or package in room.installed_in.get(module, ())


def _by_name(name: str) -> Room:
    return next(room for room in ROOMS if room.name == name)
