"""Tests of sign-in, paths, paging, dates and errors (CONTRACT 2, 3); not of any one resource."""

import httpx
import pytest

from tests.sandbox.rig import Rig
from tmchat.sandbox.dates import plain_time, read_query_time, resource_time
from tmchat.sandbox.errors import ApiError
from tmchat.sandbox.phones import read_phone


@pytest.mark.parametrize("token", [None, "", "another"])
async def test_no_call_without_the_token(desk: Rig, token: str | None) -> None:
    headers = {} if token is None else {"x-organization-token": token}
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(desk.sandbox.app), base_url="http://sandbox.example"
    ) as stranger:
        for path in ("/v3/api/numbers", "/v3/api/nowhere", "/sms/conversations"):
            response = await stranger.get(path, headers=headers)
            assert response.status_code == 401
            assert set(response.json()) == {"message"}


async def test_the_control_surface_is_for_this_machine_or_the_token(desk: Rig) -> None:
    elsewhere = httpx.ASGITransport(desk.sandbox.app, client=("203.0.113.9", 4000))
    async with httpx.AsyncClient(transport=elsewhere, base_url="http://sandbox.example") as far:
        assert (await far.get("/sandbox/books")).status_code == 403
        headers = dict(desk.client.headers)
        assert (await far.get("/sandbox/books", headers=headers)).status_code == 200


async def test_paths_and_query_keys_in_any_case(desk: Rig) -> None:
    for path in ("/groups", "/Groups", "/GROUPS"):
        page = await desk.call("GET", f"{path}?PageSize=2&pagenumber=2")
        assert page["paging"]["pageNumber"] == 2
        assert page["paging"]["pageSize"] == 2
        assert len(page["results"]) == 2


async def test_pages_cover_a_listing_once(desk: Rig) -> None:
    whole = await desk.call("GET", "/numbers")
    assert whole["paging"]["pageSize"] == 10_000
    pages = [
        (await desk.call("GET", f"/numbers?pagesize=5&pagenumber={page}"))["results"]
        for page in (1, 2, 3, 4)
    ]
    assert [number for page in pages for number in page] == whole["results"]
    assert whole["paging"]["total"] == len(whole["results"])


async def test_a_page_size_over_the_cap_is_clamped(desk: Rig) -> None:
    page = await desk.call("GET", "/numbers?pagesize=20000")
    assert page["paging"]["pageSize"] == 10_000


@pytest.mark.parametrize("bad", ["0", "-1", "two", "9999999999", "1.5"])
async def test_a_page_that_is_no_number_is_refused(desk: Rig, bad: str) -> None:
    body = await desk.call("GET", f"/numbers?pagenumber={bad}", status=400)
    assert [error["field"] for error in body["errors"]] == ["pagenumber"]


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nowhere", 404),
        ("GET", "/numbers/abc", 404),
        ("GET", "/numbers/99", 404),
        ("DELETE", "/groups", 405),
        ("POST", "/groups", 400),
    ],
)
async def test_every_refusal_is_json_with_a_message(
    desk: Rig, method: str, path: str, status: int
) -> None:
    body = await desk.call(method, path, status=status)
    assert body["message"]


@pytest.mark.parametrize("body", [b"", b"[1]", b"{", b"\xff", b"[" * 100_000])
async def test_a_body_that_is_no_object_is_refused(desk: Rig, body: bytes) -> None:
    response = await desk.client.post("/v3/api/groups", content=body)
    assert response.status_code == 400
    assert response.json()["message"]


@pytest.mark.parametrize("form", ["2018-01-01T00:00", "2018-01-01-00:00", "2018-01-01T00:00:00"])
def test_the_three_query_dates_are_one_moment(form: str) -> None:
    assert read_query_time(form, "startdateutc") == 1_514_764_800_000


@pytest.mark.parametrize("form", ["", "2018-01-01", "2018-13-01T00:00", "yesterday"])
def test_other_query_dates_are_refused(form: str) -> None:
    with pytest.raises(ApiError) as caught:
        read_query_time(form, "startdateutc")
    assert caught.value.fields[0][0] == "startdateutc"


def test_times_are_written_with_milliseconds() -> None:
    assert plain_time(1_514_764_800_007) == "2018-01-01T00:00:00.007"
    assert resource_time(1_514_764_800_007) == "2018-01-01T00:00:00.007Z"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("9055550128", "9055550128"),
        ("+1 (905) 555-0128", "9055550128"),
        ("1.905.555.0128", "9055550128"),
        ("+44 20 7946 0018", "+442079460018"),
        ("123", None),
        ("٩٠٥٥٥٥٠١٢٨", None),
        ("", None),
    ],
)
def test_phones_as_people_write_them(written: str, read: str | None) -> None:
    assert read_phone(written) == read
