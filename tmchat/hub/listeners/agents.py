"""The agents' listener, which may stay on a private net: every page behind one gate."""

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import WebSocketRoute

from tmchat.hub.listeners.access import Gate
from tmchat.hub.listeners.answers import application
from tmchat.hub.listeners.checks import check_routes
from tmchat.hub.listeners.desk import Desk
from tmchat.hub.listeners.export import export_routes
from tmchat.hub.listeners.inbound import Inbound
from tmchat.hub.listeners.optouts import opt_out_routes
from tmchat.hub.listeners.pages import Pages
from tmchat.hub.listeners.poll import Polls
from tmchat.hub.listeners.sockets import socket


def agents_app(desk: Desk) -> Starlette:
    """Socket, long poll and pages, all below `/agents/`."""
    return application(
        [
            WebSocketRoute("/agents/socket", socket(desk.fanout)),
            *Polls(desk.fanout).routes(),
            *Pages(desk).routes(),
            *export_routes(desk),
            *opt_out_routes(desk),
            *Inbound(desk).routes(),
            *check_routes(desk),
        ],
        [Middleware(Gate, desk.signin)],
    )
