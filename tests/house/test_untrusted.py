"""No call of the console hands Textual a string that it would interpret."""

import pytest

from tests.house.sources import sources, written
from tests.house.untrusted import untrusted_findings


def findings_in(text: str) -> list[str]:
    """What the lint finds in a console module that says `text`."""
    return untrusted_findings([written("tmchat.console.x", text)])


def test_the_console_shows_no_string_that_could_be_markup() -> None:
    everything = sources("tmchat")
    console = [one for one in everything if one.module.startswith("tmchat.console")]
    findings = untrusted_findings(console, everything)
    assert not findings, "\n".join(findings)


@pytest.mark.parametrize(
    "text",
    [
        "Static(name)",
        "Static(f'from {name}')",
        "Static('a ' + name)",
        "Static('%s' % name)",
        "Static('[b]bold[/b]')",
        "Static(str(name))",
        "Static(name if name else 'nobody')",
        "Label(content=row.name)",
        "Button(label=name)",
        "widgets.Button(name)",
        "Option(name, id='x')",
        "OptionList(*[name for name in names])",
        "table.add_row('a', name)",
        "table.add_column(name)",
        "tree.root.add_leaf(name)",
        "Tree(name)",
        "self.border_title = name",
        "panel.border_subtitle = f'{count} waiting'",
        "self.query_one('#who', Static).update(name)",
        "self.who = Static()\nself.who.update(name)",
        "self.notify(name)",
        "self.notify(name, markup=False)",
        "self.notify('done', title=name)",
        "self.notify(f'{name} wrote', markup=False)",
        "def f(text: Clean) -> None:\n    app.notify(text)",
        "Content.from_markup('x')",
        "Text.from_markup(name)",
        "from rich.markup import escape",
        "escape(name)",
        "Log(markup=True)",
        "Markdown('x')",
        "matcher.highlight(name)",
        "Hit(1.0, name, run)",
        "def f(text: str) -> None:\n    Static(text)",
        "def make() -> str: ...\nStatic(make())",
        "line = Content('x')\nline = name\nStatic(line)",
        "def f():\n    line = Content('x')\n\ndef g(line):\n    Static(line)",
    ],
)
def test_an_interpreted_string_is_found(text: str) -> None:
    assert len(findings_in(text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Static()",
        "Static('Nothing waits.', id=name)",
        "Static(Content(name))",
        "Static(Content.assemble(name, ' wrote').stylize('bold'))",
        "Button('Send' if ready else 'Hold')",
        "def f(line: Content) -> None:\n    Static(line)",
        "def f(rows: Sequence[Content]) -> None:\n    OptionList(*[Option(row) for row in rows])",
        "def head(name) -> Content: ...\nStatic(head(name))",
        "class A:\n    def head(self) -> Text: ...\n    def f(self):\n        Static(self.head())",
        "self.border_title = Content(name)",
        "self.border_title = None",
        "def f(line: Content):\n    Static(line)\n\ndef g(line: str) -> None: ...",
        "def f(self):\n    self.a = Content(b)\n\ndef g(self):\n    Static(self.a)",
        "counts.update(more)",
        "self.notify('Copied.')",
        "from tmchat.core.text import clean\nself.notify(clean(name), markup=False)",
        "def f(text: Clean) -> None:\n    app.notify(text, markup=False)",
        "Hit(1.0, Content(name), run)",
    ],
)
def test_built_content_passes(text: str) -> None:
    cleaning = written("tmchat.core.text", "def clean(raw: str) -> Clean: ...")
    assert untrusted_findings([written("tmchat.console.x", text)], [cleaning]) == []


def test_a_function_of_another_module_is_known_by_what_it_returns() -> None:
    render = written("tmchat.console.render.row", "def row(one) -> Content: ...")
    user = written(
        "tmchat.console.x", "from tmchat.console.render.row import row as line\nStatic(line(a))"
    )
    assert untrusted_findings([user], [render]) == []
    assert len(untrusted_findings([user])) == 1
