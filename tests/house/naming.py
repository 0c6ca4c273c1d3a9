"""Finds names that say nothing and modules that do not say what they are; style is ruff's."""

import ast
import re
from collections.abc import Iterator

from tests.house.sources import Function, Source

EMPTY = frozenset(
    {"util", "helper", "manager", "common", "base", "misc", "data", "info", "handler"}
)


DICTATED = frozenset({"data_received"})
"""Methods that the standard library calls by these names (`asyncio.Protocol`)."""


def naming_findings(source: Source) -> list[str]:
    """Each forbidden name and absent module docstring in `source`."""
    return list(_found(source))


def words(name: str) -> list[str]:
    """The words of a snake_case or CamelCase name, lower-case."""
    parts = re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+", name)
    return [part.lower() for part in parts]


def _found(source: Source) -> Iterator[str]:
    if not (ast.get_docstring(source.tree) or "").strip():
        yield f"{source.path} has no docstring that says what it is and what it is not for."
    for name, place in _names(source):
        for word in words(name):
            if word in EMPTY or word.removesuffix("s") in EMPTY:
                yield f"{place} {name}: {word!r} says nothing; name what it does or holds."


def _names(source: Source) -> Iterator[tuple[str, str]]:
    """Every module, class and function name with its place; test functions are sentences."""
    yield source.module.rpartition(".")[2], source.path
    for node in ast.walk(source.tree):
        if isinstance(node, ast.ClassDef | Function) and not _is_exempt(node):
            yield node.name, source.at(node)


def _is_exempt(named: ast.ClassDef | Function) -> bool:
    """Names that are sentences, dictated, or attributes with a term of the outside (`base_url`)."""
    if named.name.startswith("test_") or named.name in DICTATED:
        return True
    return any(ast.unparse(one).endswith(("property", ".setter")) for one in named.decorator_list)
