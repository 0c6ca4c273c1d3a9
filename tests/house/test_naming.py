"""Names mean something and every module says what it is."""

import pytest

from tests.house.naming import naming_findings, words
from tests.house.sources import sources, written


def test_every_name_says_something() -> None:
    findings = [text for source in sources("tmchat", "tests") for text in naming_findings(source)]
    assert not findings, "\n".join(findings)


@pytest.mark.parametrize(
    ("module", "text"),
    [
        ("tmchat.core.x", "x = 1"),
        ("tmchat.core.text_utils", '"""What."""'),
        ("tmchat.core.x", '"""What."""\nclass SMSHandler: ...'),
        ("tmchat.core.x", '"""What."""\nclass BaseRoute: ...'),
        ("tmchat.core.x", '"""What."""\nclass A:\n    def load_data(self): ...'),
    ],
)
def test_a_name_that_says_nothing_is_found(module: str, text: str) -> None:
    assert len(naming_findings(written(module, text))) == 1


def test_meaningful_names_pass() -> None:
    text = '"""What."""\nclass Database:\n    @property\n    def base_url(self): ...\n'
    text += "class Line(Protocol):\n    def data_received(self, octets): ...\n"
    assert naming_findings(written("tmchat.core.information", text)) == []


def test_names_fall_into_words() -> None:
    assert words("SMSHandlerBase2") == ["sms", "handler", "base", "2"]
    assert words("_read_data") == ["read", "data"]
