"""Answers what a console or a command asks to be told; nothing is changed and nothing recorded."""

from dataclasses import dataclass

from tmchat.core import questions as qu
from tmchat.core.commands import Refused
from tmchat.core.records import Agent
from tmchat.hub.addresses import Trials
from tmchat.hub.audit import changes_told, push_told, pushes_told
from tmchat.hub.callbook import CallBook
from tmchat.hub.parts import parts_told
from tmchat.hub.setups.changing import Shown
from tmchat.hub.setups.reach import Reach
from tmchat.hub.setups.told import setup_told, setups_told
from tmchat.hub.store.interface import StoreFailed
from tmchat.telmetrics.errors import NotFound, TelmetricsError


@dataclass(frozen=True, slots=True)
class Inquiry:
    """The one way in for questions that the switchboard has found permitted."""

    reach: Reach
    shown: Shown
    calls: CallBook
    trials: Trials

    async def __call__(self, agent: Agent, question: qu.Question) -> qu.Told:
        """The answer, or a refusal that says in a sentence why there is none."""
        try:
            return await self._told(question)
        except NotFound:
            return Refused("gone", "The account does not have it.")
        except TelmetricsError as error:
            return Refused("telmetrics", error.in_full())
        except StoreFailed as failure:
            return Refused("storage", str(failure))

    async def _told(self, question: qu.Question) -> qu.Told:
        reach, store = self.reach, self.reach.store
        match question:
            case qu.SetupOf():
                return await setup_told(reach, self.shown, question)
            case qu.SetupsOf():
                return await setups_told(reach, self.shown, question)
            case qu.CallsBetween():
                return await self.calls.between(question)
            case qu.CallOf():
                return await self.calls.one(question)
            case qu.AccountParts():
                return await parts_told(reach.telmetrics, reach.hook)
            case qu.ChangesMade():
                return await changes_told(store, question)
            case qu.PushesTaken():
                return await pushes_told(store, question)
            case qu.PushTaken():
                return await push_told(store, question)
            case qu.TryAddress(url):
                return await self.trials.try_address(url)
        return Refused("unknown", "This hub has no answer to that.")
