"""One request to a server of this machine, as httpx's functions of the same names make it; `NO_TLS`
for clients of more than one."""

from functools import partial

import httpx

from tmchat.link.trust import trust

NO_TLS = trust("http://127.0.0.1")
"""Knows no authority. httpx would read them all, 50 ms, for each request of its own."""

get = partial(httpx.get, verify=NO_TLS)
post = partial(httpx.post, verify=NO_TLS)
