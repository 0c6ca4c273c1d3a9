"""Routes of tracking numbers and number pools (CONTRACT 5, 9); not their rules."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tmchat.sandbox.numbers import Numbers
from tmchat.sandbox.pools import Pools
from tmchat.sandbox.sessions import Sessions
from tmchat.sandbox.web import Answer, json_object, page_of, path_id


class NumberRoutes:
    """Ordering, changing and giving back numbers, over HTTP."""

    def __init__(self, numbers: Numbers) -> None:
        self._numbers = numbers
        self.routes = [
            Route("/numbers", self.list_numbers),
            Route("/numbers/{number}", self.get_number),
            Route("/numbers/{number}", self.update_number, methods=["PUT"]),
            Route("/numbers/{number}", self.delete_number, methods=["DELETE"]),
            Route("/groups/{group}/numbers", self.list_of_group),
            Route("/groups/{group}/numbers", self.create_number, methods=["POST"]),
            # Printed once in the documentation (CONTRACT 5).
            Route("/{group:int}/numbers", self.create_number, methods=["POST"]),
        ]

    async def list_numbers(self, request: Request) -> Response:
        """Answer a page of all numbers."""
        return Answer(self._numbers.page(page_of(request)))

    async def list_of_group(self, request: Request) -> Response:
        """Answer the bare array of a group's numbers."""
        return Answer(self._numbers.of_group(path_id(request, "group")))

    async def create_number(self, request: Request) -> Response:
        """Order a number (samples 01-05)."""
        return Answer(self._numbers.create(path_id(request, "group"), await json_object(request)))

    async def get_number(self, request: Request) -> Response:
        """Answer one number."""
        return Answer(self._numbers.get(path_id(request, "number")))

    async def update_number(self, request: Request) -> Response:
        """Change a number in part (sample 06)."""
        return Answer(self._numbers.update(path_id(request, "number"), await json_object(request)))

    async def delete_number(self, request: Request) -> Response:
        """Give a number back."""
        self._numbers.delete(path_id(request, "number"))
        return Answer({"message": "The number is deleted."})


class PoolRoutes:
    """Ordering and changing number pools, over HTTP."""

    def __init__(self, pools: Pools, sessions: Sessions) -> None:
        self._pools = pools
        self._sessions = sessions
        # Three spellings are printed for the same order (CONTRACT 9).
        create_paths = (
            "/groups/{group}/numberpools",
            "/groups/{group}/numberpool",
            "/{group:int}/numberpool",
        )
        self.routes = [
            *(Route(path, self.create_pool, methods=["POST"]) for path in create_paths),
            Route("/groups/{group}/numberpools", self.list_of_group),
            Route("/numberpools", self.list_pools),
            Route("/numberpools/{pool}", self.get_pool),
            Route("/numberpools/{pool}", self.update_pool, methods=["PUT"]),
            Route("/numberpools/{pool}", self.delete_pool, methods=["DELETE"]),
            Route("/numberpools/{pool}/leadtracking", self.lead, methods=["POST"]),
            Route("/numberpools/{pool}/numbers", self.add_numbers, methods=["POST"]),
            Route("/numberpools/{pool}/numbers/{number}", self.remove_number, methods=["DELETE"]),
        ]

    async def list_pools(self, request: Request) -> Response:
        """Answer a page of all pools."""
        return Answer(self._pools.page(page_of(request)))

    async def list_of_group(self, request: Request) -> Response:
        """Answer the bare array of a group's pools."""
        return Answer(self._pools.of_group(path_id(request, "group")))

    async def create_pool(self, request: Request) -> Response:
        """Order a pool (sample 03)."""
        return Answer(self._pools.create(path_id(request, "group"), await json_object(request)))

    async def get_pool(self, request: Request) -> Response:
        """Answer one pool."""
        return Answer(self._pools.get(path_id(request, "pool")))

    async def update_pool(self, request: Request) -> Response:
        """Change a pool in part."""
        return Answer(self._pools.update(path_id(request, "pool"), await json_object(request)))

    async def delete_pool(self, request: Request) -> Response:
        """Give a pool and its numbers back."""
        self._pools.delete(path_id(request, "pool"))
        return Answer({"message": "The number pool is deleted."})

    async def lead(self, request: Request) -> Response:
        """Hand a number to a tagged visitor; signed in by its own key, not by the token."""
        values = await json_object(request)
        return Answer(self._sessions.lead(path_id(request, "pool"), values))

    async def add_numbers(self, request: Request) -> Response:
        """Order more numbers into a pool."""
        return Answer(self._pools.add_numbers(path_id(request, "pool"), await json_object(request)))

    async def remove_number(self, request: Request) -> Response:
        """Give one of a pool's numbers back."""
        pool, number = path_id(request, "pool"), path_id(request, "number")
        return Answer(self._pools.remove_number(pool, number))
