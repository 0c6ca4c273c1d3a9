"""Whom a client of a hub trusts, and why a server was not; which addresses it asks, its callers
know."""

import os
import ssl
from collections.abc import Mapping

from tmchat.settings.failure import SettingsError

FILE, FOLDER = "SSL_CERT_FILE", "SSL_CERT_DIR"

_UNKNOWN_ISSUER = frozenset({18, 19, 20, 21})
"""OpenSSL's codes for a chain that is sound and ends at nobody who is trusted."""


def trust(address: str, environment: Mapping[str, str] = os.environ) -> ssl.SSLContext:
    """What a client is to verify an address with.

    Those whom SSL_CERT_FILE and SSL_CERT_DIR name, else whom httpx and this machine know. Reading
    those certificates takes some 50 ms, so it is not done for plain HTTP: that context knows nobody
    and would refuse any TLS. Raises `SettingsError` for a variable that names no certificates.
    """
    if address.lower().startswith("http://"):
        return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    file, folder = environment.get(FILE), environment.get(FOLDER)
    if file or folder:
        return _named(file or None, folder or None)
    import httpx

    context = httpx.create_ssl_context(trust_env=False)
    context.load_default_certs()
    return context


def tls_refusal(address: str, error: BaseException) -> str:
    """A sentence when no TLS with `address` came about; empty when `error` has another cause."""
    cause: BaseException | None = error
    while cause is not None and not isinstance(cause, ssl.SSLError):
        cause = cause.__cause__ or cause.__context__
    if cause is None:
        return ""
    if not isinstance(cause, ssl.SSLCertVerificationError):
        reason = (cause.reason or "no reason given").replace("_", " ").lower()
        return f"No TLS can be spoken with {address}: {reason}."
    why = cause.verify_message.rstrip(".")
    hint = f"; {FILE} can name whom to trust" if cause.verify_code in _UNKNOWN_ISSUER else ""
    return f"The certificate of {address} was refused: {why}{hint}."


def _named(file: str | None, folder: str | None) -> ssl.SSLContext:
    if folder and not any(map(os.path.isdir, folder.split(os.pathsep))):
        raise SettingsError(f"{FOLDER} names {folder}, which is no folder.")
    try:
        return ssl.create_default_context(cafile=file, capath=folder)
    except ssl.SSLError:
        raise SettingsError(f"{FILE} names {file}, which holds no certificate.") from None
    except OSError as error:
        raise SettingsError(
            f"{FILE} names {file}, which cannot be read: {error.strerror}."
        ) from None
