"""What makes a crawl safe holds for every spider, however it was started."""

from __future__ import annotations

import gzip
import ssl
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import brotli
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from scrapy import Spider
from scrapy.crawler import Crawler
from scrapy.settings import BaseSettings, Settings
from scrapy.utils.conf import build_component_list

from polon.records import Outcome
from spiders.addon import HARD, PINNED, Hardening
from tests.servers import Answer, html, serving
from tests.worlds import Channel, news, numbered, run_one, telegram


def settings_of(spider: type[Spider] = Spider, **given: Any) -> Settings:
    project = Settings()
    project.setmodule("spiders.settings")
    project.setdict(given, "cmdline")
    settings = Crawler(spider, project).settings
    Hardening().update_settings(settings)
    return settings


@pytest.mark.parametrize("name", sorted(HARD))
def test_no_spider_and_no_option_undoes_what_is_pinned(name: str) -> None:
    other = {"file": "scrapy"} if isinstance(HARD[name], dict) else not HARD[name]
    careless = type("Careless", (Spider,), {"name": "careless", "custom_settings": {name: other}})
    settings = settings_of(careless, **{name: other})
    value = settings[name]
    assert (value.copy_to_dict() if isinstance(value, BaseSettings) else value) == HARD[name]
    assert settings.getpriority(name) == PINNED


def test_the_polite_defaults() -> None:
    settings = settings_of()
    assert settings.getfloat("DOWNLOAD_DELAY") == 2.0
    assert settings.getfloat("DOWNLOAD_DELAY_JITTER") == 0.0
    assert settings.getint("DOWNLOAD_MAXSIZE") == 16 * 1024 * 1024
    assert settings.getfloat("DOWNLOAD_TIMEOUT") == 60
    assert settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN") == 1
    assert not settings.getdict("FEEDS")
    assert settings["LOG_LEVEL"] == "WARNING"


def test_the_middlewares_of_ours_stand_in_their_places() -> None:
    order = build_component_list(settings_of().get_component_priority_dict_with_base("DOWNLOADER_MIDDLEWARES"))
    names = [getattr(entry, "__name__", str(entry).rpartition(".")[2]) for entry in order]
    assert names[0] == "Guard"
    assert names[-1] == "TurnsMiddleware"
    assert names.index("Robots") < names.index("RetryMiddleware") < names.index("RedirectMiddleware")
    assert "RobotsTxtMiddleware" not in names


def test_a_project_wide_dictionary_of_middlewares_keeps_its_own_entries() -> None:
    theirs = "scrapy.downloadermiddlewares.httpauth.HttpAuthMiddleware"
    settings = settings_of(DOWNLOADER_MIDDLEWARES={theirs: 1})
    assert settings["DOWNLOADER_MIDDLEWARES"][theirs] == 1


@pytest.fixture(scope="module")
def self_signed(tmp_path_factory: pytest.TempPathFactory) -> ssl.SSLContext:
    """A certificate for 127.0.0.1 that nobody has vouched for."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path_factory.mktemp("tls") / "both.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file.write_bytes(private + certificate.public_bytes(serialization.Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context


def test_a_certificate_that_nobody_vouches_for_is_refused(tmp_path: Path, self_signed: ssl.SSLContext) -> None:
    with serving(Channel(posts=numbered(1, 2)), tls=self_signed) as site:
        result = run_one(tmp_path, telegram(site.address), RETRY_TIMES=0)
    assert site.asked == []
    assert (result.outcome, result.errors) == (Outcome.FAILED, {"tls": 1})


def too_large() -> dict[str, Answer]:
    zeros = b"\0" * 3_000_000
    return {
        "plain": Answer(zeros),
        "gzip bomb": Answer(gzip.compress(zeros), headers={"Content-Encoding": "gzip"}),
        "brotli bomb": Answer(brotli.compress(zeros), headers={"Content-Encoding": "br"}),
        "gzip in gzip": Answer(gzip.compress(gzip.compress(zeros)), headers={"Content-Encoding": "gzip, gzip"}),
    }


@pytest.mark.parametrize("answer", too_large().values(), ids=too_large().keys())
def test_a_page_that_is_too_large_is_not_read(tmp_path: Path, answer: Answer) -> None:
    with serving({"/rss.xml": answer}) as site:
        result = run_one(tmp_path, news(site.address + "/rss.xml"), DOWNLOAD_MAXSIZE=1_000_000, RETRY_TIMES=0)
    assert (result.outcome, result.errors) == (Outcome.FAILED, {"too_large": 1})


def test_cookies_are_neither_kept_nor_sent(tmp_path: Path) -> None:
    channel = Channel(posts=numbered(1, 30))

    def setting(path: str) -> Answer | None:
        page = channel(path)
        return page and Answer(page.body, headers={"Set-Cookie": "stel_dt=-180", "Content-Type": "text/html"})

    with serving(setting) as site:
        run_one(tmp_path, telegram(site.address))
    assert len(site.pages) == 2
    assert all("cookie" not in headers for headers in site.headers)


def test_redirects_end(tmp_path: Path) -> None:
    def round_and_round(path: str) -> Answer | None:
        return None if path == "/robots.txt" else Answer(status=302, headers={"Location": path + "x"})

    with serving(round_and_round) as site:
        result = run_one(tmp_path, news(site.address + "/rss.xml"))
    assert (result.outcome, result.errors) == (Outcome.FAILED, {"redirect_only": 1})
    assert len(site.pages) == 6


def test_a_crawl_that_takes_too_much_memory_fails_and_says_so(tmp_path: Path) -> None:
    with serving(Channel(posts=numbered(1, 30))) as site:
        result = run_one(tmp_path, telegram(site.address), MEMUSAGE_LIMIT_MB=1)
    assert result.outcome is Outcome.FAILED
    assert (result.reason or "").startswith("memory_limit: ")
    assert result.newest is None


def test_a_crawl_that_takes_too_long_fails_and_says_so(tmp_path: Path) -> None:
    slow: Callable[[str], Answer | None] = lambda path: html("slow", delay=0.4) if path != "/robots.txt" else None  # noqa: E731
    with serving(slow) as site:
        feeds = tuple(f"{site.address}/{i}.xml" for i in range(9))
        result = run_one(tmp_path, news(*feeds), CLOSESPIDER_TIMEOUT=0.6)
    assert result.outcome is Outcome.FAILED
    assert (result.reason or "").startswith("time_limit: ")
