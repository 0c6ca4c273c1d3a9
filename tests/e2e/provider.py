"""A Telmetrics whose every name is hostile and which refuses every reply; the contract is the
sandbox's."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

NUMBERS = tuple(f"30955501{place:02}" for place in range(100))


class HostileProvider:
    """An account with a group and a tracking number for each of `names`, at `address`.

    Replies are refused with the words of `refusal`, which a test may change.
    """

    def __init__(self, names: list[str]) -> None:
        self.refusal = ""
        self.groups = [
            {"id": place, "name": name, "status": "active", "group_owner_id": place}
            for place, name in enumerate(names, start=1)
        ]
        self.owners = [{"id": one["id"], "name": one["name"]} for one in self.groups]
        self.numbers = [
            {
                "id": 1000 + place,
                "name": name,
                "group_id": place + 1,
                "status": name,
                "phone_number": NUMBERS[place],
                "sms_routes": {
                    "route_type": "Webhook",
                    "route": {"inbound_webhook_url": f"https://x.example/{name}"},
                },
                "call_routes": {
                    "route_type": "Basic",
                    "route": {"id": 1, "termination_number": name},
                },
            }
            for place, name in enumerate(names)
        ]
        provider = self

        class Answers(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                self._answer(200, provider.listing(urlsplit(self.path).path.lower()))

            def do_POST(self) -> None:
                self.rfile.read(int(self.headers["Content-Length"]))
                words = provider.refusal
                errors = [{"field": words, "message": words}]
                self._answer(400, {"message": words, "errors": errors})

            def log_message(self, format: str, *words: object) -> None:
                """Nothing is logged."""

            def _answer(self, status: int, form: Any) -> None:
                body = json.dumps(form).encode("ascii")
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
        self._thread = threading.Thread(target=self._server.serve_forever)
        self._thread.start()
        self.address = f"http://127.0.0.1:{self._server.server_port}"

    def listing(self, path: str) -> Any:
        """The items of a collection in the envelope of a page."""
        name = path.rpartition("/")[2]
        known = {"groups": self.groups, "groupowners": self.owners, "numbers": self.numbers}
        items = known.get(name, [])
        paging = {"pageNumber": 1, "pageSize": 1000, "total": len(items)}
        return {"results": items, "paging": paging}

    def close(self) -> None:
        """Ends it."""
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


@contextmanager
def hostile_provider(names: list[str]) -> Iterator[HostileProvider]:
    """A provider that is ended afterwards."""
    provider = HostileProvider(names)
    try:
        yield provider
    finally:
        provider.close()


def pushed_text(texter: str, number: str, words: str, name: str, *, reply_url: str) -> bytes:
    """A pushed text (CONTRACT 15.1) whose every word about the texter is `name`."""
    attribution = {
        "session_tag": {"tag_id": 1, "tag_data": name, "tag_time": "2026-03-01T17:00:00"},
        "RuleDescription": name,
        "LandingPageUrl": f"https://x.example/?utm_campaign={name}&utm_term={name}",
        "ReferrerUrl": name,
    }
    notification = {
        "Action": "SmsDetails.SmsMessageReceived",
        "MessageId": f"{texter}-{number}",
        "MessageDate": "2026-03-01T17:16:01.147",
        "TexterNumber": texter,
        "TextedNumber": number,
        "Message": words,
        "MediaUrls": [name[-200:]],
        "TexterName": name,
        "TexterCity": name,
        "TexterState": name,
        "TexterZip": name,
        "AttributionDetails": attribution,
        "Reply": {"Url": reply_url, "MessageField": "Message"},
    }
    envelope = {
        "Id": "7d1f0c2ab3e94f6d8c5b4a3928170654",
        "Attempt": 1,
        "Properties": {"CollectionType": "SmsDetails", "UTC": "2026-03-01T17:16:01.765"},
        "Notifications": [notification],
    }
    return json.dumps(envelope).encode("ascii")
