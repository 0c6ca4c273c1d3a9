"""One change of many: what is done, what fails, what another run does."""

import asyncio
from typing import Any

from tests.console.account import (
    DENTIST_NUMBER,
    HEATING_NUMBER,
    PARTS_NUMBER,
    MemoryAccount,
    with_account,
)
from tests.console.memoryhub import ANA, MemoryHub
from tmchat.console.setup.asking import known, many_shape
from tmchat.console.setup.bulk import BulkRun, Came, Many
from tmchat.console.setup.form import SettingsForm
from tmchat.core.commands import ChangeSetup, Command, Outcome, Refused
from tmchat.core.questions import Question, Told
from tmchat.core.setup.plans import Kind
from tmchat.core.setup.trees import Difference, at

ALL = (PARTS_NUMBER, DENTIST_NUMBER, HEATING_NUMBER)
MANY = [Many(target, f"number {target.id}") for target in ALL]
STOP = (
    Difference("stop.enabled", None, True),
    Difference("stop.text", None, "Nobody is here."),
)


class Bench:
    """A run over the account's numbers."""

    def __init__(self, *wishes: Difference) -> None:
        self.hub = MemoryHub()
        self.account: MemoryAccount = with_account(self.hub)
        label, tree = self.account.trees[PARTS_NUMBER]
        stopped = {"enabled": True, "text": "Nobody is here."}
        self.account.trees[PARTS_NUMBER] = (label, {**tree, "stop": stopped})
        self.bulk = BulkRun(wishes, MANY)
        self.drawn = 0
        self.bulk.redraw = self.draw

    def draw(self) -> None:
        self.drawn += 1

    async def ask(self, question: Question) -> Told:
        return self.hub.tell_of(question)

    async def order(self, command: Command) -> Outcome:
        return self.hub.answer(command, ANA)

    def go(self) -> None:
        asyncio.run(self.bulk.run(self.ask, self.order))

    def states(self) -> list[Came]:
        return [self.bulk.state(one) for one in MANY]

    def value(self, target: Any, path: str) -> Any:
        return at(self.account.trees[target][1], path)


def test_each_is_read_planned_and_changed_and_what_is_so_already_is_left_alone() -> None:
    bench = Bench(*STOP)
    bench.go()
    assert bench.states() == [Came.SAME, Came.DONE, Came.DONE]
    assert bench.value(HEATING_NUMBER, "stop.text") == "Nobody is here."
    sent = [one.plan.target for one in bench.hub.asked if isinstance(one, ChangeSetup)]
    assert sent == [DENTIST_NUMBER, HEATING_NUMBER]
    assert bench.drawn > 4


def test_a_failure_stops_nothing_and_another_run_does_only_the_rest() -> None:
    bench = Bench(*STOP)
    bench.account.refusals[DENTIST_NUMBER] = Refused("telmetrics", "Telmetrics answered 500.")
    bench.go()
    assert bench.states() == [Came.SAME, Came.FAILED, Came.DONE]
    assert [(one.target, why) for one, why in bench.bulk.failures()] == [
        (DENTIST_NUMBER, "Telmetrics answered 500.")
    ]
    bench.account.refusals.clear()
    asked = len(bench.hub.asked)
    bench.go()
    assert bench.states() == [Came.SAME, Came.DONE, Came.DONE]
    assert len(bench.hub.asked) == asked + 1


def test_a_rule_refuses_one_of_many_before_anything_is_sent_for_it() -> None:
    bench = Bench(
        Difference("verify.enabled", None, True),
        Difference("verify.key", None, 1),
        Difference("verify.text", None, "Press 1."),
    )
    bench.go()
    assert bench.states() == [Came.DONE, Came.FAILED, Came.DONE]
    assert bench.bulk.failures()[0][1] == "Call verify does not go with advanced call routing."


def test_a_setting_that_another_route_has_fails_where_it_does_not_exist() -> None:
    bench = Bench(Difference("calls.record.redact", None, True))
    bench.go()
    assert bench.states() == [Came.DONE, Came.FAILED, Came.DONE]
    assert "no setting “Redaction”" in bench.bulk.failures()[0][1]
    assert len(bench.hub.asked) == 2


def test_what_cannot_be_read_fails_with_the_hubs_words() -> None:
    bench = Bench(*STOP)
    del bench.account.trees[PARTS_NUMBER]
    bench.go()
    assert bench.bulk.failures()[0][1] == "Telmetrics has none with this id (404)."


def test_it_stops_after_the_one_under_way() -> None:
    bench = Bench(*STOP)

    def stop() -> None:
        bench.bulk.stopping = True

    bench.bulk.redraw = stop
    bench.go()
    assert bench.states() == [Came.SAME, Came.WAITING, Came.WAITING]
    assert len(bench.bulk.left()) == 2


def test_the_form_for_many_asks_no_name_and_changes_only_what_is_set() -> None:
    form = SettingsForm(many_shape(Kind.NUMBER, known(None)), {})
    paths = {one.path for one in form.rows()}
    assert "name" not in paths
    assert {"sms.kind", "calls.termination", "verify.key", "stop.enabled"} <= paths
    form.put("stop.enabled", True)
    form.put("stop.text", "Nobody is here.")
    assert form.changes() == STOP
    assert form.hindering() == ()
    form.put("sms.kind", "auto_reply")
    form.put("sms.enabled", True)
    assert {one.field for one in form.hindering()} == {"sms.text"}
