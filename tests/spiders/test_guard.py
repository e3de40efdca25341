"""Which addresses are asked at all."""

from __future__ import annotations

import asyncio
from ipaddress import ip_address
from pathlib import Path

import pytest

from polon.records import Outcome
from spiders import guard
from spiders.guard import is_public, is_public_name, place_of
from tests.servers import html, moved, serving
from tests.worlds import Channel, article, news, numbered, rss, run_one, telegram


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True),
        ("2a00:1450:4001::1", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),  # noqa: S104
        ("224.0.0.251", False),
        ("255.255.255.255", False),
        ("::1", False),
        ("::", False),
        ("fe80::1", False),
        ("fd00::1", False),
        ("ff02::1", False),
        ("::ffff:127.0.0.1", False),
        ("::ffff:10.0.0.1", False),
        ("2002:7f00:1::", False),
    ],
)
def test_public_addresses(address: str, public: bool) -> None:
    assert is_public(ip_address(address)) is public


@pytest.mark.parametrize(
    ("host", "public"),
    [
        ("t.me", True),
        ("localhost", False),
        ("LOCALHOST.", False),
        ("db.localhost", False),
        ("printer.local", False),
        ("meta.internal", False),
        ("", False),
        ("::ffff:127.0.0.1", False),
        ("127.0.0.1", False),
        ("fe80::1%eth0", False),
    ],
)
def test_public_names(host: str, public: bool) -> None:
    assert is_public_name(host) is public


@pytest.mark.parametrize(
    ("url", "place"),
    [
        ("https://T.me/s/x", ("t.me", 443)),
        ("http://t.me", ("t.me", 80)),
        ("http://127.0.0.1:8000/", ("127.0.0.1", 8000)),
        ("http://[::1]:81/", ("::1", 81)),
        ("http://user@host:99999/", ("host", 0)),
    ],
)
def test_places(url: str, place: guard.Place) -> None:
    assert place_of(url) == place


FORMS = ["localhost", "127.0.0.1", "2130706433", "0x7f.1", "[::1]", "[::ffff:127.0.0.1]", "localhost.", "127.1"]


@pytest.mark.parametrize("form", FORMS)
def test_redirects_to_this_machine_are_refused(tmp_path: Path, form: str) -> None:
    with serving({"/secret": html("<p>secret</p>")}) as inner:
        port = inner.address.rpartition(":")[2]
        with serving({"/rss.xml": moved(f"http://{form}:{port}/secret")}) as site:
            result = run_one(tmp_path, news(site.address + "/rss.xml"), RETRY_TIMES=0)
    assert inner.asked == []
    assert result.outcome is Outcome.FAILED
    assert set(result.errors) <= {"private_address", "dns_failure"}


@pytest.mark.parametrize("form", FORMS)
def test_articles_on_this_machine_are_refused(tmp_path: Path, form: str) -> None:
    with serving({"/secret": html("<p>secret</p>")}) as inner:
        link = f"http://{form}:{inner.address.rpartition(':')[2]}"
        with serving({"/rss.xml": rss(link, [("/secret", None)])}) as site:
            run_one(tmp_path, news(site.address + "/rss.xml"), RETRY_TIMES=0)
    assert inner.asked == []


@pytest.mark.parametrize(
    "target", ["file:///etc/passwd", "ftp://127.0.0.1/x", "data:text/html,<p>x</p>", "javascript:1"]
)
def test_redirects_to_other_schemes_are_not_followed(tmp_path: Path, target: str) -> None:
    with serving({"/rss.xml": moved(target)}) as site:
        result = run_one(tmp_path, news(site.address + "/rss.xml"))
    assert (result.outcome, result.pages) == (Outcome.FAILED, 0)
    assert result.errors == {"redirect_only": 1}


def test_a_source_may_live_on_this_machine(tmp_path: Path) -> None:
    with serving(Channel(posts=numbered(1, 2))) as site:
        result = run_one(tmp_path, telegram(site.address))
    assert (result.outcome, result.new) == (Outcome.OK, 2)


def test_a_public_name_that_resolves_to_this_machine_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def rebinding(self: object, host: str, port: int, **_: object) -> object:
        address = "127.0.0.1"
        return [(2, 1, 6, "", (address, port))]

    monkeypatch.setattr(asyncio.base_events.BaseEventLoop, "getaddrinfo", rebinding)
    with serving({"/1": article("Item", "secret")}) as inner:
        link = f"http://news.example.org:{inner.address.rpartition(':')[2]}"
        with serving({"/rss.xml": rss(link, [("/1", None)])}) as site:
            result = run_one(tmp_path, news(site.address + "/rss.xml"), RETRY_TIMES=0)
    assert inner.asked == []
    assert result.errors == {"dns_failure": 1}


def test_nothing_stays_allowed_when_the_crawl_is_over(tmp_path: Path) -> None:
    with serving(Channel(posts=numbered(1, 2))) as site:
        run_one(tmp_path, telegram(site.address))
    assert not +guard.OWN
