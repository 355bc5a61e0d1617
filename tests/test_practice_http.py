"""The way to the practice: certificates are checked, the environment's proxy is not used, no file is too large."""

import datetime as dt
import ipaddress
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from coach.adapters.delivery.practice_http import Patience, PracticeHttp
from coach.adapters.exchange import results_file
from coach.core.therapy.assigned import Deliver
from coach.core.therapy.delivery import Link
from coach.ports import DeliveryError
from tests.practice_server import TOKEN, Server, serving
from tests.results_samples import AT, full

QUICK = Patience(connect_s=0.5, silent_s=0.5, whole_s=1.0)
CONTENT = results_file.write(full(), None, "", AT)


def link(address: str, proxy: str = "") -> Link:
    return Link(deliver=Deliver(address=address, token=TOKEN), routine="dana", linked_at=AT, proxy=proxy)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Of this machine, signed by itself; key and certificate in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "practice")])
    now = dt.datetime.now(dt.UTC)
    names = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    made = x509.CertificateBuilder(name, name, key.public_key(), 1, now, now + dt.timedelta(days=1))
    made = made.add_extension(names, critical=False)
    made = made.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    path = tmp_path_factory.mktemp("tls") / "both.pem"
    encoding, kind = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    secret = key.private_bytes(encoding, kind, serialization.NoEncryption())
    path.write_bytes(secret + made.sign(key, hashes.SHA256()).public_bytes(encoding))
    return path


@contextmanager
def serving_tls(certificate: Path) -> Iterator[Server]:
    """A practice with that certificate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with serving(tls=context) as server:
        yield server


def test_a_certificate_nobody_vouches_for_is_refused_before_anything_is_sent(certificate: Path) -> None:
    with serving_tls(certificate) as server, pytest.raises(DeliveryError, match="certificate can't be trusted") as told:
        PracticeHttp(QUICK).post(link(server.address), CONTENT)
    assert (server.asked, told.value.again) == ([], True)


def test_one_of_the_system_is_good(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with serving_tls(certificate) as server:
        assert PracticeHttp(QUICK).post(link(server.address), CONTENT).status == 200
    assert server.got == [CONTENT]


def test_the_proxy_of_the_environment_is_not_used_the_linked_one_is(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving() as proxy, serving() as server:
        for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
            monkeypatch.setenv(name, proxy.address)
        PracticeHttp(QUICK).post(link(server.address), CONTENT)
        assert (len(server.asked), len(proxy.asked)) == (1, 0)
        PracticeHttp(QUICK).post(link(server.address, proxy.address), CONTENT)
        assert (len(server.asked), len(proxy.asked)) == (1, 1)


@pytest.mark.parametrize("proxy", ["nonsense", "ftp://a.example", "http://[::1"])
def test_a_proxy_that_is_none_is_told(proxy: str) -> None:
    with pytest.raises(DeliveryError, match="can't be reached"):
        PracticeHttp(QUICK).post(link("https://127.0.0.1:9", proxy), CONTENT)


def test_a_large_file_goes_whole() -> None:
    with serving(422) as server:
        assert PracticeHttp().post(link(server.address), b"x" * 20_000_000).status == 422
    assert server.asked[0][1]["content-length"] == "20000000"
