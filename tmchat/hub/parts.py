"""What settings of the account refer to, read when somebody asks: chat clients, files, owners, ...

No page documents most of these listings, so that an account without one is no fault.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from typing import TypeVar

from tmchat.core.questions import AccountPart, PartsTold
from tmchat.hub.hook import Hook
from tmchat.hub.setups.checking import FILE_TYPES
from tmchat.telmetrics.client import Telmetrics
from tmchat.telmetrics.datastore import StoredFile
from tmchat.telmetrics.errors import NotFound
from tmchat.telmetrics.groups import GroupOwner

T = TypeVar("T")


async def parts_told(telmetrics: Telmetrics, hook: Hook) -> PartsTold:
    """Every part that the account offers. Raises `TelmetricsError`."""

    async def owners() -> tuple[GroupOwner, ...]:
        return tuple([one async for one in telmetrics.groups.owners()])

    async def files() -> tuple[StoredFile, ...]:
        lists = [await telmetrics.datastore.list(stype) for stype in FILE_TYPES]
        return tuple(one for files in lists for one in files)

    clients, stored, owned, types = await asyncio.gather(
        _offered(telmetrics.chat_clients.list),
        _offered(files),
        _offered(owners),
        _offered(telmetrics.groups.types),
    )
    billing, linked, webhooks = await asyncio.gather(
        _offered(telmetrics.billing_groups.list),
        _offered(telmetrics.integrations.list),
        _offered(telmetrics.webhooks.list),
    )
    return PartsTold(
        chat_clients=_parts((a.chat_client_id, a.name, a.provider, a.status) for a in clients),
        files=_parts((a.data_store_id, a.file_name, a.type) for a in stored),
        owners=_parts((_id(a.id), a.name, a.email, a.status) for a in owned),
        types=_parts((_id(a.id), a.name) for a in types),
        billing_groups=_parts(
            (_id(a.billing_group_id), a.billing_group_name, a.status) for a in billing
        ),
        integrations=_parts((a.integration_auth_id, a.description, a.type) for a in linked),
        webhooks=_parts(
            (a.webhook_id, hook.masked(a.url or ""), *a.actions, a.status) for a in webhooks
        ),
    )


def _id(number: int | None) -> str:
    return "" if number is None else str(number)


async def _offered(listing: Callable[[], Awaitable[tuple[T, ...]]]) -> tuple[T, ...]:
    try:
        return await listing()
    except NotFound:
        return ()


def _parts(rows: Iterable[tuple[str | None, ...]]) -> tuple[AccountPart, ...]:
    return tuple(
        AccountPart(id or "", name or "", ", ".join(word for word in more if word))
        for id, name, *more in rows
    )
