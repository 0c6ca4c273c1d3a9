"""An account in memory behind a `MemoryHub`: setups, calls, pushes, a log; it sends nothing."""

import hashlib
import json
from collections.abc import Callable
from typing import Any

from tests.console.memoryhub import MemoryHub
from tests.console.scene import DENTIST, HEATING, JEAN, MINUTE, PARTS, SAM
from tmchat.core import commands as cmd
from tmchat.core import questions as qu
from tmchat.core.calls import Call, Spoken
from tmchat.core.commands import Granted, Outcome, Refused
from tmchat.core.events import SetupChanged
from tmchat.core.records import Agent, Attribution
from tmchat.core.setup.plans import Kind, Plan, Setup, Target, carried_out, still_fits
from tmchat.core.setup.rules import problems

HOOK = "https://desk.example.net/hook/"
SLACK = "1f0c2ab3-e94f-4d8c-9b4a-392817065400"
FILE = "5c0e7d1f-0c2a-4b3e-94f6-d8c5b4a39281"
PARTS_NUMBER = Target(Kind.NUMBER, 101)
DENTIST_NUMBER = Target(Kind.NUMBER, 102)
HEATING_NUMBER = Target(Kind.NUMBER, 103)
WEB_POOL = Target(Kind.POOL, 44)
ROUTED: dict[str, Any] = {"kind": "webhook", "url": HOOK}

TREES: dict[Target, tuple[str, dict[str, Any]]] = {
    PARTS_NUMBER: (
        "(289) 555-0163",
        {
            "name": "Front desk",
            "group": 1,
            "status": "Active",
            "sms": dict(ROUTED),
            "calls": {
                "kind": "basic",
                "termination": "+14165550117",
                "record": {"enabled": True, "record": True, "transcript": True},
                "whisper": {"enabled": True, "text": "A call from the spring campaign."},
            },
            "replace": {
                "numbers": ["416555TIRE"],
                "sources": [{"referrer": "google.com", "triggers": ["gclid=%"], "organic": True}],
            },
        },
    ),
    DENTIST_NUMBER: (
        "(312) 555-0144",
        {
            "name": "Google Ads",
            "group": 2,
            "status": "Active",
            "sms": {"kind": "auto_reply", "enabled": True, "text": "We are closed until Monday."},
            "calls": {
                "kind": "key_press",
                "greeting": {"text": "Thanks for calling Harbour Dental."},
                "repeat": 2,
                "timeout": 8,
                "keys": {
                    "1": {"label": "Appointments", "termination": "+13125550100"},
                    "2": {
                        "label": "Emergencies",
                        "termination": "+13125550101",
                        "record": {"enabled": True, "record": True},
                        "whisper": {"enabled": True, "text": "An emergency."},
                    },
                    "3": {"label": "Billing"},
                },
            },
        },
    ),
    HEATING_NUMBER: (
        "(604) 555-0117",
        {
            "name": "Flyer, spring",
            "group": 3,
            "status": "Active",
            "sms": dict(ROUTED),
            "calls": {"kind": "basic", "termination": "+16045550118"},
            "other": {"colour": {"shade": 3}},
        },
    ),
    WEB_POOL: (
        "Website",
        {
            "name": "Website",
            "group": 1,
            "status": "active",
            "match_period": 30,
            "quantity": 3,
            "sms": dict(ROUTED),
            "calls": {"kind": "basic", "termination": "+14165550117"},
            "replace": {"all": True, "sources": [{"referrer": "Any"}]},
        },
    ),
    **{
        Target(Kind.GROUP, id): (name, {"name": name, "status": "active", "owner": 7, "type": 2})
        for id, name in enumerate(("Maple Auto Parts", "Harbour Dental", "Northside Heating"), 1)
    },
}
_MEMBERS = tuple(qu.PoolNumber(500 + one, f"+1416555010{one}") for one in range(1, 4))
_ACCOUNT = qu.PartsTold(
    chat_clients=(qu.AccountPart(SLACK, "Slack, front desk", "Slack"),),
    files=(qu.AccountPart(FILE, "greeting.mp3", "RouteMessageFiles"),),
    owners=(qu.AccountPart("7", "Maple Holdings", "owner@maple.example"),),
    types=(qu.AccountPart("2", "Advertiser"),),
    integrations=(qu.AccountPart("9", "Google Ads", "AdWords"),),
    webhooks=(qu.AccountPart("3", "https://crm.example.com/calls", "CallDetails"),),
)
_GOOGLE = Attribution("Google Paid", "fallsale", "brake pads near me", "google", "cpc")


class MemoryAccount:
    """What a hub would have read from Telmetrics. Tests change `trees` to have it changed
    meanwhile, and set `refusals` by target to have single changes refused."""

    def __init__(self, hub: MemoryHub) -> None:
        self.hub = hub
        self.trees = dict(TREES)
        self.refusals: dict[Target, Refused] = {}
        self.silent: dict[type, Refused] = {}
        self.log: list[qu.ChangeMade] = []
        self.pushes = _pushes(hub)
        self.made: list[cmd.Command] = []
        self.tried: list[str] = []
        hub.account = self.carry_out
        answers: dict[type, Callable[[Any], qu.Told]] = {
            qu.SetupOf: self._setup_of,
            qu.SetupsOf: self._setups_of,
            qu.CallsBetween: self._calls,
            qu.CallOf: self._call,
            qu.AccountParts: lambda question: _ACCOUNT,
            qu.ChangesMade: lambda question: qu.ChangesTold(tuple(reversed(self.log))),
            qu.PushesTaken: self._pushed,
            qu.PushTaken: self._push,
            qu.TryAddress: self._try,
        }
        hub.answers = {kind: self._unless_silent(kind, tell) for kind, tell in answers.items()}

    def setup(self, target: Target) -> Setup:
        """How something is set up now."""
        label, tree = self.trees[target]
        version = hashlib.sha256(json.dumps(tree, sort_keys=True).encode()).hexdigest()[:12]
        return Setup(target, label, version, tree)

    def carry_out(self, command: cmd.Command, agent: Agent) -> Outcome | None:
        """The outcome of a command for the account; None for any other."""
        match command:
            case cmd.ChangeSetup(plan, undoes):
                return self._change(plan, undoes, agent)
            case cmd.ReplayPush() | cmd.AttachNumber() | cmd.DetachNumber() | cmd.RefreshNumbers():
                return Granted()
            case _ if isinstance(command, cmd.ACCOUNT_COMMANDS):
                self.made.append(command)
                return Granted()
        return None

    def _unless_silent(
        self, kind: type, tell: Callable[[Any], qu.Told]
    ) -> Callable[[Any], qu.Told]:
        return lambda question: self.silent.get(kind) or tell(question)

    def _change(self, plan: Plan, undoes: int, agent: Agent) -> Outcome:
        if plan.target in self.refusals:
            return self.refusals[plan.target]
        setup = self.setup(plan.target)
        if not still_fits(plan, setup):
            return Refused("changed", "It was changed meanwhile; the plan no longer fits.")
        after = carried_out(plan, setup)
        touched, before = {one.path for one in plan.changes}, problems(plan.target.kind, setup.tree)
        found = problems(plan.target.kind, after)
        wrong = tuple(one for one in found if one.field in touched or one not in before)
        if wrong:
            return Refused("rules", wrong[0].sentence, wrong)
        self.trees[plan.target] = (setup.label, after)
        n = self.hub.happen(SetupChanged(plan, agent.name, undoes))
        self.log.append(qu.ChangeMade(n, self.hub.now, agent.name, plan, undoes))
        return Granted(n)

    def _setup_of(self, question: qu.SetupOf) -> qu.Told:
        if question.target not in self.trees:
            return Refused("unknown", "Telmetrics has none with this id (404).")
        numbers = _MEMBERS if question.target.kind is Kind.POOL else ()
        return qu.SetupTold(self.setup(question.target), numbers)

    def _setups_of(self, question: qu.SetupsOf) -> qu.Told:
        found = [self.setup(target) for target in self.trees if target.kind is question.kind]
        return qu.SetupsTold(tuple(found))

    def _calls(self, question: qu.CallsBetween) -> qu.Told:
        found = [
            one
            for one in calls(self.hub.now)
            if question.since < one.at < question.until and question.number in ("", one.number)
        ]
        return qu.CallsTold(tuple(found))

    def _call(self, question: qu.CallOf) -> qu.Told:
        return qu.CallTold(next(one for one in calls(self.hub.now) if one.id == question.id))

    def _pushed(self, question: qu.PushesTaken) -> qu.Told:
        found = [one for one in self.pushes if not question.unread_only or one.status == "unread"]
        return qu.PushesTold(tuple(found))

    def _push(self, question: qu.PushTaken) -> qu.Told:
        return qu.PushTold(next(one for one in self.pushes if one.id == question.id))

    def _try(self, question: qu.TryAddress) -> qu.Told:
        self.tried.append(question.url)
        return qu.AddressTried(204, "It took the test push in 41 ms.")


def calls(now: int) -> list[Call]:
    """Three calls of the last hours, newest first."""
    spoken = (
        Spoken("Maple Auto Parts, Dave speaking.", "agent", 1.0),
        Spoken("Hi, do you have front brake pads for a 2014 Civic?", "caller", 3.5),
        Spoken("We do, ceramic and semi-metallic. Shall I put a set aside?", "agent", 9.0),
    )
    return [
        Call(
            9003,
            now - 12 * MINUTE,
            PARTS,
            SAM,
            "Sam Reed",
            "Peoria, IL",
            "answered",
            "+14165550117",
            6,
            187,
            recording="https://webservice.telmetrics.com/filedownload.ashx/5c0e7d1f/9003.mp3",
            score=84,
            keywords=("brake pads", "appointment"),
            transcript=spoken,
            attribution=_GOOGLE,
        ),
        Call(
            9002,
            now - 95 * MINUTE,
            DENTIST,
            "+13125550190",
            "",
            "Chicago, IL",
            "no answer",
            "+13125550100",
            31,
            key="1",
        ),
        Call(
            9001,
            now - 300 * MINUTE,
            HEATING,
            JEAN,
            "Jean Côté",
            "Montréal, QC",
            "answered",
            "+16045550118",
            9,
            65,
            score=41,
        ),
    ]


def _pushes(hub: MemoryHub) -> list[qu.Push]:
    body = '{"Id": "7d1f0c2a", "Notifications": [{"Message": "Do you have this in blue?"}]}'
    return [
        qu.Push(31, hub.now - MINUTE, "read", "1 text", body),
        qu.Push(30, hub.now - 4 * MINUTE, "unread", "No text could be found in it.", "{}"),
    ]


def with_account(hub: MemoryHub) -> MemoryAccount:
    """Puts an account behind `hub`."""
    return MemoryAccount(hub)
