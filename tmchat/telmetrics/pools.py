"""Number pools, whose numbers stand in for one another on web pages (CONTRACT 9).

A single number is `numbers`' business.
"""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from tmchat.telmetrics.call_routes import CallRoute, parse_call_route
from tmchat.telmetrics.features import NumberFeatures
from tmchat.telmetrics.fields import Fields, answered, as_moment, as_object, as_text, as_whole
from tmchat.telmetrics.number_requests import NumberRequest
from tmchat.telmetrics.numbers import number_settings
from tmchat.telmetrics.paging import USUAL_PAGE, listing, one_page, walk
from tmchat.telmetrics.replacement import Replacement
from tmchat.telmetrics.session import Session
from tmchat.telmetrics.sms_routes import NoneRoute, SmsRoute, parse_sms_route


@dataclass(frozen=True)
class PoolNumber:
    """One number of a pool."""

    id: int
    phone_number: str
    extra: Mapping[str, Any] = field(default_factory=dict, hash=False)

    @classmethod
    def from_json(cls, value: object) -> "PoolNumber":
        """Raises UnexpectedAnswer where there is no id or no phone number."""
        fields = Fields(value, "a number of a pool")
        return cls(
            id=fields.required("id", as_whole),
            phone_number=fields.required("phone_number", as_text),
            extra=fields.rest(),
        )


@dataclass(frozen=True)
class NumberPool:
    """One number pool; `match_period` is the minutes that a visitor's session stays open.

    Times are milliseconds UTC; that pools have them is inferred from numbers. `raw` is the whole
    answer as it came.
    """

    id: int
    name: str | None
    group_id: int | None
    status: str | None
    match_period: int | None = None
    quantity: int | None = None
    numbers: tuple[PoolNumber, ...] = ()
    replacement_configuration: Replacement | None = None
    sms_routes: SmsRoute = field(default_factory=NoneRoute)
    call_routes: CallRoute | None = None
    features: NumberFeatures | None = None
    created_datetime: int | None = None
    modified_datetime: int | None = None
    extra: Mapping[str, Any] = field(default_factory=dict, hash=False)
    raw: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def from_json(cls, value: object) -> "NumberPool":
        """Raises UnexpectedAnswer where there is no id."""
        fields = Fields(value, "a number pool")
        return cls(
            id=fields.required("id", as_whole),
            name=fields.optional("name", as_text),
            group_id=fields.optional("group_id", as_whole),
            status=fields.optional("status", as_text),
            match_period=fields.optional("match_period", as_whole),
            quantity=fields.optional("quantity", as_whole),
            numbers=fields.listed("numbers", PoolNumber.from_json),
            replacement_configuration=fields.optional(
                "replacement_configuration", Replacement.read
            ),
            sms_routes=fields.optional("sms_routes", parse_sms_route) or NoneRoute(),
            call_routes=fields.optional("call_routes", parse_call_route),
            features=fields.optional("features", NumberFeatures.read),
            created_datetime=fields.optional("created_datetime", as_moment),
            modified_datetime=fields.optional("modified_datetime", as_moment),
            extra=fields.rest(),
            raw=as_object(value) or {},
        )

    def settings(self) -> dict[str, Any]:
        """All that a PUT may change, as its body, with whatever unknown stood in the blocks."""
        body = number_settings(
            name=self.name,
            sms_routes=self.sms_routes,
            call_routes=self.call_routes,
            features=self.features,
            replacement_configuration=self.replacement_configuration,
        )
        return body if self.match_period is None else {**body, "match_period": self.match_period}


class NumberPools:
    """The `numberpools` resource. Every method raises the errors of `errors`."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def list(self, *, page_size: int = USUAL_PAGE) -> AsyncIterator[NumberPool]:
        """All pools of the account, a page at a time."""
        return walk(self._session, "/numberpools", NumberPool.from_json, page_size=page_size)

    async def page(self, number: int, size: int) -> tuple[tuple[NumberPool, ...], int]:
        """Page `number` of them, from 1, and how many pages there are."""
        return await one_page(
            self._session, "/numberpools", NumberPool.from_json, number=number, size=size
        )

    async def in_group(self, group_id: int) -> tuple[NumberPool, ...]:
        """All pools of one number group; this listing is not paged."""
        answer = await self._session.call("GET", f"/groups/{group_id}/numberpools")
        return tuple(map(NumberPool.from_json, listing(answer)))

    async def get(self, pool_id: int) -> NumberPool:
        """One pool with its numbers."""
        return NumberPool.from_json(await self._session.call("GET", f"/numberpools/{pool_id}"))

    async def create(
        self,
        group_id: int,
        *,
        name: str,
        phone_number_request: NumberRequest,
        quantity: int,
        match_period: int,
        replacement_configuration: Replacement,
        sms_routes: SmsRoute | None = None,
        call_routes: CallRoute | None = None,
        features: NumberFeatures | None = None,
        other: Mapping[str, Any] | None = None,
    ) -> NumberPool:
        """Order a pool of `quantity` numbers; `match_period` in minutes.

        `other` are further fields by their own names.
        """
        body = number_settings(
            name=name,
            sms_routes=sms_routes,
            call_routes=call_routes,
            features=features,
            replacement_configuration=replacement_configuration,
        )
        body["phone_number_request"] = phone_number_request.to_json()
        body["quantity"] = quantity
        body["match_period"] = match_period
        body = {**(other or {}), **body}
        answer = await self._session.call("POST", f"/groups/{group_id}/numberpools", body=body)
        return NumberPool.from_json(answer)

    async def update(
        self,
        pool_id: int,
        *,
        name: str | None = None,
        match_period: int | None = None,
        sms_routes: SmsRoute | None = None,
        call_routes: CallRoute | None = None,
        features: NumberFeatures | None = None,
        replacement_configuration: Replacement | None = None,
    ) -> NumberPool | None:
        """Change only what is given, as `change` does."""
        body = number_settings(
            name=name,
            sms_routes=sms_routes,
            call_routes=call_routes,
            features=features,
            replacement_configuration=replacement_configuration,
        )
        if match_period is not None:
            body["match_period"] = match_period
        return await self.change(pool_id, body)

    async def change(self, pool_id: int, settings: Mapping[str, Any]) -> NumberPool | None:
        """Change what stands in a body such as a part of `NumberPool.settings`.

        Answers the pool as it is then, or None where Telmetrics does not say: `get` tells.
        """
        answer = await self._session.call("PUT", f"/numberpools/{pool_id}", body=settings)
        return answered(answer, NumberPool.from_json)

    async def delete(self, pool_id: int) -> None:
        """Give the pool and all its numbers back for good (inferred from the numbers' DELETE)."""
        await self._session.call("DELETE", f"/numberpools/{pool_id}")

    async def add_numbers(
        self,
        pool_id: int,
        quantity: int,
        phone_number_request: NumberRequest,
        *,
        top_up_with_tollfree: bool | None = None,
    ) -> NumberPool | None:
        """Order `quantity` more numbers into the pool.

        With `top_up_with_tollfree` toll-free ones stand in where fitting ones run out. Answers the
        pool as it is then, or None where Telmetrics does not say: `get` tells.
        """
        body: dict[str, Any] = {
            "quantity": quantity,
            "phone_number_request": phone_number_request.to_json(),
        }
        if top_up_with_tollfree is not None:
            body["top_up_with_tollfree"] = top_up_with_tollfree
        answer = await self._session.call("POST", f"/numberpools/{pool_id}/numbers", body=body)
        return answered(answer, NumberPool.from_json)

    async def remove_number(self, pool_id: int, number_id: int) -> NumberPool | None:
        """Take one number out of the pool and give it back; answers as `add_numbers` does."""
        path = f"/numberpools/{pool_id}/numbers/{number_id}"
        return answered(await self._session.call("DELETE", path), NumberPool.from_json)
