"""Routes of billing groups, group owners and number groups (CONTRACT 4); not their rules."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tmchat.sandbox.groups import GROUP_TYPES, Groups
from tmchat.sandbox.web import Answer, json_object, page_of, path_id


class GroupRoutes:
    """The tree above the numbers, over HTTP."""

    def __init__(self, groups: Groups) -> None:
        self._groups = groups
        self.routes = [
            Route("/billinggroups", self.list_billing_groups),
            Route("/billinggroups/{parent}", self.create_billing_group, methods=["POST"]),
            Route("/groupowners", self.list_owners),
            Route("/groupowners", self.create_owner, methods=["POST"]),
            Route("/grouptypes", self.list_types),
            Route("/groups", self.list_groups),
            Route("/groups", self.create_group, methods=["POST"]),
            Route("/groups/{group}", self.get_group),
            Route("/groups/{group}", self.update_group, methods=["PUT"]),
            Route("/groups/{group}", self.delete_group, methods=["DELETE"]),
        ]

    async def list_billing_groups(self, _: Request) -> Response:
        """Answer the bare array of billing groups."""
        return Answer(self._groups.billing_groups())

    async def create_billing_group(self, request: Request) -> Response:
        """Add a billing group below another (sample 12)."""
        values = await json_object(request)
        return Answer(self._groups.create_billing_group(path_id(request, "parent"), values))

    async def list_owners(self, request: Request) -> Response:
        """Answer a page of group owners."""
        return Answer(self._groups.owners(page_of(request)))

    async def create_owner(self, request: Request) -> Response:
        """Add a group owner."""
        return Answer(self._groups.create_owner(await json_object(request)))

    async def list_types(self, _: Request) -> Response:
        """Answer the bare array of group types."""
        return Answer(GROUP_TYPES)

    async def list_groups(self, request: Request) -> Response:
        """Answer a page of number groups."""
        return Answer(self._groups.page(page_of(request)))

    async def create_group(self, request: Request) -> Response:
        """Add a number group."""
        return Answer(self._groups.create(await json_object(request)))

    async def get_group(self, request: Request) -> Response:
        """Answer one number group."""
        return Answer(self._groups.get(path_id(request, "group")))

    async def update_group(self, request: Request) -> Response:
        """Change a number group in part."""
        return Answer(self._groups.update(path_id(request, "group"), await json_object(request)))

    async def delete_group(self, request: Request) -> Response:
        """Remove an empty number group."""
        self._groups.delete(path_id(request, "group"))
        return Answer({"message": "The group is deleted."})
