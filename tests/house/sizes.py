"""Finds files and functions too long to take in; what to split is their author's to see."""

import ast
from collections.abc import Iterator

from tests.house.sources import Source

MOST_FILE_LINES = 400
MOST_FUNCTION_LINES = 60


def size_findings(source: Source) -> list[str]:
    """Each thing in `source` that is too long, with its length."""
    return list(_too_long(source))


def _too_long(source: Source) -> Iterator[str]:
    lines = len(source.text.splitlines())
    if lines > MOST_FILE_LINES:
        yield f"{source.path} has {lines} lines; split it under {MOST_FILE_LINES}."
    for function in source.functions():
        if (length := _length(function)) > MOST_FUNCTION_LINES:
            place = source.at(function)
            yield f"{place} {function.name} has {length} lines, over {MOST_FUNCTION_LINES}."


def _length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (function.end_lineno or function.lineno) - function.lineno + 1
