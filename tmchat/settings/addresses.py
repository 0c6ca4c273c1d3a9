"""What is to be said of an address in a setting before anything is sent there."""

import ipaddress
from urllib.parse import urlsplit


def is_confidential(address: str) -> bool:
    """Whether nobody else on the way can read what is said there: TLS, or this machine."""
    try:
        parts = urlsplit(address)
        if parts.scheme == "https" or parts.hostname == "localhost":
            return True
        return ipaddress.ip_address(parts.hostname or "").is_loopback
    except ValueError:
        return False


def is_web_address(written: str) -> bool:
    """Whether it is http or https with a host, and with nothing a path could not be put behind."""
    try:
        parts = urlsplit(written)
        good = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
    bare = parts.username is None and not parts.query and not parts.fragment
    return good and bare and written.isascii() and written.isprintable() and " " not in written
