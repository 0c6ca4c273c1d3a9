"""Whether the account's token may go to an address that came from outside (CONTRACT 15.2)."""

import httpx

from tmchat.telmetrics.session import is_loopback


def objection_to(url: str, allowed_hosts: frozenset[str]) -> str | None:
    """Why the token must not go to `url`, to be read behind its name; None where it may.

    `allowed_hosts` are `host` or `host:port`. Only https, or this machine itself.
    """
    if not url:
        return "is missing: the text came without one"
    try:
        # The very parser that the request is made by, so that the two cannot disagree.
        address = httpx.URL(url)
        host = address.netloc.decode("ascii").lower()
    except (httpx.InvalidURL, ValueError):
        return "is not a URL"
    if address.scheme not in ("http", "https") or not host or address.userinfo:
        return "is not a plain https address"
    if address.scheme == "http" and not is_loopback(address.host):
        return "is not https, and the token must not travel in plain text"
    ports = {"https": 443, "http": 80}
    spellings = {host} if address.port else {host, f"{host}:{ports[address.scheme]}"}
    if spellings.isdisjoint(entry.lower() for entry in allowed_hosts):
        return "is on a host that is not allowed the token"
    return None


def host_of(url: str) -> str:
    """The host, with its port where one is named, that `url` leads to; empty for no URL."""
    try:
        return httpx.URL(url).netloc.decode("ascii").lower()
    except (httpx.InvalidURL, ValueError):
        return ""
