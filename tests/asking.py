"""One request to a server of this machine, as httpx's functions of the same names make it; `NO_TLS`
for clients of more than one."""

import ssl
from functools import partial

import httpx

NO_TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
"""Knows no authority. httpx would read them all, 50 ms, for each request of its own."""

get = partial(httpx.get, verify=NO_TLS)
post = partial(httpx.post, verify=NO_TLS)
