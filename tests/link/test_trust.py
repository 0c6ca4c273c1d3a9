"""Plain HTTP needs no certificates; TLS is verified against those whom one knows or names."""

import asyncio
import ssl
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.tlsserver import TlsServer, tls_server
from tmchat.link.poll import connect_poll
from tmchat.link.trust import tls_refusal, trust
from tmchat.link.websocket import connect_websocket
from tmchat.link.wire import WireBroken
from tmchat.settings.failure import SettingsError


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TlsServer]:
    """A server whose certificate nobody knows."""
    with tls_server(tmp_path_factory.mktemp("tls")) as running:
        yield running


@pytest.fixture(autouse=True)
def unnamed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine on which nobody named certificates."""
    for name in ("SSL_CERT_FILE", "SSL_CERT_DIR"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize("address", ["http://127.0.0.1:7717", "HTTP://desk.example"])
def test_a_plain_address_reads_no_certificates_and_still_verifies(address: str) -> None:
    context = trust(address)
    assert context.cert_store_stats()["x509_ca"] == 0
    assert (context.verify_mode, context.check_hostname) == (ssl.CERT_REQUIRED, True)


@pytest.mark.parametrize("address", ["https://desk.example", "HTTPS://desk.example", "desk"])
def test_any_other_address_is_verified_by_known_authorities(address: str) -> None:
    context = trust(address)
    assert context.cert_store_stats()["x509_ca"] > 50
    assert (context.verify_mode, context.check_hostname) == (ssl.CERT_REQUIRED, True)


def test_whom_a_variable_names_is_trusted_and_nobody_else(server: TlsServer) -> None:
    context = trust(server.address, {"SSL_CERT_FILE": str(server.certificate)})
    assert context.cert_store_stats()["x509"] == 1
    assert (context.verify_mode, context.check_hostname) == (ssl.CERT_REQUIRED, True)
    folder = str(server.certificate.parent)
    assert trust(server.address, {"SSL_CERT_DIR": folder}).cert_store_stats()["x509_ca"] == 0


@pytest.mark.parametrize(
    ("variable", "named", "sentence"),
    [
        ("SSL_CERT_FILE", "none.pem", "none.pem, which cannot be read: No such file"),
        ("SSL_CERT_FILE", "empty.pem", "empty.pem, which holds no certificate"),
        ("SSL_CERT_DIR", "empty.pem", "empty.pem, which is no folder"),
    ],
)
def test_a_variable_that_names_no_certificates_is_said(
    tmp_path: Path, variable: str, named: str, sentence: str
) -> None:
    (tmp_path / "empty.pem").write_text("")
    with pytest.raises(SettingsError, match=sentence):
        trust("https://desk.example", {variable: str(tmp_path / named)})


def test_what_is_no_fault_of_tls_has_no_such_sentence() -> None:
    assert tls_refusal("https://desk", OSError("refused")) == ""


@pytest.mark.parametrize("connect", [connect_websocket, connect_poll])
async def test_a_line_says_why_a_certificate_is_refused_and_takes_one_that_is_named(
    server: TlsServer,
    monkeypatch: pytest.MonkeyPatch,
    connect: Callable[..., Awaitable[Any]],
) -> None:
    async def sentence(address: str) -> str:
        with pytest.raises(WireBroken) as broken:
            await connect(address, "token")
        return broken.value.sentence

    assert await sentence(server.address) == (
        f"The certificate of {server.address} was refused: self-signed certificate; "
        "SSL_CERT_FILE can name whom to trust."
    )
    monkeypatch.setenv("SSL_CERT_FILE", str(server.certificate))
    assert "certificate" not in await sentence(server.address)
    other = server.address.replace("127.0.0.1", "localhost")
    assert "certificate is not valid for 'localhost'." in await sentence(other)
    monkeypatch.setenv("SSL_CERT_FILE", "/nowhere.pem")
    assert "SSL_CERT_FILE names /nowhere.pem" in await sentence(server.address)


async def test_a_server_without_tls_is_no_refused_certificate() -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1)
        writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        writer.close()

    plain = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with plain:
        address = f"https://127.0.0.1:{plain.sockets[0].getsockname()[1]}"
        with pytest.raises(WireBroken, match="No TLS can be spoken with https"):
            await connect_poll(address, "token")
