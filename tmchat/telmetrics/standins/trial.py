"""A test push to a webhook address, in the form of a text's (CONTRACT 15.1), and what it answered.

It is sent without the account's token, to one IP address that the caller has found fit, so that a
name which points elsewhere a moment later leads nowhere.
"""

import asyncio
import json

import httpx

WORDS = "This is a test push from tmchat. No consumer has texted."
LARGEST_ANSWER = 4096  # bytes


class NoAnswer(Exception):
    """The address gave no answer; the text is one sentence."""


def trial_body(push_id: str, moment: str, number: str) -> bytes:
    """The push of one text that nobody wrote; `push_id` is 32 hex, `moment` in UTC as `...T...`."""
    notification = {
        "Action": "SmsDetails.SmsMessageReceived",
        "MessageId": push_id,
        "ConversationId": push_id,
        "MessageDate": moment,
        "TexterNumber": "5555550100",
        "TextedNumber": number,
        "ConversationType": "Webhook",
        "Message": WORDS,
        "MediaUrls": [],
    }
    envelope = {
        "Id": push_id,
        "Attempt": 1,
        "Properties": {"CollectionType": "SmsDetails", "UTC": moment},
        "Notifications": [notification],
    }
    return json.dumps(envelope).encode("ascii")


async def try_push(
    url: str,
    address: str,
    body: bytes,
    *,
    timeout: float,
    transport: httpx.AsyncBaseTransport | None = None,
) -> tuple[int, str]:
    """POSTs `body` to `url` at the IP `address`: the status, and the first words of the answer.

    `timeout` in seconds bounds it from start to end. A redirect is an answer like any other. Raises
    `NoAnswer`.
    """
    there = httpx.URL(url)
    pinned = there.copy_with(host=address)
    headers = {
        "Host": there.netloc.decode("ascii"),
        "Content-Type": "application/json",
        "User-Agent": "tmchat",
    }
    extensions = {"sni_hostname": there.host}
    try:
        async with (
            asyncio.timeout(timeout),
            httpx.AsyncClient(transport=transport, trust_env=False, timeout=timeout) as client,
            client.stream(
                "POST", pinned, content=body, headers=headers, extensions=extensions
            ) as answer,
        ):
            return answer.status_code, await _first_words(answer)
    except (TimeoutError, httpx.TimeoutException):
        raise NoAnswer(f"It did not answer within {timeout:g} s.") from None
    except httpx.ConnectError as error:
        raise NoAnswer(f"No connection could be made: {error}.") from None
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise NoAnswer(f"It gave no whole answer ({type(error).__name__}).") from None


async def _first_words(answer: httpx.Response) -> str:
    held = b""
    async for piece in answer.aiter_bytes():
        held += piece
        if len(held) >= LARGEST_ANSWER:
            break
    return held[:LARGEST_ANSWER].decode("utf-8", "replace")
