"""The loopback server: two preview hosts, a news site, and all of them behind a proxy."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from datetime import datetime
from email.utils import parsedate_to_datetime
from http.client import HTTPConnection
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup

from polon.demo.server import Addresses, serve
from polon.demo.sources import demo_sources
from polon.demo.world import Article, World
from polon.sources import Kind


def get(url: str, proxy: str | None = None) -> tuple[int, Mapping[str, str], str]:
    """Status, headers and body, without following redirects; through `proxy` in the form that proxies are asked."""
    server = urlsplit(proxy or url)
    connection = HTTPConnection(server.hostname or "", server.port, timeout=10)
    try:
        connection.request("GET", url if proxy else url.removeprefix(f"http://{server.netloc}"))
        response = connection.getresponse()
        return response.status, dict(response.getheaders()), response.read().decode()
    finally:
        connection.close()


def test_a_channel_pages_back_to_its_first_post(addresses: Addresses, world: World) -> None:
    seen: list[str] = []
    url: str | None = f"{addresses.telegram[0]}/s/demo_brigade"
    pages = 0
    while url:
        status, _, body = get(url)
        assert status == 200
        soup = BeautifulSoup(body, "lxml")
        seen = [str(m["data-post"]) for m in soup.select("[data-post]")] + seen
        older = soup.select_one("link[rel=prev]")
        url = f"{addresses.telegram[0]}{older['href']}" if older else None
        pages += 1
    assert pages == 3
    assert seen == [f"demo_brigade/{p.id}" for p in world.channels[0].post]


def test_the_first_host_refuses_the_second_channel(addresses: Addresses) -> None:
    status, headers, body = get(f"{addresses.telegram[0]}/s/demo_monitor")
    assert (status, headers["Location"], body) == (302, f"{addresses.telegram[0]}/demo_monitor", "")
    status, _, body = get(headers["Location"])
    assert status == 200
    assert "<title>Telegram: View @demo_monitor</title>" in body
    assert "data-post" not in body


def test_the_second_host_shows_both_channels(addresses: Addresses) -> None:
    for newest in ("demo_monitor/14", "demo_brigade/53"):
        status, _, body = get(f"{addresses.telegram[1]}/s/{newest.partition('/')[0]}")
        assert status == 200
        assert f'data-post="{newest}"' in body


@pytest.mark.parametrize(
    ("host", "path", "words"),
    [
        (0, "/demo_brigade/9?embed=1", "146 захисників"),
        (0, "/demo_brigade/9?embed=1&mode=tme", "146 захисників"),
        (0, "/demo_brigade/23?embed=1", "Post not found"),
        (0, "/demo_monitor/3?embed=1", "couldn't be displayed"),
        (1, "/demo_monitor/3?embed=1", "146 военнопленных"),
        (0, "/nobody_here/3?embed=1", "@nobody_here not found"),
        (0, "/demo_brigade/9", "Telegram: View @demo_brigade"),
        (0, "/nobody_here", "Telegram: Contact @nobody_here"),
        (0, "/s/demo_brigade?before=1", "No posts found"),
        (0, "/s/Demo_Brigade", 'data-post="demo_brigade/53"'),
        (0, "/s/demo_brigade?before=x", 'data-post="demo_brigade/53"'),
    ],
)
def test_pages_of_the_preview(host: int, path: str, words: str, addresses: Addresses) -> None:
    status, headers, body = get(addresses.telegram[host] + path)
    assert status == 200
    assert headers["Content-Type"] == "text/html; charset=utf-8"
    assert words in body


@pytest.mark.parametrize("path", ["/", "/robots.txt", "/s/a/b/c", "/demo_brigade/x"])
def test_preview_hosts_have_nothing_else(path: str, addresses: Addresses) -> None:
    assert get(addresses.telegram[0] + path)[0] == 404


def test_the_edited_world_has_lost_a_post(world: World) -> None:
    with serve(world.edited()) as addresses:
        assert "Post not found" in get(f"{addresses.telegram[0]}/demo_brigade/43?embed=1")[2]
        page = get(f"{addresses.telegram[0]}/s/demo_brigade")[2]
    assert 'data-post="demo_brigade/54"' in page
    assert 'data-post="demo_brigade/43"' not in page
    assert "167 воїнів" in page
    assert "edited &nbsp;" in page


def test_the_feed_names_every_article_newest_first(addresses: Addresses, world: World) -> None:
    status, headers, body = get(f"{addresses.news}/rss.xml")
    assert (status, headers["Content-Type"]) == (200, "application/rss+xml; charset=utf-8")
    items = ET.fromstring(body).findall("./channel/item")  # noqa: S314 (our own server's)
    links = [item.findtext("link") for item in items]
    assert sorted(filter(None, links)) == sorted(addresses.news + a.path for a in world.news.article)
    moments = [parsedate_to_datetime(item.findtext("pubDate") or "") for item in items]
    assert moments == sorted(moments, reverse=True)
    assert [item.findtext("title") for item in items if item.findtext("link") == links[0]] == [
        next(a.title for a in world.news.article if links[0] == addresses.news + a.path)
    ]


def test_robots_txt_of_the_news_site(addresses: Addresses) -> None:
    assert get(f"{addresses.news}/robots.txt")[2] == "User-agent: *\nDisallow: /private/\n"


def moment_of(soup: BeautifulSoup, way: str) -> str:
    if way == "meta":
        return str(soup.select_one("meta[property='article:published_time']")["content"])  # type: ignore[index]
    if way == "time":
        return str(soup.select_one("time[datetime]")["datetime"])  # type: ignore[index]
    linked = json.loads(soup.select_one("script[type='application/ld+json']").get_text())  # type: ignore[union-attr]
    node = linked["@graph"][1] if way == "graph" else linked
    assert node["@type"] == "NewsArticle"
    return str(node["datePublished"])


def test_articles_give_their_time_in_four_ways_always_with_its_zone(addresses: Addresses, world: World) -> None:
    assert {a.meta for a in world.news.article} == {"jsonld", "graph", "meta", "time"}
    for article in world.news.article:
        soup = BeautifulSoup(get(addresses.news + article.path)[2], "lxml")
        moment = datetime.fromisoformat(moment_of(soup, article.meta))
        assert moment.tzinfo is not None
        assert moment == article.published


def junk(article: Article) -> list[str]:
    return [*article.related, "0 800 000 042", "3 417", "По-русски"]


def test_articles_stand_amid_junk(addresses: Addresses, world: World) -> None:
    for article in world.news.article:
        soup = BeautifulSoup(get(addresses.news + article.path)[2], "lxml")
        assert soup.select_one("html")["lang"] == article.lang  # type: ignore[index]
        paragraphs = [p.get_text() for p in soup.select("article p")]
        assert paragraphs == article.paragraphs
        body = soup.get_text()
        assert all(words in body for words in junk(article))
        assert len(soup.select("article aside li")) == len(article.related)


def test_a_page_that_is_not_there(addresses: Addresses) -> None:
    assert get(f"{addresses.news}/en/nothing")[0] == 404


def test_behind_the_proxy_the_news_site_has_a_name_without_a_port(addresses: Addresses, world: World) -> None:
    article = world.news.article[0]
    status, _, body = get(f"http://localhost{article.path}", proxy=addresses.proxy)
    assert status == 200
    assert f'<link rel="canonical" href="http://localhost{article.path}">' in body
    assert "127.0.0.1" not in body
    assert "<link>http://localhost/" in get("http://localhost/rss.xml", proxy=addresses.proxy)[2]


def test_behind_the_proxy_every_host_of_the_world_is_reached_and_no_other(addresses: Addresses) -> None:
    for host in addresses.telegram:
        assert get(f"{host}/s/demo_brigade?before=10", proxy=addresses.proxy)[0] in (200, 302)
    assert get("http://elsewhere.example/", proxy=addresses.proxy)[0] == 502


def test_servers_are_gone_afterwards_and_quiet(world: World, capfd: pytest.CaptureFixture[str]) -> None:
    with serve(world) as addresses:
        get(f"{addresses.telegram[0]}/s/demo_brigade")
    for url in (*addresses.telegram, addresses.news):
        with pytest.raises(ConnectionRefusedError):
            get(f"{url}/robots.txt")
    assert capfd.readouterr() == ("", "")


def test_the_sources_crawl_the_world(addresses: Addresses) -> None:
    brigade, monitor, news = demo_sources(addresses)
    assert (brigade.name, monitor.name, news.name) == ("demo_brigade", "demo_monitor", "demo_news")
    assert brigade.addresses() == monitor.addresses() == addresses.telegram
    assert (news.kind, news.feeds) == (Kind.NEWS, ("http://localhost/rss.xml",))
