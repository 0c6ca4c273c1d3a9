"""The client of one Telmetrics account: every resource as an attribute; none is defined here."""

from collections.abc import Mapping
from types import MappingProxyType, TracebackType
from typing import Self

import httpx

from tmchat.telmetrics.account_webhooks import AccountWebhooks
from tmchat.telmetrics.billing_groups import BillingGroups
from tmchat.telmetrics.calls import Calls
from tmchat.telmetrics.chat_clients import ChatClients
from tmchat.telmetrics.datastore import Datastore
from tmchat.telmetrics.groups import Groups
from tmchat.telmetrics.integrations import Integrations
from tmchat.telmetrics.lead_tracking import LeadTracking
from tmchat.telmetrics.numbers import Numbers
from tmchat.telmetrics.pools import NumberPools
from tmchat.telmetrics.session import Session

TELMETRICS_URL = "https://api.telmetrics.com/v3/api"
_NO_HEADERS: Mapping[str, str] = MappingProxyType({})


class Telmetrics:
    """Telmetrics V3 for one account; use it as an async context, or call `close`.

    `base_url` and `extra_headers` are settings because the successor of V3 asks for other ones
    (CONTRACT 14.13). `timeout` in seconds bounds each request from start to end. Nothing is
    retried.
    """

    def __init__(
        self,
        token: str,
        *,
        base_url: str = TELMETRICS_URL,
        extra_headers: Mapping[str, str] = _NO_HEADERS,
        transport: httpx.AsyncBaseTransport | None = None,
        timeout: float = 20.0,
    ) -> None:
        """Raises ValueError for a token, a header or an address that cannot be used."""
        self.session = Session(token, base_url, extra_headers, transport, timeout)
        self.billing_groups = BillingGroups(self.session)
        self.groups = Groups(self.session)
        self.numbers = Numbers(self.session)
        self.number_pools = NumberPools(self.session)
        self.calls = Calls(self.session)
        self.chat_clients = ChatClients(self.session)
        self.webhooks = AccountWebhooks(self.session)
        self.integrations = Integrations(self.session)
        self.datastore = Datastore(self.session)
        self.lead_tracking = LeadTracking(self.session)

    async def close(self) -> None:
        """Close the connections."""
        await self.session.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.close()
