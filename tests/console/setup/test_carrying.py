"""A plan on its way: carried out, refused, overtaken, taken back; what it means in words."""

from dataclasses import replace
from typing import Any

from tests.console.account import PARTS_NUMBER, MemoryAccount, with_account
from tests.console.memoryhub import MemoryHub
from tmchat.console.setup.carrying import Carrying, Stage
from tmchat.console.setup.planning import change_words, meaning, short_words
from tmchat.core.commands import Granted, Refused
from tmchat.core.setup.plans import Kind, carried_out, planned
from tmchat.core.setup.trees import Difference, changed

HERE = "https://desk.example.net/hook/"


def account() -> MemoryAccount:
    return with_account(MemoryHub())


def carrying(found: MemoryAccount, **wishes: Any) -> Carrying:
    setup = found.setup(PARTS_NUMBER)
    news = tuple(Difference(path.replace("__", "."), None, to) for path, to in wishes.items())
    return Carrying(setup, planned(setup, changed(setup.tree, news)))


def test_what_was_carried_out_can_be_taken_back() -> None:
    found = account()
    one = carrying(found, name="Counter")
    one.began()
    assert one.stage is Stage.RUNNING
    one.ended(Granted(41))
    assert (one.stage, one.event) == (Stage.DONE, 41)
    after = replace(one.setup, version="later", tree=carried_out(one.plan, one.setup))
    back = one.undo(after)
    assert back.undoes == 41
    assert [(change.before, change.after) for change in back.changes()] == [
        ("Counter", "Front desk")
    ]


def test_a_refusal_keeps_the_plan_as_it_was() -> None:
    one = carrying(account(), name="Counter")
    one.ended(Refused("telmetrics", "Telmetrics answered 503."))
    assert (one.stage, one.said, one.unsure) == (Stage.SHOWN, "Telmetrics answered 503.", False)
    assert one.plan.changes


def test_changed_meanwhile_is_shown_and_the_plan_made_again() -> None:
    found = account()
    one = carrying(found, name="Counter", calls__termination="+14165550199")
    one.ended(Refused("changed", "It was changed meanwhile."))
    assert one.unsure
    label, tree = found.trees[PARTS_NUMBER]
    found.trees[PARTS_NUMBER] = (label, {**tree, "name": "Counter", "status": "Suspended"})
    one.read_again(found.setup(PARTS_NUMBER))
    assert [change.title for change in one.meanwhile] == ["Status"]
    assert [change.title for change in one.changes()] == ["Calls go to"]
    assert one.plan.version == found.setup(PARTS_NUMBER).version
    assert not one.unsure


def test_wishes_that_came_true_by_themselves_leave_nothing_to_do() -> None:
    found = account()
    one = carrying(found, name="Counter")
    label, tree = found.trees[PARTS_NUMBER]
    found.trees[PARTS_NUMBER] = (label, {**tree, "name": "Counter"})
    one.ended(Refused("undecided", "The line broke; it may have been carried out."))
    one.read_again(found.setup(PARTS_NUMBER))
    assert one.stage is Stage.NOTHING
    assert one.said == "All of it is as wished by now."


def test_a_plan_says_what_it_means_for_the_desk() -> None:
    def here(url: str) -> bool:
        return url.startswith(HERE)

    def route(**block: Any) -> dict[str, Any]:
        return {"sms": block}

    desk = route(kind="webhook", url=HERE)
    reply = route(kind="auto_reply", enabled=True, text="x")
    assert meaning(desk, reply, here) == (
        "Its texts no longer reach this desk: chat goes off for this number.",
        "Telmetrics answers its texters itself: nobody at this desk sees their texts.",
    )
    assert meaning(reply, desk, here) == ("Its texts come to this desk from now on.",)
    plain = route(kind="webhook", url="http://crm.example.com/in")
    assert meaning(reply, plain, here) == ("Write an https address: texts are private.",)
    private = route(kind="webhook", url="https://10.0.0.7/in")
    assert "private net" in meaning(reply, private, here)[0]
    assert meaning({}, {"stop": {"enabled": True}}, here) == (
        "Its calls are blocked from then on; they are still reported.",
    )


def test_differences_are_words_with_the_key_they_belong_to() -> None:
    one = Difference("calls.keys.2.record.enabled", True, None)
    assert change_words(Kind.NUMBER, one).title == "Key 2: Recording"
    plan = carrying(account(), name="Counter").plan
    assert short_words(plan) == "Name: Front desk -> Counter"
    more = carrying(account(), name="Counter", calls__termination="+14165550199").plan
    assert short_words(more).endswith(", and 1 more")
