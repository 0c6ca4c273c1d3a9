"""The sandbox's rules wired together from its settings; no HTTP server and no task is in here."""

import uuid
from collections.abc import Callable
from random import Random

import httpx

from tmchat.sandbox.account import Account
from tmchat.sandbox.behaviour import Behaviour
from tmchat.sandbox.blocks import BlockReader
from tmchat.sandbox.books import Books
from tmchat.sandbox.call_day import CallDay
from tmchat.sandbox.calls import Calls
from tmchat.sandbox.carrier import Carrier
from tmchat.sandbox.configurations import Configurations
from tmchat.sandbox.datastore import Datastore
from tmchat.sandbox.faults import Faults
from tmchat.sandbox.groups import Groups
from tmchat.sandbox.listing import Listing
from tmchat.sandbox.numbers import Numbers
from tmchat.sandbox.opt_outs import OptOuts
from tmchat.sandbox.outgoing import Outgoing
from tmchat.sandbox.pools import Pools
from tmchat.sandbox.provisioning import Provisioning
from tmchat.sandbox.push import Pusher
from tmchat.sandbox.sessions import Sessions
from tmchat.sandbox.showcase import Showcase
from tmchat.sandbox.store import Store
from tmchat.sandbox.tags import Tags
from tmchat.settings.sandbox import SandboxSettings


class Parts:
    """Each part once, knowing the others that it needs."""

    def __init__(
        self,
        settings: SandboxSettings,
        *,
        clock: Callable[[], float],
        random: Random,
        transport: httpx.AsyncBaseTransport | None,
        base_url: Callable[[], str],
    ) -> None:
        def now() -> int:
            return int(clock() * 1000)

        def new_guid() -> str:
            return str(uuid.UUID(int=random.getrandbits(128), version=4))

        self.store = Store(settings.db)
        self.faults = Faults(random)
        self.groups = Groups(self.store, now)
        self.configurations = Configurations(self.store, now, new_guid)
        self.datastore = Datastore(self.store, now, new_guid)
        self.tags = Tags(self.store, now, settings.lead_key)
        self.sessions = Sessions(self.store, now, self.tags)
        self.books = Books(self.store, now, new_guid)
        self.listing = Listing(self.store, now)
        self._wire_numbers(settings, now)
        self.account = Account(
            self.store,
            now,
            new_guid,
            groups=self.groups,
            numbers=self.numbers,
            configurations=self.configurations,
            datastore=self.datastore,
        )
        self.showcase = Showcase(
            groups=self.groups,
            numbers=self.numbers,
            pools=self.pools,
            datastore=self.datastore,
        )
        self.pusher = Pusher(
            self.store,
            now,
            new_guid,
            self.faults,
            batch=settings.push_batch,
            retry_scale=settings.retry_scale,
            answer_seconds=settings.push_seconds,
            transport=transport,
        )
        self._wire_carrier(settings, now, base_url)
        self._wire_calls(settings, clock, new_guid, base_url)

    def _wire_numbers(self, settings: SandboxSettings, now: Callable[[], int]) -> None:
        provisioning = Provisioning(settings.seed, self._is_free)
        blocks = BlockReader(
            chat_client_exists=self.configurations.chat_client_exists,
            file_exists=self.datastore.exists,
            new_route_id=lambda: self.store.insert("call_route_ids", id=None),
        )
        self.numbers = Numbers(
            self.store, now, groups=self.groups, blocks=blocks, provisioning=provisioning
        )
        self.pools = Pools(
            self.store,
            now,
            groups=self.groups,
            numbers=self.numbers,
            blocks=blocks,
            provisioning=provisioning,
        )

    def _wire_carrier(
        self, settings: SandboxSettings, now: Callable[[], int], base_url: Callable[[], str]
    ) -> None:
        opt_outs = OptOuts(self.store, now, enforced=settings.carrier_blocks_opt_out)
        self.outgoing = Outgoing(
            self.store,
            self.books,
            numbers=self.numbers,
            configurations=self.configurations,
            pusher=self.pusher,
            faults=self.faults,
            receipts=settings.receipts,
        )
        behaviour = Behaviour(
            books=self.books,
            configurations=self.configurations,
            opt_outs=opt_outs,
            outgoing=self.outgoing,
            pusher=self.pusher,
            base_url=base_url,
        )
        self.carrier = Carrier(
            self.store,
            now,
            books=self.books,
            numbers=self.numbers,
            tags=self.tags,
            opt_outs=opt_outs,
            outgoing=self.outgoing,
            behaviour=behaviour,
            quiet_ms=int(settings.quiet_hours * 3_600_000),
        )

    def _wire_calls(
        self,
        settings: SandboxSettings,
        clock: Callable[[], float],
        new_guid: Callable[[], str],
        base_url: Callable[[], str],
    ) -> None:
        self.calls = Calls(
            self.store,
            lambda: int(clock() * 1000),
            new_guid,
            numbers=self.numbers,
            tags=self.tags,
            configurations=self.configurations,
            pusher=self.pusher,
            base_url=base_url,
        )
        self.call_day = CallDay(
            self.store,
            clock,
            numbers=self.numbers,
            calls=self.calls,
            sessions=self.sessions,
            tags=self.tags,
            seed=settings.seed,
            rate=settings.call_rate,
        )

    def _is_free(self, phone: str) -> bool:
        return not self.store.value("SELECT 1 FROM numbers WHERE phone_number = ?", phone)
