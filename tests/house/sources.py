"""The Python files of the project as parsed sources; judging them is each checker's."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Source:
    """One file: its place, its dotted module name and its text."""

    path: str
    module: str
    is_package: bool
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        """The parsed text."""
        return ast.parse(self.text, filename=self.path)

    def at(self, node: ast.AST) -> str:
        """`path:line` of a node, as editors open it."""
        return f"{self.path}:{getattr(node, 'lineno', 1)}"

    def functions(self) -> Iterator[Function]:
        """Every function and method, nested ones too."""
        for node in ast.walk(self.tree):
            if isinstance(node, Function):
                yield node


def sources(*tops: str) -> list[Source]:
    """Every Python file under the top-level folders `tops`, in order of path."""
    found = (path for top in tops for path in sorted((ROOT / top).rglob("*.py")))
    return [_read(path) for path in found]


def written(module: str, text: str) -> Source:
    """A source that stands in no file, for showing that a checker can find something."""
    return Source(path=module.replace(".", "/") + ".py", module=module, is_package=False, text=text)


def _read(path: Path) -> Source:
    place = path.relative_to(ROOT)
    parts = list(place.with_suffix("").parts)
    if is_package := parts[-1] == "__init__":
        del parts[-1]
    return Source(str(place), ".".join(parts), is_package, path.read_text(encoding="utf-8"))
