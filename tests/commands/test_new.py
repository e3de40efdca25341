"""`polon sources new`: a source file from a look at a site or channel on this machine."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from polon.cli import app
from polon.commands.draft import DraftError, name_of
from polon.sources import Kind, parse_source
from tests.loopback import Reply, Site, serve

NOW = datetime.now(UTC).replace(microsecond=0)

HOME = """<!DOCTYPE html><html lang="uk"><head><title>Річкова пошта — новини</title>
<meta property="og:site_name" content="Річкова &quot;пошта&quot;">
<link rel="stylesheet" href="/style.css">
<link rel="alternate" type="application/rss+xml" href="/comments/feed">
<link rel="alternate" type="application/rss+xml" href="/gone.xml">
<link rel="alternate" type="application/rss+xml; charset=utf-8" href="rss.xml"></head>
<body><p>Новини річки.</p></body></html>"""

FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>Річкова пошта</title>
<item><title>Дощ</title><link>/a</link><pubDate>{old}</pubDate></item>
<item><title>Додому повернулися сорок людей</title><link>/b</link><pubDate>{new}</pubDate></item></channel></rss>"""

ARTICLE = """<!DOCTYPE html><html lang="uk"><head><title>Додому повернулися сорок людей</title>
<script type="application/ld+json">{{"@type": "NewsArticle", "headline": "Додому повернулися сорок людей",
 "datePublished": "{published}"}}</script></head>
<body><article><h1>Додому повернулися сорок людей</h1>{text}</article></body></html>"""

POST = """<div class="tgme_widget_message_wrap js-widget_message_wrap">
 <div class="tgme_widget_message js-widget_message" data-post="Harbour_watch/7">
  <div class="tgme_widget_message_bubble">
   <div class="tgme_widget_message_text js-message_text" dir="auto">Сьогодні додому їде сорок людей.</div>
   <div class="tgme_widget_message_footer"><span class="tgme_widget_message_meta">
    <a class="tgme_widget_message_date" href="https://t.me/Harbour_watch/7"><time datetime="{at}"></time></a></span>
   </div></div></div></div>"""

CHANNEL = """<!DOCTYPE html><html><body><div class="tgme_channel_info">
<div class="tgme_channel_info_header_title"><span dir="auto">Портова варта</span></div>
<div class="tgme_channel_info_header_username"><a>@Harbour_watch</a></div></div>
<section>{posts}</section></body></html>"""


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    for name in ("POLON_SOURCES", "POLON_CONTACT", "POLON_DATA"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def site() -> Iterator[Site]:
    stamp = "%a, %d %b %Y %H:%M:%S +0000"
    feed = FEED.format(old=(NOW - timedelta(days=2)).strftime(stamp), new=NOW.strftime(stamp))
    text = "<p>Міністерство повідомило, що сьогодні додому повернулися сорок людей, серед них десять офіцерів.</p>" * 4
    pages = {
        "/": Reply(HOME.encode()),
        "/rss.xml": Reply(feed.encode(), headers={"Content-Type": "application/rss+xml"}),
        "/b": Reply(ARTICLE.format(published=NOW.isoformat(), text=text).encode()),
        "/empty": Reply(b""),
        "/s/empty_page": Reply(b""),
        "/s/no_channel": Reply(b"<!DOCTYPE html><html><body>If you have Telegram</body></html>"),
        "/s/harbour_watch": Reply(CHANNEL.format(posts=POST.format(at=NOW.isoformat())).encode()),
    }
    with serve(pages) as running:
        yield running


def new(*words: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, ["sources", "new", *words])
    return result.exit_code, result.stdout, result.stderr


def test_a_site_is_drafted_from_its_front_page(site: Site, tmp_path: Path) -> None:
    status, shown, said = new(f"{site.address}/", "--name", "river", "--sources", str(tmp_path))
    assert (status, said) == (0, "")
    file = tmp_path / "river.toml"
    source = parse_source("river", file.read_bytes(), str(file))
    assert (source.kind, source.title, source.lang) == (Kind.NEWS, 'Річкова "пошта"', "uk")
    assert source.feeds == (f"{site.address}/rss.xml",)
    assert (source.timezone, source.verified, source.side) == ("Europe/Kyiv", False, None)
    day = NOW.date()
    assert source.evidence == f"Seen on {day}: a feed of 2 entries, which the page names; not checked yet."
    lines = shown.splitlines()
    assert lines[0] == f"{file} written, verified = false"
    assert "  title     Додому повернулися сорок людей (JSON-LD)" in lines
    assert [line.split()[1] for line in lines if line.startswith("  check ")] == ["timezone:", "owner,", "evidence:"]
    assert site.asked == ["/robots.txt", "/", "/gone.xml", "/rss.xml", "/b"]  # each once


def test_a_feed_is_drafted_as_itself(site: Site, tmp_path: Path) -> None:
    assert new(f"{site.address}/rss.xml", "--name", "river", "--sources", str(tmp_path))[0] == 0
    source = parse_source("river", (tmp_path / "river.toml").read_bytes(), "river.toml")
    assert (source.feeds, source.lang) == ((f"{site.address}/rss.xml",), "uk")


def test_a_page_without_a_feed_is_a_page_and_a_doubt(site: Site, tmp_path: Path) -> None:
    status, shown, _ = new(f"{site.address}/b", "--name", "river", "--sources", str(tmp_path))
    source = parse_source("river", (tmp_path / "river.toml").read_bytes(), "river.toml")
    assert (status, source.pages, source.feeds) == (0, (f"{site.address}/b",), ())
    assert "  check     pages: no feed or sitemap was found" in shown


def test_a_channel_is_drafted_from_its_preview(site: Site, tmp_path: Path) -> None:
    site.pages["/s/Harbour_watch"] = site.pages["/s/harbour_watch"]  # as the channel itself writes its handle
    status, shown, said = new(f"{site.address}/s/harbour_watch", "--sources", str(tmp_path))
    assert (status, said) == (0, "")
    source = parse_source("harbour_watch", (tmp_path / "harbour_watch.toml").read_bytes(), "x.toml")
    assert (source.kind, source.title, source.channel) == (Kind.TELEGRAM, "Портова варта", "Harbour_watch")
    assert (source.lang, source.timezone, source.hosts) == ("uk", "Europe/Kyiv", (site.address,))
    assert "  nothing amiss" in shown.splitlines()


def test_what_is_there_already_is_left_as_it_is(site: Site, tmp_path: Path) -> None:
    assert new(f"{site.address}/", "--name", "river", "--sources", str(tmp_path))[0] == 0
    before = (tmp_path / "river.toml").read_bytes()
    status, _, said = new(f"{site.address}/", "--name", "stream", "--sources", str(tmp_path))
    assert (status, f"river.toml and stream.toml both read '{site.address}/rss.xml'" in said) == (2, True)
    status, _, said = new(f"{site.address}/b", "--name", "river", "--sources", str(tmp_path))
    assert (status, "is there already; choose another name with --name" in said) == (2, True)
    assert [(file.name, file.read_bytes()) for file in tmp_path.iterdir()] == [("river.toml", before)]


@pytest.mark.parametrize(
    ("words", "status", "message"),
    [
        (["river.example"], 2, "not an http(s) address"),
        (["https://me:secret@river.example/"], 2, "no user name or password in an address"),
        (["{site}/", "--name", "River"], 2, "a source's name is small letters"),
        (["https://t.me/+AbCdEf"], 1, "names no channel; a channel's address is https://t.me/s/HANDLE"),
        (["{site}/s/nowhere"], 1, "HTTP 404: the channel shows no preview"),
        (["{site}/s/empty_page"], 1, "/s/empty_page: "),
        (["{site}/s/no_channel"], 1, "not a channel's page"),
        (["{site}/nowhere", "--name", "river"], 1, "HTTP 404"),
        (["{site}/empty", "--name", "river"], 1, "/empty: "),
    ],
)
def test_what_cannot_be_drafted_leaves_no_file(
    site: Site, tmp_path: Path, words: list[str], status: int, message: str
) -> None:
    code, shown, said = new(*(word.format(site=site.address) for word in words), "--sources", str(tmp_path))
    assert (code, shown, list(tmp_path.iterdir())) == (status, "", [])
    assert message in said


@pytest.mark.parametrize(
    ("host", "name"),
    [
        ("www.river-post.example", "river_post"),
        ("rss.river.net", "river"),
        ("www.river.com.ua", "river"),
        ("news.river.org", "news_river"),
        ("localhost", "localhost"),
    ],
)
def test_a_name_is_made_from_the_host(host: str, name: str) -> None:
    assert name_of(host) == name


@pytest.mark.parametrize("host", ["www.com", "пошта.example", ""])
def test_a_host_that_gives_no_name_asks_for_one(host: str) -> None:
    with pytest.raises(DraftError, match="gives no name for the file; choose one with --name"):
        name_of(host)


def test_a_page_cannot_write_keys_of_its_own(site: Site, tmp_path: Path) -> None:
    hostile = HOME.replace("Річкова &quot;пошта&quot;", "&quot;&#10;verified = true&#10;x = &quot;\\")
    site.pages["/"] = Reply(hostile.encode())
    assert new(f"{site.address}/", "--name", "river", "--sources", str(tmp_path))[0] == 0
    source = parse_source("river", (tmp_path / "river.toml").read_bytes(), "river.toml")
    assert (source.title, source.verified) == ('" verified = true x = "\\', False)


def sitemap(*pages: str, index: bool = False) -> Reply:
    outer, inner = ("sitemapindex", "sitemap") if index else ("urlset", "url")
    body = "".join(f"<{inner}><loc>{page}</loc><lastmod>{NOW.isoformat()}</lastmod></{inner}>" for page in pages)
    return Reply(f'<{outer} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{body}</{outer}>'.encode())


def test_a_site_without_a_feed_is_drafted_from_the_sitemap_of_its_robots_txt(site: Site, tmp_path: Path) -> None:
    del site.pages["/rss.xml"]
    names = f"Sitemap: {site.address}/all.xml\nSitemap: {site.address}/news.xml\n"
    site.pages["/robots.txt"] = Reply(f"User-agent: *\nDisallow: /private\n{names}".encode())
    site.pages["/news.xml"] = sitemap(f"{site.address}/may.xml", index=True)
    site.pages["/may.xml"] = sitemap(f"{site.address}/b")
    status, shown, said = new(f"{site.address}/", "--name", "river", "--sources", str(tmp_path))
    assert (status, said) == (0, "")
    source = parse_source("river", (tmp_path / "river.toml").read_bytes(), "river.toml")
    assert (source.sitemaps, source.feeds, source.pages) == ((f"{site.address}/news.xml",), (), ())
    assert source.lang == "uk"
    assert "and a sitemap of 1 pages, which robots.txt names" in source.evidence
    lines = shown.splitlines()
    assert "  entries   1" in lines
    assert "  title     Додому повернулися сорок людей (JSON-LD)" in lines
    assert "/all.xml" not in site.asked


def test_a_sitemap_beside_a_feed_is_named(site: Site, tmp_path: Path) -> None:
    site.pages["/robots.txt"] = Reply(f"Sitemap: {site.address}/news.xml\n".encode())
    shown = new(f"{site.address}/", "--name", "river", "--sources", str(tmp_path))[1]
    assert f"  check     sitemaps: robots.txt names {site.address}/news.xml; add it where" in shown
