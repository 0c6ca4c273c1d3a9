"""No file over 400 lines, no function over 60."""

from tests.house.sizes import MOST_FILE_LINES, MOST_FUNCTION_LINES, size_findings
from tests.house.sources import sources, written


def test_nothing_is_too_long() -> None:
    findings = [text for source in sources("tmchat", "tests") for text in size_findings(source)]
    assert not findings, "\n".join(findings)


def test_a_long_file_is_found() -> None:
    assert size_findings(written("tmchat.core.x", "x = 1\n" * MOST_FILE_LINES)) == []
    (found,) = size_findings(written("tmchat.core.x", "x = 1\n" * (MOST_FILE_LINES + 1)))
    assert "401 lines" in found


def test_a_long_method_is_found() -> None:
    short = "class A:\n    def f(self):\n" + "        x = 1\n" * (MOST_FUNCTION_LINES - 1)
    assert size_findings(written("tmchat.core.x", short)) == []
    (found,) = size_findings(written("tmchat.core.x", short + "        x = 2\n"))
    assert "tmchat/core/x.py:2 f has 61 lines" in found
