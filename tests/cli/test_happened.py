"""Events as lines for people: what `tmchat tail` prints of texts that came late and of claims."""

from tmchat.cli.happened import event_line
from tmchat.core import events as ev
from tmchat.core.records import CannedReply

AT = 1_772_385_661_000


def test_a_late_text_says_when_it_was_sent() -> None:
    what = ev.TextArrived(2, "or red?", AT - 300_000, late=True)
    line = event_line(ev.Event(9, AT, what), None)
    assert line == ("2026-03-01 17:21:01Z 9 text (late: sent 2026-03-01 17:16:01Z): or red?")


def test_a_claim_given_back_says_from_whom() -> None:
    line = event_line(ev.Event(9, AT, ev.ConversationGivenBack(2, "ana", "away")), None)
    assert line == "2026-03-01 17:21:01Z 9 given back: ana was away"


def test_a_canned_reply_is_called_by_its_title() -> None:
    line = event_line(ev.Event(9, AT, ev.CannedKept(CannedReply("Hours", "9 to 6"), "sue")), None)
    assert line == "2026-03-01 17:21:01Z 9 sue kept the canned reply Hours"
    line = event_line(ev.Event(9, AT, ev.CannedRemoved("Hours", "sue")), None)
    assert line == "2026-03-01 17:21:01Z 9 sue removed the canned reply Hours"
