"""What is kept about numbers beside conversations: asked once, let go of by events, bounded."""

from tests.console.account import PARTS_NUMBER, with_account
from tests.console.memoryhub import MemoryHub
from tmchat.console.areas import PanelPage
from tmchat.console.setup.insight import MOST, Insight
from tmchat.core import events as ev
from tmchat.core.commands import Refused
from tmchat.core.questions import CallsBetween, CallsTold, SetupOf, SetupTold
from tmchat.core.records import TrackingNumber
from tmchat.core.setup.plans import Kind, Plan, Setup, Target

NUMBER = TrackingNumber("+12895550163", 101)


def test_a_page_asks_once_and_anew_after_a_change() -> None:
    insight = Insight()
    account = with_account(MemoryHub())
    question = insight.wish(PanelPage.SMS, NUMBER, 0)
    assert question == SetupOf(PARTS_NUMBER)
    assert insight.wish(PanelPage.NUMBER, NUMBER, 0) is None
    insight.told(question, SetupTold(account.setup(PARTS_NUMBER)))
    assert insight.setup(PARTS_NUMBER) is not None
    assert insight.wish(PanelPage.SMS, NUMBER, 0) is None
    assert insight.heard(ev.SetupChanged(Plan(PARTS_NUMBER, "", ""), "ben"))
    assert insight.setup(PARTS_NUMBER) is None
    assert insight.wish(PanelPage.SMS, NUMBER, 0) == question


def test_a_number_of_a_pool_shows_its_pool() -> None:
    member = TrackingNumber("+14165550101", 501, pool=44)
    assert Insight().wish(PanelPage.NUMBER, member, 0) == SetupOf(Target(Kind.POOL, 44))


def test_the_texters_page_asks_nothing_and_an_unknown_number_has_no_settings() -> None:
    insight = Insight()
    assert insight.wish(PanelPage.TEXTER, NUMBER, 0) is None
    assert insight.wish(PanelPage.SMS, TrackingNumber("+12895550163"), 0) is None


def test_a_refusal_is_shown_and_not_asked_again_until_the_line_is_back() -> None:
    insight = Insight()
    question = insight.wish(PanelPage.CALLS, NUMBER, 99)
    assert isinstance(question, CallsBetween)
    insight.told(question, Refused("offline", "The line is down."))
    assert insight.why_not(NUMBER.number) == "The line is down."
    assert insight.wish(PanelPage.CALLS, NUMBER, 100) is None
    insight.line_back()
    assert insight.wish(PanelPage.CALLS, NUMBER, 101) is not None
    insight.told(question, CallsTold(()))
    assert insight.calls(NUMBER.number) == ()


def test_what_is_kept_is_bounded() -> None:
    insight = Insight()
    for id in range(1, 3 * MOST):
        target = Target(Kind.NUMBER, id)
        insight.told(SetupOf(target), SetupTold(Setup(target, "", "", {})))
    known = [id for id in range(1, 3 * MOST) if insight.setup(Target(Kind.NUMBER, id))]
    assert len(known) == MOST
