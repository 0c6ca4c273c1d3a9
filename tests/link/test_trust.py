"""Plain HTTP needs no certificates; TLS is verified against those that httpx knows."""

import ssl

import pytest

from tmchat.link.trust import trust


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
