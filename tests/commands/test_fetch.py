"""The single polite request: robots.txt, redirects, limits, and the words of each failure. Loopback only."""

from __future__ import annotations

import gzip
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from polon.agent import user_agent
from polon.commands.fetch import Client, FetchError, ForbiddenError
from tests.loopback import Reply, Site, serve

PAGE = b"<html><p>Page</p></html>"


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def site() -> Iterator[Site]:
    with serve({"/page": Reply(PAGE)}) as running:
        yield running


def client(**changes: object) -> Client:
    return Client("Polon/test", timeout=5.0, **changes)  # type: ignore[arg-type]


def robots(text: str, status: int = 200) -> Reply:
    return Reply(text.encode(), status)


# robots.txt


def test_robots_is_asked_before_the_first_page_and_once(site: Site) -> None:
    visitor = client()
    assert visitor.get(f"{site.address}/page").body == PAGE
    assert visitor.get(f"{site.address}/page").status == 200
    assert site.asked == ["/robots.txt", "/page", "/page"]


@pytest.mark.parametrize(
    ("rules", "allowed"),
    [
        ("User-agent: *\nDisallow: /page\n", False),
        ("User-agent: *\nDisallow: /\n", False),
        ("User-agent: *\nDisallow: /p*e$\n", False),
        ("User-agent: polon\nDisallow: /\n\nUser-agent: *\nDisallow:\n", False),
        ("User-agent: polon\nDisallow:\n\nUser-agent: *\nDisallow: /\n", True),
        ("User-agent: *\nDisallow: /\nAllow: /page\n", True),
        ("User-agent: *\nDisallow: /other\n", True),
        ("", True),
        ("<html>not rules</html>", True),
    ],
)
def test_rules_are_obeyed(site: Site, rules: str, allowed: bool) -> None:
    site.pages["/robots.txt"] = robots(rules)
    if allowed:
        assert client().get(f"{site.address}/page").body == PAGE
    else:
        with pytest.raises(ForbiddenError, match=r"/robots\.txt forbids http://127\.0\.0\.1:\d+/page$"):
            client().get(f"{site.address}/page")
        assert site.asked == ["/robots.txt"]


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410])
def test_a_site_without_rules_may_be_read(site: Site, status: int) -> None:
    site.pages["/robots.txt"] = robots("User-agent: *\nDisallow: /\n", status)
    assert client().get(f"{site.address}/page").body == PAGE


@pytest.mark.parametrize("status", [429, 500, 503])
def test_rules_that_cannot_be_had_are_no_leave(site: Site, status: int) -> None:
    site.pages["/robots.txt"] = robots("", status)
    with pytest.raises(FetchError, match=f"robots.txt: HTTP {status}, so nothing may be fetched"):
        client().get(f"{site.address}/page")
    assert site.asked == ["/robots.txt"]


def test_rules_behind_a_redirect_are_found(site: Site) -> None:
    site.pages["/robots.txt"] = Reply(status=301, headers={"Location": "/rules.txt"})
    site.pages["/rules.txt"] = robots("User-agent: *\nDisallow: /page\n")
    with pytest.raises(ForbiddenError):
        client().get(f"{site.address}/page")


def test_rules_in_a_circle_of_redirects_are_no_leave(site: Site) -> None:
    site.pages["/robots.txt"] = Reply(status=302, headers={"Location": "/robots.txt"})
    with pytest.raises(FetchError, match="more than 5 redirects, so nothing may be fetched"):
        client().get(f"{site.address}/page")


def test_a_rule_after_half_a_megabyte_is_not_read_and_does_no_harm(site: Site) -> None:
    site.pages["/robots.txt"] = robots("# filler\n" * 60_000 + "User-agent: *\nDisallow: /page\n")
    assert client().get(f"{site.address}/page").body == PAGE


def test_a_crawl_delay_is_kept_and_a_very_long_one_declined(site: Site) -> None:
    visitor = client()
    site.pages["/robots.txt"] = robots("User-agent: *\nCrawl-delay: 7\n")
    visitor.get(f"{site.address}/page")
    assert visitor.pause == 7
    site.pages["/robots.txt"] = robots("User-agent: *\nCrawl-delay: 600\n")
    with pytest.raises(FetchError, match="asks for 600 s between requests"):
        client().get(f"{site.address}/page")


def test_between_two_requests_to_a_public_host_there_is_a_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    slept: list[float] = []
    times = iter([100.0, 100.5, 102.0])
    visitor = Client("Polon/test", sleep=slept.append, clock=lambda: next(times))
    visitor._wait("news.example")
    visitor._wait("news.example")
    assert slept == [1.5]
    monkeypatch.setattr(visitor, "clock", lambda: 103.0)
    visitor._wait("other.example")
    visitor._wait("127.0.0.1:8000")
    visitor._wait("127.0.0.1:8000")
    assert slept == [1.5]


# Redirects


def test_redirects_are_followed_and_the_last_address_told(site: Site) -> None:
    site.pages["/old"] = Reply(status=301, headers={"Location": "/older"})
    site.pages["/older"] = Reply(status=307, headers={"Location": f"{site.address}/page"})
    answer = client().get(f"{site.address}/old")
    assert (answer.url, answer.body) == (f"{site.address}/page", PAGE)


def test_a_redirect_is_an_answer_where_it_must_not_be_followed(site: Site) -> None:
    site.pages["/old"] = Reply(status=302, headers={"Location": "/page"})
    answer = client().get(f"{site.address}/old", follow=False)
    assert (answer.status, answer.headers["location"]) == (302, "/page")
    assert "/page" not in site.asked


def test_a_redirect_to_a_forbidden_page_is_refused(site: Site) -> None:
    site.pages["/robots.txt"] = robots("User-agent: *\nDisallow: /page\n")
    site.pages["/old"] = Reply(status=302, headers={"Location": "/page"})
    with pytest.raises(ForbiddenError):
        client().get(f"{site.address}/old")
    assert site.asked == ["/robots.txt", "/old"]


def test_a_circle_of_redirects_ends(site: Site) -> None:
    site.pages["/round"] = Reply(status=302, headers={"Location": "/round"})
    with pytest.raises(FetchError, match="more than 5 redirects"):
        client().get(f"{site.address}/round")


@pytest.mark.parametrize("target", ["http://127.0.0.1:1/x", "http://[::1]:1/x", "http://169.254.169.254/x"])
def test_a_redirect_to_another_place_of_this_network_is_refused(site: Site, target: str) -> None:
    site.pages["/old"] = Reply(status=302, headers={"Location": target})
    with pytest.raises(FetchError, match="not a public address"):
        client().get(f"{site.address}/old")


@pytest.mark.parametrize("target", ["file:///etc/hostname", "ftp://127.0.0.1/x", "javascript:1"])
def test_a_redirect_to_another_scheme_is_refused(site: Site, target: str) -> None:
    site.pages["/old"] = Reply(status=302, headers={"Location": target})
    with pytest.raises(FetchError, match=r"which is no http\(s\) address"):
        client().get(f"{site.address}/old")


def test_robots_redirected_to_another_place_of_this_network_are_refused(site: Site) -> None:
    site.pages["/robots.txt"] = Reply(status=302, headers={"Location": "http://127.0.0.1:1/robots.txt"})
    with pytest.raises(FetchError, match="not a public address"):
        client().get(f"{site.address}/page")


# Limits and failures


def test_the_request_says_who_asks_and_keeps_no_cookie(site: Site) -> None:
    site.pages["/page"].headers["Set-Cookie"] = "a=1"
    visitor = Client(user_agent("desk@example.org"), timeout=5.0)
    visitor.get(f"{site.address}/page")
    visitor.get(f"{site.address}/page")
    assert {headers["User-Agent"] for headers in site.headers} == {user_agent("desk@example.org")}
    assert not any("Cookie" in headers for headers in site.headers)


def test_a_page_larger_than_the_limit_is_refused(site: Site) -> None:
    site.pages["/page"] = Reply(b"x" * 2_000)
    assert len(client(max_bytes=2_000).get(f"{site.address}/page").body) == 2_000
    with pytest.raises(FetchError, match="larger than"):
        client(max_bytes=1_999).get(f"{site.address}/page")


def test_a_small_page_that_unpacks_to_a_huge_one_is_refused(site: Site) -> None:
    packed = gzip.compress(b"x" * 5_000_000)
    site.pages["/page"] = Reply(packed, headers={"Content-Encoding": "gzip"})
    with pytest.raises(FetchError, match="larger than 1 MB"):
        client(max_bytes=2**20).get(f"{site.address}/page")


def test_a_packed_page_is_unpacked(site: Site) -> None:
    site.pages["/page"] = Reply(gzip.compress(PAGE), headers={"Content-Encoding": "gzip"})
    assert client().get(f"{site.address}/page").body == PAGE


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        (Reply(PAGE, promised=len(PAGE) + 1), "the answer breaks off"),
        (Reply(gzip.compress(PAGE)[:-4], headers={"Content-Encoding": "gzip"}), "the answer breaks off"),
        (Reply(PAGE, headers={"Content-Encoding": "gzip"}), "incorrect header check"),
        (Reply(PAGE, headers={"Content-Encoding": "br"}), "Content-Encoding 'br', which nobody asked for"),
    ],
)
def test_a_broken_answer_is_no_page(site: Site, reply: Reply, words: str) -> None:
    site.pages["/page"] = reply
    with pytest.raises(FetchError, match=words):
        client().get(f"{site.address}/page")


def test_an_answer_that_drips_is_given_up(site: Site) -> None:
    visitor = client()
    visitor.get(f"{site.address}/page")
    site.pages["/page"] = Reply(b"x" * 1_000, pace=0.02)
    visitor.timeout = 0.2
    with pytest.raises(FetchError, match="no whole answer in time"):
        visitor.get(f"{site.address}/page")


def test_an_answer_that_does_not_come_is_given_up(site: Site) -> None:
    visitor = client()
    visitor.get(f"{site.address}/page")
    site.pages["/page"] = Reply(b"x", pace=1.0)
    visitor.timeout = 0.2
    with pytest.raises(FetchError, match="no whole answer in time"):
        visitor.get(f"{site.address}/page")


def test_a_dead_host_is_told_as_such() -> None:
    with serve() as gone:
        address = gone.address
    with pytest.raises(FetchError, match=r"robots\.txt: connection refused"):
        client().get(f"{address}/page")


def test_a_name_that_does_not_exist_is_told_as_such() -> None:
    with pytest.raises(FetchError, match="no such host, or no network"):
        client().get("http://nobody.invalid/page")


def test_errors_of_the_server_are_answers(site: Site) -> None:
    site.pages["/gone"] = Reply(b"gone", 410)
    answer = client().get(f"{site.address}/gone")
    assert (answer.status, answer.body) == (410, b"gone")


def self_signed(folder: Path) -> ssl.SSLContext:
    """A server's context with a certificate for 127.0.0.1 that nobody vouches for."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), 1, now - timedelta(days=1), now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    file = folder / "server.pem"
    form = serialization.PrivateFormat.PKCS8
    secret = key.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption())
    file.write_bytes(secret + certificate.public_bytes(serialization.Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context


def test_certificates_are_verified(tmp_path: Path) -> None:
    with serve({"/page": Reply(PAGE)}, tls=self_signed(tmp_path)) as site:
        with pytest.raises(FetchError, match="its certificate is not valid: self-signed certificate"):
            client().get(f"{site.address}/page")
        assert site.asked == []


def test_files_cannot_be_fetched(tmp_path: Path) -> None:
    (tmp_path / "robots.txt").write_text("", encoding="utf-8")
    with pytest.raises(FetchError):
        client().get(f"file://{tmp_path}/robots.txt")


@pytest.mark.parametrize(
    ("contact", "shown"),
    [
        ("desk@example.org", "(+desk@example.org)"),
        ("https://example.org/polon", "(+https://example.org/polon)"),
        (" a\r\nX-Injected: 1 ", "(+aX-Injected: 1)"),
        ("стіл (1)", "(+1)"),
        ("", "(reads public statements about prisoners of war)"),
        (None, "(reads public statements about prisoners of war)"),
    ],
)
def test_the_contact_stands_in_the_user_agent(contact: str | None, shown: str) -> None:
    name, _, comment = user_agent(contact).partition(" ")
    assert name.startswith("Polon/")
    assert comment == shown
