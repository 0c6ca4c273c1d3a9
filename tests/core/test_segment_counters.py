"""Our count of segments beside that of npm's `sms-segments-calculator`, over texts people sent."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.npm import install
from tmchat.core.segments import measure

REAL_TEXTS = Path(__file__).parents[2].parent / "shared" / "data" / "real-texts.jsonl"
PROGRAM = Path(__file__).with_name("segmentcalculator.js")
Counted = tuple[str, int]


@pytest.fixture(scope="module")
def calculator(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the package; without npm, or when it cannot be reached, tests are skipped."""
    folder = tmp_path_factory.mktemp("calculator")
    if reason := install(folder, "sms-segments-calculator@1.3.0"):
        pytest.skip(f"sms-segments-calculator is not there: {reason}")
    return folder


def theirs(folder: Path, texts: list[str]) -> list[Counted]:
    """Encoding and segments as the package in `folder` counts them."""
    done = subprocess.run(
        ["node", str(PROGRAM)],
        input=json.dumps(texts),
        capture_output=True,
        text=True,
        timeout=60,
        env={**os.environ, "NODE_PATH": str(folder / "node_modules")},
    )
    assert done.returncode == 0, done.stderr[-500:]
    told: list[Any] = json.loads(done.stdout)
    return [(encoding, count) for encoding, count in told]


def ours(text: str) -> Counted:
    """The same of `core.segments`."""
    counted = measure(text)
    return counted.encoding, counted.segments


@pytest.mark.skipif(not REAL_TEXTS.exists(), reason="../shared/data is not on this machine")
def test_both_count_every_real_text_alike_alone_and_joined(calculator: Path) -> None:
    with REAL_TEXTS.open(encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for line in lines]
    # Long ones are rare among them: runs of six make texts of many segments, in both encodings.
    texts += ["".join(texts[at : at + 6]) for at in range(0, len(texts), 6)]
    assert len(texts) > 9000
    told = theirs(calculator, texts)
    assert [text for text, counted in zip(texts, told, strict=True) if ours(text) != counted] == []
    assert {encoding for encoding, _ in told} == {"GSM-7", "UCS-2"}
    assert max(count for _, count in told) > 4


def test_both_count_alike_where_a_segment_ends(calculator: Path) -> None:
    texts = [
        sign * count + end
        for sign in ("a", "€", "[", "é", "’", "中", "😀")
        for count in (34, 35, 66, 67, 70, 71, 76, 77, 80, 133, 134, 152, 153, 160, 161, 306, 307)
        for end in ("", "€", "^", "’", "😀", "\n", "\r\n")
    ]
    told = theirs(calculator, texts)
    assert [text for text, counted in zip(texts, told, strict=True) if ours(text) != counted] == []


@pytest.mark.parametrize(
    ("text", "we_say", "they_say"),
    [
        # No text is no message: nothing is sent, so nothing is paid.
        ("", ("GSM-7", 0), ("GSM-7", 1)),
        # They keep together what a reader takes for one sign. A phone joins the segments before it
        # shows them, and GSM 03.38 knows 16-bit units alone: only the two halves of a character
        # beyond them belong together. So a mark may begin a segment, and each is filled.
        ("中" * 66 + "e\u0301" + "中" * 66, ("UCS-2", 2), ("UCS-2", 3)),
        ("中" * 65 + "👍🏽" + "中" * 65, ("UCS-2", 2), ("UCS-2", 3)),
    ],
    ids=["no text", "a mark", "a shade"],
)
def test_where_they_differ_the_standard_is_followed(
    calculator: Path, text: str, we_say: Counted, they_say: Counted
) -> None:
    assert ours(text) == we_say
    assert theirs(calculator, [text]) == [they_say]
