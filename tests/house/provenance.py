"""Which expressions of a console module surely hold built content or cleaned text.

Not a type checker: what cannot be seen in the source counts as text from outside.
"""

import ast
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from tests.house.sources import Function, Source

CONTENT = frozenset({"Content", "Text"})
"""Textual's and Rich's built text, which no longer interprets anything."""

CLEAN = frozenset({"Clean"})
"""`core.text`'s cleaned text, for the few calls that take nothing but a string."""


JUDGED_APART = frozenset({"Option", "Selection"})
"""Rows whose own arguments are looked at where they are made."""


@dataclass(frozen=True)
class Kinds:
    """The type names that are `safe`, and which of the project's functions make them."""

    safe: frozenset[str]
    makers: frozenset[str]

    @classmethod
    def of(cls, safe: frozenset[str], makers: Mapping[str, str]) -> "Kinds":
        """`makers` gives for every known function what it returns."""
        return cls(safe, frozenset(name for name in makers if _is_safe(makers[name], safe)))

    def seen_from(self, source: Source) -> "Kinds":
        """With a module's own functions by their bare names, and what it imports by the names it
        gives them: `from x import f as g` gives g what x's f returns."""
        own = own_makers(source)
        named = {name for name, returned in own.items() if _is_safe(returned, self.safe)}
        for node in ast.walk(source.tree):
            if isinstance(node, ast.ImportFrom):
                for alias in node.names:
                    if f"{node.module}.{alias.name}" in self.makers:
                        named.add(alias.asname or alias.name)
        return Kinds(self.safe, self.makers | named)


class Provenance:
    """What one function's surroundings tell about names, where `kinds` are safe.

    A declared name counts by its type, which mypy holds everyone to; any other name only if all
    that is ever put into it is safe.
    """

    def __init__(self, attributes: Sequence[ast.AST], here: Iterable[ast.AST], kinds: Kinds):
        """`attributes` are what `attributes_of` finds in the module, `here` the scope's nodes."""
        self._kinds = kinds
        self._names: set[str] = set()
        self._collect([*attributes, *(one for one in here if _target_of(one))])

    def is_safe(self, value: ast.expr) -> bool:
        """Whether `value` surely is a plain literal or of a safe kind, through and through."""
        match value:
            case ast.Constant(value=str() as text):
                return "[" not in text and "\x1b" not in text
            case ast.Constant():
                return True
            case ast.Call():
                return self._is_made(value)
            case ast.Name() | ast.Attribute():
                return ast.unparse(value) in self._names
            case ast.IfExp(body=body, orelse=orelse):
                return self.is_safe(body) and self.is_safe(orelse)
            case ast.BinOp(left=left, op=ast.Add(), right=right):
                return self.is_safe(left) and self.is_safe(right)
            case ast.Starred(value=inner) | ast.Subscript(value=inner):
                return self.is_safe(inner)
            case ast.List(elts=parts) | ast.Tuple(elts=parts) | ast.BoolOp(values=parts):
                return all(self.is_safe(part) for part in parts)
            case ast.ListComp(elt=part) | ast.GeneratorExp(elt=part):
                return self.is_safe(part)
        return False

    def _is_made(self, call: ast.Call) -> bool:
        called = ast.unparse(call.func)
        root, _, method = called.partition(".")
        if called in JUDGED_APART:
            return True
        if root in self._kinds.safe:
            return method not in ("from_markup", "from_text")
        if isinstance(call.func, ast.Attribute) and self.is_safe(call.func.value):
            return not isinstance(call.func.value, ast.Constant)
        return not {called, called.removeprefix("self.")}.isdisjoint(self._kinds.makers)

    def _collect(self, targets: Sequence[ast.AST]) -> None:
        """Fill in the safe names: attributes from the whole module, plain names from the scope."""
        declared: dict[str, bool] = {}
        for node in targets:
            if isinstance(node, ast.arg | ast.AnnAssign) and node.annotation is not None:
                safe = _is_safe(ast.unparse(node.annotation), self._kinds.safe)
                declared[_target_of(node)] = safe
        self._names = {name for name, is_good in declared.items() if is_good}
        filled: dict[str, bool] = {}
        for node in targets:
            name = _target_of(node)
            if name not in declared:
                filled[name] = filled.get(name, True) and self._fills_safely(node)
                # Put in at once, so that a later line may build on it.
                (self._names.add if filled[name] else self._names.discard)(name)

    def _fills_safely(self, node: ast.AST) -> bool:
        match node:
            case ast.Assign(value=value) | ast.For(iter=value) | ast.comprehension(iter=value):
                return self.is_safe(value)
        return False


def outside_functions(tree: ast.Module) -> Iterator[ast.AST]:
    """Every node that stands in no function: of the module itself and of its class bodies."""
    waiting: list[ast.AST] = [tree]
    while waiting:
        node = waiting.pop()
        yield node
        waiting.extend(one for one in ast.iter_child_nodes(node) if not isinstance(one, Function))


def outermost(tree: ast.Module) -> list[Function]:
    """The functions and methods that stand in no other function."""
    return [
        child
        for node in outside_functions(tree)
        for child in ast.iter_child_nodes(node)
        if isinstance(child, Function)
    ]


def makers_of(found: Iterable[Source]) -> dict[str, str]:
    """What each annotated function of `found` returns, by its dotted name."""
    return {
        f"{source.module}.{function.name}": ast.unparse(function.returns)
        for source in found
        for function in source.functions()
        if function.returns is not None
    }


def own_makers(source: Source) -> dict[str, str]:
    """The same for one module's functions and methods, by their bare names."""
    return {
        function.name: ast.unparse(function.returns)
        for function in source.functions()
        if function.returns is not None
    }


def attributes_of(tree: ast.Module) -> list[ast.AST]:
    """Whatever declares or fills an attribute anywhere in a module."""
    return [one for one in ast.walk(tree) if "." in _target_of(one)]


def _is_safe(annotation: str, safe: frozenset[str]) -> bool:
    words = set(re.findall(r"\w+", annotation))
    return not words.isdisjoint(safe) and words.isdisjoint({"str", "Any"})


def _target_of(node: ast.AST) -> str:
    """The name that `node` declares or fills, as written; empty for any other node."""
    match node:
        case ast.arg(arg=name):
            return name
        case (
            ast.AnnAssign(target=target)
            | ast.Assign(targets=[target])
            | ast.For(target=target)
            | ast.comprehension(target=target)
        ) if isinstance(target, ast.Name | ast.Attribute):
            return ast.unparse(target)
    return ""
