"""Commands at a server whose certificate nobody knows: why it is refused, and how to trust it."""

import io
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.tlsserver import TlsServer, tls_server
from tmchat.cli.main import main


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TlsServer]:
    """A server whose certificate nobody knows."""
    with tls_server(tmp_path_factory.mktemp("tls")) as running:
        yield running


@pytest.fixture(autouse=True)
def logged_in(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Logged in there, without a word about certificates."""
    monkeypatch.setenv("TMCHAT_TOKEN", "token")
    for name in ("XDG_CONFIG_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    monkeypatch.setattr(sys, "stdin", io.StringIO("token\n"))
    for name in ("SSL_CERT_FILE", "SSL_CERT_DIR"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize(
    ("words", "trusted"),
    [
        ("login {address}", 0),
        ("export --hub {address}", 0),
        ("calls --hub {address}", 2),
        ("sandbox text --sandbox {address} --from 3125550142 --to 2895550163 Hi", 2),
    ],
)
def test_a_refused_certificate_is_said_and_one_that_is_named_is_trusted(
    server: TlsServer,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    words: str,
    trusted: int,
) -> None:
    argv = words.format(address=server.address).split()
    assert main(argv) == 2
    assert capsys.readouterr().err == (
        f"tmchat: The certificate of {server.address} was refused: self-signed certificate; "
        "SSL_CERT_FILE can name whom to trust.\n"
    )
    monkeypatch.setenv("SSL_CERT_FILE", str(server.certificate))
    monkeypatch.setattr(sys, "stdin", io.StringIO("token\n"))
    assert main(argv) == trusted
    assert "certificate" not in capsys.readouterr().err


def test_a_variable_that_names_nothing_is_one_sentence(
    server: TlsServer, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", "/nowhere.pem")
    assert main(["export", "--hub", server.address]) == 2
    assert capsys.readouterr().err == (
        "tmchat: SSL_CERT_FILE names /nowhere.pem, which cannot be read: "
        "No such file or directory.\n"
    )
