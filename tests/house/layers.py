"""Finds imports that cross the rooms the wrong way; the table of rooms is `rooms`'s."""

import ast
import graphlib
import sys
from collections.abc import Iterable, Iterator, Sequence

from tests.house.rooms import ROOMS, Room, may_enter, may_use, room_of
from tests.house.sources import Source

CLOCK_CALLS = frozenset({"now", "utcnow", "today"})
OUTSIDE_CALLS = frozenset({"open", "print", "input"})


def layer_findings(found: Sequence[Source]) -> list[str]:
    """Every import of `found` that its room forbids, with where the code should go instead."""
    known = {source.module for source in found}
    return [text for source in found for text in _of_source(source, known)]


def circle_findings(found: Sequence[Source]) -> list[str]:
    """A circle of imports inside `found`, if there is one, as the modules along it.

    Imports inside functions count: a circle that is put off is still a circle.
    """
    known = {source.module for source in found}
    graph = {
        source.module: {
            target for _, target in imports(source, known) if target in known - {source.module}
        }
        for source in found
    }
    try:
        graphlib.TopologicalSorter(graph).prepare()
    except graphlib.CycleError as error:
        way = " -> ".join(reversed(error.args[1]))
        return [f"a circle of imports: {way}. Move what both sides need to a module below both."]
    return []


def imports(source: Source, known: Iterable[str]) -> Iterator[tuple[ast.AST, str]]:
    """Each (node, imported module); `from a import b` is `a.b` where that is a known module."""
    known = set(known)
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node, alias.name
        elif isinstance(node, ast.ImportFrom):
            package = _package(source, node)
            for alias in node.names:
                inner = f"{package}.{alias.name}"
                yield node, inner if inner in known else package


def _package(source: Source, node: ast.ImportFrom) -> str:
    """The absolute name behind `from .x import`."""
    if not node.level:
        return node.module or ""
    parts = source.module.split(".")
    up = node.level - (1 if source.is_package else 0)
    above = parts[: len(parts) - up]
    return ".".join([*above, node.module] if node.module else above)


def _of_source(source: Source, known: set[str]) -> Iterator[str]:
    room = room_of(source.module)
    for node, target in imports(source, known):
        top = target.partition(".")[0]
        where = f"{source.at(node)} imports {target}"
        if top == "tmchat":
            if not may_enter(room, room_of(target)):
                yield f"{where}: {_wrong_room(room, room_of(target))}"
        elif top in sys.stdlib_module_names:
            if top in room.barred or (target == "urllib.request" and room.barred):
                yield f"{where}: {room.name} holds {room.keeps}; pass in what it would give."
        elif not may_use(room, source.module, top):
            yield f"{where}: {_wrong_package(room, top)}"
    if room.barred:
        yield from _outside_calls(source, room)


def _wrong_room(room: Room, target: Room) -> str:
    may = ", ".join(sorted(room.rooms)) or "nothing of tmchat"
    able = ", ".join(one.name for one in ROOMS if one != target and may_enter(one, target))
    return (
        f"{room.name} ({room.keeps}) may import {may}. "
        f"Code that needs {target.name} belongs in {able or 'no other room'}; "
        "or pass in what is needed."
    )


def _wrong_package(room: Room, package: str) -> str:
    able = [one.name for one in ROOMS if package in one.installed]
    for one in ROOMS:
        able += [module for module, names in one.installed_in.items() if package in names]
    belongs = f"belongs in {', '.join(able)}" if able else "has no room: it is no dependency"
    return f"{room.name} may not use {package}; code that needs it {belongs}."


def _outside_calls(source: Source, room: Room) -> Iterator[str]:
    """Calls that read the clock or reach outside without importing anything barred."""
    for node in ast.walk(source.tree):
        if not isinstance(node, ast.Call):
            continue
        called = node.func
        is_clock = isinstance(called, ast.Attribute) and called.attr in CLOCK_CALLS
        is_outside = isinstance(called, ast.Name) and called.id in OUTSIDE_CALLS
        if is_clock or is_outside:
            yield (
                f"{source.at(node)} calls {ast.unparse(called)}: "
                f"{room.name} holds {room.keeps}; pass the value in."
            )
