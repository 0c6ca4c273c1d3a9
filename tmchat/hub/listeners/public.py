"""The public listener: webhooks in, a sign of health out, and nothing else."""

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tmchat.hub.listeners.answers import RETRY_SECONDS, Problem, answer, application, body_of
from tmchat.hub.listeners.desk import Desk
from tmchat.telmetrics.standins import check_signature

LARGEST_PUSH = 256 * 1024


def public_app(desk: Desk) -> Starlette:
    """`POST /hook/{segment}` and `GET /health`."""

    async def push(request: Request) -> Response:
        """Answers 200 once the body is on disk, 503 while storage fails (CONTRACT 15.1)."""
        if not desk.hook.admits(request.path_params["segment"]):
            raise Problem(404, "There is nothing at this address.")
        body = await body_of(request, LARGEST_PUSH)
        secret = desk.settings.hook_secret
        if secret and not check_signature(body, request.headers, secret, now=desk.clock()):
            raise Problem(401, "The signature is missing or wrong.")
        taken = await desk.intake.take(body, request.headers)
        if taken.status >= 400:
            headers = {"Retry-After": RETRY_SECONDS} if taken.status == 503 else {}
            raise Problem(taken.status, taken.sentence, headers=headers)
        return answer({"message": taken.sentence, "texts": taken.texts}, taken.status)

    async def health(request: Request) -> Response:
        """Whether texts can be taken; `run` tells this start of this hub from any other."""
        if not desk.switchboard.healthy:
            raise Problem(503, "Storage fails.", headers={"Retry-After": RETRY_SECONDS})
        return answer({"healthy": True, "run": desk.switchboard.past.run})

    return application(
        [
            Route("/hook/{segment}", push, methods=["POST"]),
            Route("/health", health, methods=["GET"]),
        ]
    )
