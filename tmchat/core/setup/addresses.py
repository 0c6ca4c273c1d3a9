"""Whether texts may be pushed to a web address, by its look alone; trying it is the hub's part."""

import ipaddress
from urllib.parse import urlsplit

PRIVATE = "This address is on a private net; the hub's setting private_webhooks allows it."


def address_problem(url: str, *, private: bool) -> str:
    """Why texts may not be pushed to `url`, a sentence; empty when they may.

    It must be https and not on a private net, unless `private` allows both.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        host, port = "", None
    clean = all("!" <= character <= "~" for character in url)
    if not host or port == 0 or not clean or parts.scheme.lower() not in ("http", "https"):
        return "Write the address as https://host/path."
    if parts.username is not None:
        return "Leave name and password out of the address: they would be shown."
    if private:
        return ""
    if parts.scheme.lower() != "https":
        return "Write an https address: texts are private."
    if host == "localhost" or host.endswith((".localhost", ".local", ".internal")):
        return PRIVATE
    return PRIVATE if is_private(host) else ""


def is_private(address: str) -> bool:
    """Whether an IP address is no public one; a name is none, so False."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    mapped = getattr(found, "ipv4_mapped", None)
    return not (mapped or found).is_global or found.is_multicast
