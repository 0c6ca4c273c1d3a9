"""The agents' plain pages: who one is, a command, a question, the numbers, the conversations."""

import json
from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tmchat.core import phone
from tmchat.core.commands import Command, Granted, Refused
from tmchat.core.inbox import Snapshot
from tmchat.core.plainform import Unreadable, one_of
from tmchat.core.questions import Question
from tmchat.core.roles import TABLE, Permission
from tmchat.hub.listeners.access import permitted, signed_in
from tmchat.hub.listeners.answers import Problem, answer, body_of
from tmchat.hub.listeners.desk import Desk

LARGEST_COMMAND = 256 * 1024
_STATUS = {"forbidden": 403, "storage": 503}


class Pages:
    """Pages answered out of what is durable."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def routes(self) -> list[Route]:
        """The routes with what each needs."""
        read = Permission.READ
        return [
            Route("/agents/me", permitted(read, self.me), methods=["GET"]),
            Route("/agents/commands", self.command, methods=["POST"]),
            Route("/agents/questions", self.question, methods=["POST"]),
            Route("/agents/numbers", permitted(read, self.numbers), methods=["GET"]),
            Route("/agents/canned", permitted(read, self.canned), methods=["GET"]),
            Route("/agents/conversations", permitted(read, self.conversations), methods=["GET"]),
        ]

    async def me(self, request: Request) -> Response:
        """`{"name", "role", "may": [...], "region"}` of whoever asks; the region is the desk's."""
        agent = signed_in(request).agent
        may = sorted(TABLE[agent.role])
        region = self._desk.settings.region
        return answer({"name": agent.name, "role": agent.role, "may": may, "region": region})

    async def command(self, request: Request) -> Response:
        """Carries out a plain command: a plain outcome, also when it is refused.

        The switchboard decides who may do what; a role that may not gets 403, failing storage 503.
        """
        body = await body_of(request, LARGEST_COMMAND)
        try:
            command = one_of(Command, json.loads(body))
        except Unreadable as fault:
            raise Problem(400, f"That is no command: {fault}.", "command") from None
        except (ValueError, RecursionError):
            raise Problem(400, "The body is not JSON.", "command") from None
        agent = signed_in(request).agent
        self._desk.returns.heard(agent.name)
        outcome = await self._desk.switchboard.command(agent, command)
        if isinstance(outcome, Refused) and outcome.code in _STATUS:
            raise Problem(_STATUS[outcome.code], outcome.sentence)
        assert isinstance(outcome, Granted | Refused)
        return answer(outcome)

    async def question(self, request: Request) -> Response:
        """Answers a plain question: what is told in plain form, also a refusal; 403 and 503 as for
        a command."""
        body = await body_of(request, LARGEST_COMMAND)
        try:
            question = one_of(Question, json.loads(body))
        except Unreadable as fault:
            raise Problem(400, f"That is no question: {fault}.", "question") from None
        except (ValueError, RecursionError):
            raise Problem(400, "The body is not JSON.", "question") from None
        told = await self._desk.switchboard.inquire(signed_in(request).agent, question)
        if isinstance(told, Refused) and told.code in _STATUS:
            raise Problem(_STATUS[told.code], told.sentence)
        return answer(told)

    async def numbers(self, request: Request) -> Response:
        """`{"numbers": [...], "groups": [...]}`, sorted by number and id."""
        state = self._state(request)
        numbers = sorted(state.numbers, key=lambda one: one.number)
        groups = sorted(state.groups, key=lambda one: one.id)
        return answer({"numbers": numbers, "groups": groups})

    async def canned(self, request: Request) -> Response:
        """`{"canned": [...]}`, the team's canned replies by title."""
        replies = sorted(self._state(request).canned, key=lambda one: one.title)
        return answer({"canned": replies})

    async def conversations(self, request: Request) -> Response:
        """`{"conversations": [...]}`, oldest first; of one `id`, `number` or `texter`."""
        query, region = request.query_params, self._desk.settings.region
        number = number_asked(query.get("number", ""), "number", region)
        texter = texter_asked(query.get("texter", ""), "texter", region)
        wanted = query.get("id", "")
        found = [
            one
            for one in self._state(request).conversations
            if number in ("", one.number) and texter in ("", one.texter)
            if wanted in ("", str(one.id))
        ]
        return answer({"conversations": found})

    def _state(self, request: Request) -> Snapshot:
        return self._desk.switchboard.past.snapshot(signed_in(request).agent.name)


def number_asked(written: str, name: str, region: str) -> str:
    """E.164 of a phone number written in the query under `name`; empty where none is.

    Raises `Problem` (400).
    """
    return _asked(phone.e164, written, name, region)


def texter_asked(written: str, name: str, region: str) -> str:
    """As `number_asked`, for who sends texts: also a short code, by its bare digits."""
    return _asked(phone.sender, written, name, region)


def _asked(form: Callable[[str, str], str], written: str, name: str, region: str) -> str:
    if not written:
        return ""
    try:
        return form(written, region)
    except ValueError as fault:
        raise Problem(400, str(fault), name) from None
