"""Finds places of the console where text from outside could be interpreted; see DESIGN 5.

Textual takes a plain string in these places for markup: `[/]` ends the program and
`[@click=...]` runs an action.
"""

import ast
from collections.abc import Iterator, Sequence

from tests.house.provenance import (
    CLEAN,
    CONTENT,
    Kinds,
    Provenance,
    attributes_of,
    makers_of,
    outermost,
    outside_functions,
)
from tests.house.sources import Source

WIDGETS = frozenset(
    {"Button", "Checkbox", "Collapsible", "Label", "Link", "Option", "OptionList", "Placeholder"}
    | {"RadioButton", "Selection", "SelectionList", "Static", "Tab", "TabPane", "Tree"}
)
METHODS = frozenset(
    {"add_column", "add_columns", "add_leaf", "add_option", "add_options", "add_row"}
    | {"replace_option_prompt", "set_label", "update_cell", "with_tooltip"}
)
SHOWN = frozenset({"content", "label", "prompt", "renderable", "title", "tooltip", "placeholder"})
"""Keywords that are shown; all positional arguments of the calls above count as shown."""

TITLES = frozenset({"border_title", "border_subtitle", "placeholder", "tooltip"})
HITS = frozenset({"Hit", "DiscoveryHit"})
INTERPRETERS = frozenset({"from_markup", "highlight", "render_str"})
MARKUP_MODULES = frozenset({"rich.markup", "textual.markup"})


def untrusted_findings(checked: Sequence[Source], known: Sequence[Source] = ()) -> list[str]:
    """Every finding in `checked`; return types of functions are looked up in `known` too."""
    makers = makers_of([*checked, *known])
    content, clean = Kinds.of(CONTENT, makers), Kinds.of(CLEAN, makers)
    return [
        text
        for source in checked
        for text in _of_source(source, content.seen_from(source), clean.seen_from(source))
    ]


def _of_source(source: Source, content_kinds: Kinds, clean_kinds: Kinds) -> Iterator[str]:
    statics, attributes = _statics(source), attributes_of(source.tree)
    inside = [list(ast.walk(function)) for function in outermost(source.tree)]
    for nodes in [list(outside_functions(source.tree)), *inside]:
        content = Provenance(attributes, nodes, content_kinds)
        clean = Provenance(attributes, nodes, clean_kinds)
        for node in nodes:
            for reason in _reasons(node, statics, content, clean):
                yield f"{source.at(node)} {reason}"


def _reasons(
    node: ast.AST, statics: set[str], content: Provenance, clean: Provenance
) -> Iterator[str]:
    if reason := _markup(node):
        yield f"{reason}: build Content from parts instead."
    for value in _shown(node, statics):
        if not content.is_safe(value):
            yield (
                f"shows {ast.unparse(value)!r}, which may be text from outside: "
                "give Content(...) or a literal without '['."
            )
    if isinstance(node, ast.Call) and _called(node) == "notify":
        yield from _notify(node, clean)


def _markup(node: ast.AST) -> str:
    """What in `node` interprets a string as markup, or nothing."""
    match node:
        case ast.Attribute(attr=name) if name in INTERPRETERS:
            return f"calls {name}, which interprets markup"
        case ast.ImportFrom(module=str() as module) if module in MARKUP_MODULES:
            return f"imports {module}"
        case ast.Import(names=names) if any(one.name in MARKUP_MODULES for one in names):
            return "imports a markup module"
        case ast.Call(func=ast.Name(id="escape")):
            return "escapes, which markup inside a template still breaks"
        case ast.Call(func=ast.Name(id="Markdown")):
            return "shows Markdown, which interprets what it is given"
        case ast.keyword(arg="markup", value=ast.Constant(value=True)):
            return "turns markup on"
    return ""


def _shown(node: ast.AST, statics: set[str]) -> Iterator[ast.expr]:
    """The expressions that `node` puts on the screen as they are."""
    match node:
        case ast.Assign(targets=targets, value=value):
            if any(isinstance(one, ast.Attribute) and one.attr in TITLES for one in targets):
                yield value
        case ast.Call():
            name = _called(node)
            if name in HITS:
                yield from node.args[1:2] if name == "Hit" else node.args[:1]
            elif name in WIDGETS or name in METHODS or _updates_static(node, statics):
                yield from node.args
            yield from (
                keyword.value
                for keyword in node.keywords
                if (keyword.arg in SHOWN and name in WIDGETS | METHODS)
                or keyword.arg in ("match_display", "tooltip")
            )


def _notify(call: ast.Call, clean: Provenance) -> Iterator[str]:
    """`notify` takes strings only: a literal, or cleaned text with markup turned off."""
    shown = [*call.args, *(one.value for one in call.keywords if one.arg in ("message", "title"))]
    is_plain = any(
        one.arg == "markup" and isinstance(one.value, ast.Constant) and one.value.value is False
        for one in call.keywords
    )
    for value in shown:
        if not clean.is_safe(value):
            yield f"notifies {ast.unparse(value)!r}: give a literal, or clean(...) of it."
        elif not isinstance(value, ast.Constant) and not is_plain:
            yield f"notifies {ast.unparse(value)!r}: add markup=False."


def _called(call: ast.Call) -> str:
    return ast.unparse(call.func).rpartition(".")[2]


def _updates_static(call: ast.Call, statics: set[str]) -> bool:
    """`.update(...)` of a Static or Label; dictionaries and panels have an `update` as well."""
    if not isinstance(call.func, ast.Attribute) or call.func.attr != "update":
        return False
    receiver = call.func.value
    return ast.unparse(receiver) in statics or _is_static(receiver)


def _is_static(value: ast.expr) -> bool:
    """`Static(...)`, `Label(...)` or a query for one."""
    if not isinstance(value, ast.Call):
        return False
    if _called(value) in ("Static", "Label"):
        return True
    asked = {ast.unparse(one) for one in value.args}
    return _called(value).startswith("query") and not asked.isdisjoint({"Static", "Label"})


def _statics(source: Source) -> set[str]:
    """Names that hold a Static or a Label."""
    found = set()
    for node in ast.walk(source.tree):
        match node:
            case ast.Assign(targets=[target], value=value) if _is_static(value):
                found.add(ast.unparse(target))
            case ast.AnnAssign(target=target, annotation=ast.Name(id="Static" | "Label")):
                found.add(ast.unparse(target))
    return found
