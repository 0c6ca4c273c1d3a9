"""Whom a client of a hub trusts; which addresses it asks, its callers know."""

import ssl

import httpx


def trust(address: str) -> ssl.SSLContext:
    """What httpx is to verify an address with.

    Reading the certificates takes some 50 ms, so it is not done for plain HTTP: that context knows
    nobody and would refuse any TLS.
    """
    if address.lower().startswith("http://"):
        return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    return httpx.create_ssl_context(trust_env=False)
