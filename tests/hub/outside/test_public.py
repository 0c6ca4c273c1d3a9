"""The public listener: what comes in, what is turned away, what is answered when storage fails."""

import base64
import hmac
import logging
from collections.abc import AsyncIterator
from hashlib import sha256
from pathlib import Path

import pytest

from tests.hub.outside.bench import SEGMENT, START, Bench, push_body

BODY = push_body("7d1f0c2ab3e94f6d8c5b4a3928170654", "Blue?", "9055550128", "2245550121")


async def test_a_pushed_text_is_kept_before_it_is_answered(bench: Bench) -> None:
    response = await bench.text("Do you have this in blue?")
    assert response.status_code == 200
    assert response.json()["texts"] == 1
    (conversation,) = bench.conversations
    page = await bench.hub.store.page(conversation.id)
    assert [entry.text for entry in page.entries] == ["Do you have this in blue?"]


async def test_the_same_push_twice_is_one_text(bench: Bench) -> None:
    for _ in range(2):
        assert (await bench.public.post(f"/hook/{SEGMENT}", content=BODY)).status_code == 200
    assert [one.inbound for one in bench.conversations] == [1]


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("POST", "/hook/wrong", 404),
        ("POST", f"/hook/{SEGMENT[:-1]}", 404),
        ("POST", f"/hook/{SEGMENT}x", 404),
        ("POST", "/hook/%ED%A0%BD", 404),
        ("POST", "/hook/", 404),
        ("POST", f"/hook/{SEGMENT}/", 404),
        ("POST", "/", 404),
        ("GET", "/agents/me", 404),
        ("GET", f"/hook/{SEGMENT}", 405),
        ("POST", "/health", 405),
    ],
)
async def test_nothing_else_is_there(bench: Bench, method: str, path: str, status: int) -> None:
    response = await bench.public.request(method, path, content=BODY)
    assert response.status_code == status
    assert set(response.json()) == {"message", "errors"}
    assert not bench.conversations


async def test_two_segments_are_valid_while_changing_over(tmp_path: Path) -> None:
    other = "another-segment-of-a-test-0123"
    async with Bench(tmp_path, hook_segments=(other, SEGMENT)) as bench:
        for segment in (other, SEGMENT):
            response = await bench.public.post(f"/hook/{segment}", content=BODY)
            assert response.status_code == 200


async def test_a_body_that_is_too_large_is_not_taken(bench: Bench) -> None:
    response = await bench.public.post(f"/hook/{SEGMENT}", content=b"x" * (256 * 1024 + 1))
    assert response.status_code == 413
    assert not await bench.hub.store.inbound_list(10)


async def test_a_body_without_a_declared_length_is_counted(bench: Bench) -> None:
    async def endless() -> AsyncIterator[bytes]:
        while True:
            yield b"x" * 65_536

    response = await bench.public.post(f"/hook/{SEGMENT}", content=endless())
    assert response.status_code == 413


async def test_junk_is_kept_and_answered_200(bench: Bench) -> None:
    response = await bench.public.post(f"/hook/{SEGMENT}", content=b"\xffnot json")
    assert response.status_code == 200
    assert len(await bench.hub.store.inbound_list(10)) == 1


async def test_with_a_secret_only_signed_pushes_come_in(tmp_path: Path) -> None:
    async with Bench(tmp_path, hook_secret="whsec_" + base64.b64encode(b"k" * 24).decode()) as one:
        wrong = await one.public.post(f"/hook/{SEGMENT}", content=BODY)
        assert wrong.status_code == 401
        stamp = str(START // 1000)
        signed = f"msg.{stamp}.".encode() + BODY
        signature = base64.b64encode(hmac.new(b"k" * 24, signed, sha256).digest()).decode()
        headers = {
            "webhook-id": "msg",
            "webhook-timestamp": stamp,
            "webhook-signature": f"v1,{signature}",
        }
        right = await one.public.post(f"/hook/{SEGMENT}", content=BODY, headers=headers)
        assert right.status_code == 200


async def test_failing_storage_asks_the_carrier_to_come_again(bench: Bench) -> None:
    bench.hub.store.close()
    response = await bench.text("Hello?")
    assert response.status_code == 503
    assert response.headers["retry-after"] == "5"


async def test_health_tells_whether_texts_can_be_taken(bench: Bench) -> None:
    response = await bench.public.get("/health")
    assert response.status_code == 200
    assert response.json()["run"] == bench.hub.switchboard.past.run


async def test_a_made_segment_outlives_a_restart(tmp_path: Path) -> None:
    addresses = []
    for _ in range(2):
        async with Bench(tmp_path, hook_segments=()) as bench:
            addresses.append(bench.hub.hook.address)
    assert addresses[0] == addresses[1]
    assert len(addresses[0].rpartition("/")[2]) >= 32


async def test_no_log_line_holds_segment_text_or_number(
    bench: Bench, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    await bench.text("my secret words")
    await bench.public.post("/hook/guess-of-a-stranger", content=BODY)
    await bench.public.post(f"/hook/{SEGMENT}", content=b"unreadable secret words")
    logged = [line for line in caplog.messages if "HTTP Request" not in line]
    for secret in (SEGMENT, "guess-of", "secret words", "9055550128"):
        assert not [line for line in logged if secret in line]
