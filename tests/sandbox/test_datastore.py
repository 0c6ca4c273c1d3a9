"""Tests of the announcements: listed, uploaded in both forms, and wanted by type (CONTRACT 10)."""

from typing import Any

import pytest

from tests.sandbox.rig import Rig

MP3 = b"ID3\x04\x00" + bytes(40)


async def post(desk: Rig, path: str, **request: Any) -> tuple[int, Any]:
    """Upload; status and body of the answer."""
    answer = await desk.client.post(f"/v3/api/datastore{path}", **request)
    return answer.status_code, answer.json()


async def test_an_upload_is_listed_and_can_be_used(desk: Rig) -> None:
    files = {"file": ("open hours.MP3", MP3, "audio/mpeg")}
    status, stored = await post(desk, "?stype=stopcallfiles", files=files)
    assert status == 200
    assert list(stored) == ["data_store_id", "type", "file_name", "created_datetime"]
    assert (stored["type"], stored["file_name"]) == ("StopCallFiles", "open hours.MP3")
    assert stored in await desk.call("GET", "/datastore?stype=StopCallFiles")
    kept = await desk.client.get(f"/sandbox/files/{stored['data_store_id']}")
    assert kept.content == MP3
    stop = {"enabled": True, "notification_file": stored["data_store_id"]}
    assert (await desk.number(features={"stop_call": stop}))["features"] == {"stop_call": stop}


async def test_the_other_forms_of_an_upload(desk: Rig) -> None:
    files = {"file": ("a.mp3", b"\xff\xf3\x18\xc4\x00", "audio/mpeg")}
    status, stored = await post(desk, "", files=files, data={"stype": "WhisperFiles"})
    assert (status, stored["type"]) == (200, "WhisperFiles")
    status, stored = await post(desk, "?SType=WhisperFiles&file_name=b.mp3", content=MP3)
    assert (status, stored["file_name"]) == (200, "b.mp3")


@pytest.mark.parametrize(
    ("path", "name", "content", "field"),
    [
        ("", "a.mp3", MP3, "stype"),
        ("?stype=Songs", "a.mp3", MP3, "stype"),
        ("?stype=WhisperFiles", "a.wav", MP3, "file_name"),
        ("?stype=WhisperFiles", "../a.mp3", MP3, "file_name"),
        ("?stype=WhisperFiles", "a.mp3", b"RIFF....WAVE", "file"),
        ("?stype=WhisperFiles", "a.mp3", b"", "file"),
    ],
)
async def test_a_faulty_upload_names_its_field(
    desk: Rig, path: str, name: str, content: bytes, field: str
) -> None:
    status, refusal = await post(desk, path, files={"file": (name, content, "audio/mpeg")})
    assert (status, [error["field"] for error in refusal["errors"]]) == (400, [field])


async def test_uploads_that_are_no_form_or_too_large(desk: Rig) -> None:
    headers = {"content-type": "multipart/form-data; boundary=x"}
    status, refusal = await post(desk, "?stype=WhisperFiles", content=b"nothing", headers=headers)
    assert status == 400 and refusal["errors"]
    status, _ = await post(desk, "?stype=WhisperFiles&file_name=a.mp3", content=bytes(5_100_000))
    assert status == 413


async def test_a_seeded_file_was_uploaded_by_nobody(desk: Rig) -> None:
    file = (await desk.call("GET", "/datastore?stype=WhisperFiles"))[0]["data_store_id"]
    assert (await desk.client.get(f"/sandbox/files/{file}")).status_code == 404
