"""The parts of a running hub that its listeners reach; putting them together is `app`'s."""

from collections.abc import Callable
from dataclasses import dataclass

from tmchat.hub.administration import Administration
from tmchat.hub.fanout import Fanout
from tmchat.hub.hook import Hook
from tmchat.hub.intake import Intake
from tmchat.hub.returns import Returns
from tmchat.hub.signin import SignIn
from tmchat.hub.store.interface import Store
from tmchat.hub.switchboard import Switchboard
from tmchat.settings.hub import HubSettings


@dataclass(frozen=True, slots=True)
class Desk:
    """One running hub. `clock` is in ms UTC; `run` is new with each start."""

    settings: HubSettings
    clock: Callable[[], int]
    store: Store
    switchboard: Switchboard
    intake: Intake
    fanout: Fanout
    returns: Returns
    signin: SignIn
    administration: Administration
    hook: Hook
