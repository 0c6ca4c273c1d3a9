"""Which expressions of a console module surely hold built content or cleaned text.

Not a type checker: what cannot be seen in the source counts as text from outside.
"""

import ast
import re
from collections.abc import Iterable, Iterator, Mapping

from tests.house.sources import Function, Source

CONTENT = frozenset({"Content", "Text"})
"""Textual's and Rich's built text, which no longer interprets anything."""

CLEAN = frozenset({"Clean"})
"""`core.text`'s cleaned text, for the few calls that take nothing but a string."""


JUDGED_APART = frozenset({"Option", "Selection"})
"""Rows whose own arguments are looked at where they are made."""


class Provenance:
    """What one function's surroundings tell about names; `kinds` are the type names that are safe.

    A declared name counts by its type, which mypy holds everyone to; any other name only if all
    that is ever put into it is safe.
    """

    def __init__(
        self,
        source: Source,
        function: Function | None,
        makers: Mapping[str, str],
        kinds: frozenset[str],
    ) -> None:
        """For code inside `function`, or outside any if None.

        `makers` gives for every known function of the project what it returns.
        """
        self._kinds = kinds
        self._makers = {name for name, returned in makers.items() if self._is_kind(returned)}
        self._makers |= self._imported_makers(source, makers)
        self._names: set[str] = set()
        self._collect(source.tree, function)

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
        if root in self._kinds:
            return method not in ("from_markup", "from_text")
        if isinstance(call.func, ast.Attribute) and self.is_safe(call.func.value):
            return not isinstance(call.func.value, ast.Constant)
        return called in self._makers or called.removeprefix("self.") in self._makers

    def _is_kind(self, annotation: str) -> bool:
        return _mentions(annotation, self._kinds) and not _mentions(annotation, {"str", "Any"})

    def _imported_makers(self, source: Source, makers: Mapping[str, str]) -> set[str]:
        """`from x import f as g` gives g what x's f returns."""
        found = set()
        for node in ast.walk(source.tree):
            if isinstance(node, ast.ImportFrom):
                for alias in node.names:
                    returned = makers.get(f"{node.module}.{alias.name}", "")
                    if self._is_kind(returned):
                        found.add(alias.asname or alias.name)
        return found

    def _collect(self, tree: ast.Module, function: Function | None) -> None:
        """Fill in the safe names: attributes from the whole module, plain names from the scope."""
        everywhere = [one for one in ast.walk(tree) if _target_of(one).count(".")]
        here = list(ast.walk(function)) if function else list(outside_functions(tree))
        declared: dict[str, bool] = {}
        for node in [*everywhere, *here]:
            if isinstance(node, ast.arg | ast.AnnAssign) and node.annotation is not None:
                declared[_target_of(node)] = self._is_kind(ast.unparse(node.annotation))
        self._names = {name for name, is_good in declared.items() if is_good}
        filled: dict[str, bool] = {}
        for node in [*everywhere, *here]:
            name = _target_of(node)
            if name and name not in declared:
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


def _mentions(annotation: str, names: Iterable[str]) -> bool:
    return not set(re.findall(r"\w+", annotation)).isdisjoint(names)


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
