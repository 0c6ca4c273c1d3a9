"""Number groups, their owners and their types; the numbers in them are `numbers`'s.

Sources: CONTRACT 4.2 and, for every field no page shows, 15.4.
"""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from tmchat.telmetrics.fields import Fields, answered, as_moment, as_object, as_text, as_whole
from tmchat.telmetrics.paging import USUAL_PAGE, listing, one_page, walk
from tmchat.telmetrics.session import Session


@dataclass(frozen=True)
class Group:
    """One number group; times in milliseconds UTC.

    A PUT is partial (CONTRACT 3), so that what has no field here is never dropped by a change.
    `raw` is the whole answer as it came.
    """

    id: int
    name: str | None
    status: str | None = None
    dni_type: str | None = None
    group_owner_id: int | None = None
    group_type_id: int | None = None
    billing_group_id: int | None = None
    global_snippet_id: int | None = None
    created_datetime: int | None = None
    modified_datetime: int | None = None
    extra: Mapping[str, Any] = field(default_factory=dict, hash=False)
    raw: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def from_json(cls, value: object) -> "Group":
        """Raises UnexpectedAnswer where there is no id."""
        fields = Fields(value, "a number group")
        return cls(
            id=fields.required("id", as_whole),
            name=fields.optional("name", as_text),
            status=fields.optional("status", as_text),
            dni_type=fields.optional("dni_type", as_text),
            group_owner_id=fields.optional("group_owner_id", as_whole),
            group_type_id=fields.optional("group_type_id", as_whole),
            billing_group_id=fields.optional("billing_group_id", as_whole),
            global_snippet_id=fields.optional("global_snippet_id", as_whole),
            created_datetime=fields.optional("created_datetime", as_moment),
            modified_datetime=fields.optional("modified_datetime", as_moment),
            extra=fields.rest(),
            raw=as_object(value) or {},
        )

    def settings(self) -> dict[str, Any]:
        """All that a PUT may change and that is set, as its body."""
        names = ("name", "status", "dni_type", "group_owner_id", "group_type_id")
        own = {name: getattr(self, name) for name in (*names, "billing_group_id")}
        return {name: value for name, value in own.items() if value is not None}


@dataclass(frozen=True)
class GroupOwner:
    """Whom a number group belongs to in reports."""

    id: int
    name: str | None
    email: str | None = None
    status: str | None = None
    extra: Mapping[str, Any] = field(default_factory=dict, hash=False)

    @classmethod
    def from_json(cls, value: object) -> "GroupOwner":
        """Raises UnexpectedAnswer where there is no id."""
        fields = Fields(value, "a group owner")
        return cls(
            id=fields.required("id", as_whole),
            name=fields.optional("name", as_text),
            email=fields.optional("email", as_text),
            status=fields.optional("status", as_text),
            extra=fields.rest(),
        )


@dataclass(frozen=True)
class GroupType:
    """A kind of number group; no page shows its fields."""

    id: int | None
    name: str | None
    extra: Mapping[str, Any] = field(default_factory=dict, hash=False)

    @classmethod
    def from_json(cls, value: object) -> "GroupType":
        """Raises UnexpectedAnswer where `value` is no object."""
        fields = Fields(value, "a group type")
        return cls(
            id=fields.optional("id", as_whole),
            name=fields.optional("name", as_text),
            extra=fields.rest(),
        )


class Groups:
    """The `groups`, `groupowners` and `grouptypes` resources.

    Settings go by their own names as keywords (`group_owner_id`, `group_type_id`,
    `billing_group_id`, `dni_type`, `status`), since no page says which there are. Every method
    raises the errors of `errors`.
    """

    def __init__(self, session: Session) -> None:
        self._session = session

    def list(self, *, page_size: int = USUAL_PAGE) -> AsyncIterator[Group]:
        """All number groups, a page at a time."""
        return walk(self._session, "/groups", Group.from_json, page_size=page_size)

    async def page(self, number: int, size: int) -> tuple[tuple[Group, ...], int]:
        """Page `number` of them, from 1, and how many pages there are."""
        return await one_page(self._session, "/groups", Group.from_json, number=number, size=size)

    async def get(self, group_id: int) -> Group:
        """One number group."""
        return Group.from_json(await self._session.call("GET", f"/groups/{group_id}"))

    async def create(self, name: str, **settings: str | int) -> Group:
        """Make a number group."""
        body = {"name": name, **settings}
        return Group.from_json(await self._session.call("POST", "/groups", body=body))

    async def update(self, group_id: int, **settings: str | int | None) -> Group | None:
        """Change only what is given; None takes an owner or a type away.

        Answers the group as it is then, or None where Telmetrics does not say: `get` tells.
        """
        return await self.change(group_id, settings)

    async def change(self, group_id: int, settings: Mapping[str, Any]) -> Group | None:
        """Change what stands in a body, by Telmetrics' own names; answers as `update` does."""
        answer = await self._session.call("PUT", f"/groups/{group_id}", body=settings)
        return answered(answer, Group.from_json)

    async def delete(self, group_id: int) -> None:
        """Remove a number group."""
        await self._session.call("DELETE", f"/groups/{group_id}")

    def owners(self, *, page_size: int = USUAL_PAGE) -> AsyncIterator[GroupOwner]:
        """All group owners, a page at a time."""
        return walk(self._session, "/groupowners", GroupOwner.from_json, page_size=page_size)

    async def create_owner(self, name: str, **settings: str) -> GroupOwner:
        """Make a group owner; `email` and `status` are known settings."""
        body = {"name": name, **settings}
        return GroupOwner.from_json(await self._session.call("POST", "/groupowners", body=body))

    async def types(self) -> tuple[GroupType, ...]:
        """All group types; this listing is not paged."""
        answer = await self._session.call("GET", "/grouptypes")
        return tuple(map(GroupType.from_json, listing(answer)))
