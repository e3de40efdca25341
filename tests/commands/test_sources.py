"""`polon sources`: the list and the check of one source, against a site on this machine."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from polon.agent import user_agent
from polon.cli import app
from polon.commands.check import Report, check_source
from polon.commands.fetch import Client
from polon.sources import parse_source
from tests.loopback import Reply, Site, serve

ROOT = Path(__file__).resolve().parents[2]
NOW = datetime(2026, 5, 20, 12, tzinfo=UTC)

CHANNEL = """
title = "Harbour watch"
kind = "telegram"
lang = "en"
timezone = "Europe/Kyiv"
side = "UA"
channel = "harbour_watch"
hosts = [{hosts}]
verified = false
evidence = "Written for a test."
"""

SITE = """
title = "River Post"
kind = "news"
lang = "en"
timezone = "Europe/Kyiv"
feeds = ["{address}/rss.xml"]
verified = true
evidence = "Written for a test."
"""

POST = """
<div class="tgme_widget_message_wrap js-widget_message_wrap">
 <div class="tgme_widget_message js-widget_message" data-post="harbour_watch/{number}">
  <div class="tgme_widget_message_bubble">
   <div class="tgme_widget_message_text js-message_text" dir="auto">{text}</div>
   <div class="tgme_widget_message_footer"><span class="tgme_widget_message_meta">
    <a class="tgme_widget_message_date" href="https://t.me/harbour_watch/{number}">{time}</a></span></div>
  </div></div></div>
"""

ARTICLE = """
<!DOCTYPE html><html lang="en"><head><title>Forty freed</title>
<script type="application/ld+json">{{"@type": "NewsArticle", "headline": "Forty freed",
 "datePublished": "{published}"}}</script></head>
<body><article><h1>Forty freed</h1><p>{text}</p></article></body></html>
"""


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    for name in ("POLON_SOURCES", "POLON_CONTACT", "POLON_DATA"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def site() -> Iterator[Site]:
    with serve() as running:
        yield running


def run(*words: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, ["sources", *words])
    return result.exit_code, result.stdout, result.stderr


def preview(*posts: str, handle: str = "harbour_watch") -> Reply:
    head = f'<div class="tgme_channel_info"><div class="tgme_channel_info_header_username"><a>@{handle}</a></div></div>'
    return Reply(f"<!DOCTYPE html><html><body>{head}<section>{''.join(posts)}</section></body></html>".encode())


def post(number: int, text: str, at: datetime | None = NOW) -> str:
    return POST.format(number=number, text=text, time=f'<time datetime="{at.isoformat()}"></time>' if at else "")


def rss(*items: tuple[str, str, datetime | None]) -> Reply:
    """A feed of (path, title, time)."""
    entries = "".join(
        f"<item><title>{title}</title><link>{path}</link>"
        + (f"<pubDate>{at.strftime('%a, %d %b %Y %H:%M:%S +0000')}</pubDate>" if at else "")
        + "</item>"
        for path, title, at in items
    )
    text = f'<?xml version="1.0"?><rss version="2.0"><channel><title>River Post</title>{entries}</channel></rss>'
    return Reply(text.encode(), headers={"Content-Type": "application/rss+xml"})


def check_channel(*hosts: str) -> Report:
    text = CHANNEL.format(hosts=", ".join(f'"{host}"' for host in hosts))
    return checked(text)


def check_site(site: Site, more: str = "", *, article: bool = False) -> Report:
    return checked(SITE.format(address=site.address) + more, article=article)


def checked(text: str, *, article: bool = False) -> Report:
    source = parse_source("one", text.encode(), "one.toml")
    return check_source(source, Client("Polon/test", timeout=5.0), lambda: NOW, article=article)


# The list


def test_bare_sources_lists_the_catalogue_by_name() -> None:
    status, shown, _ = run("--sources", str(ROOT / "sources"))
    lines = shown.splitlines()
    assert status == 0
    assert lines[0].split() == ["name", "kind", "lang", "side", "verified", "address"]
    assert [line.split()[0] for line in lines[1:]] == sorted(file.stem for file in (ROOT / "sources").glob("*.toml"))
    assert ["unn", "news", "uk", "UA", "no", "https://unn.ua/rss/news_uk.xml"] in [line.split() for line in lines]
    assert ["meduzalive", "telegram", "ru", "-", "no", "https://t.me/s/meduzalive"] in [line.split() for line in lines]


def test_sources_list_says_the_same() -> None:
    assert run("list", "--sources", str(ROOT / "sources")) == run("--sources", str(ROOT / "sources"))


def test_json_is_one_object_a_line_with_every_key() -> None:
    status, shown, _ = run("list", "--json", "--sources", str(ROOT / "sources"))
    rows = [json.loads(line) for line in shown.splitlines()]
    unn = next(row for row in rows if row["name"] == "unn")
    assert status == 0
    assert unn["feeds"] == ["https://unn.ua/rss/news_uk.xml"]
    assert unn["evidence"].startswith("Named by the founding documents")
    assert run("--json", "--sources", str(ROOT / "sources"))[1] == shown


def test_options_before_a_subcommand_are_not_lost_in_silence() -> None:
    assert run("--json", "list")[::2] == (2, "polon: put --json after 'list'\n")
    assert run("--sources", "elsewhere", "check", "unn")[::2] == (2, "polon: put --sources after 'check'\n")


def test_the_folder_may_come_from_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "one.toml").write_text(CHANNEL.format(hosts='"t.me"'), encoding="utf-8")
    monkeypatch.setenv("POLON_SOURCES", str(tmp_path))
    assert [line.split()[0] for line in run()[1].splitlines()] == ["name", "one"]
    assert [line.split()[0] for line in run("list")[1].splitlines()] == ["name", "one"]


def test_a_bad_file_ends_with_status_2_and_names_file_and_key(tmp_path: Path) -> None:
    (tmp_path / "one.toml").write_text(CHANNEL.format(hosts="").replace("channel", "chanel"), encoding="utf-8")
    for words in ([], ["list"], ["check", "one"]):
        status, shown, said = run(*words, "--sources", str(tmp_path))
        assert (status, shown) == (2, "")
        assert said.startswith(f"polon: {tmp_path / 'one.toml'}: unknown key 'chanel'; ")


@pytest.mark.parametrize(
    ("name", "words"),
    [("un", "did you mean unn?"), ("zzz", "`polon sources` lists them"), ("../unn", "did you mean unn?")],
)
def test_an_unknown_name_ends_with_status_2(name: str, words: str) -> None:
    status, _, said = run("check", name, "--sources", str(ROOT / "sources"))
    assert status == 2
    assert said.startswith(f"polon: no source named '{name}'; ")
    assert words in said


# A channel


def test_a_channel_shows_what_would_be_taken(site: Site) -> None:
    site.pages["/s/harbour_watch"] = preview(
        post(1, "First words.", NOW - timedelta(hours=5)), post(2, "Forty of them are home.<br/>Ten are officers.")
    )
    report = check_channel(site.address)
    assert report.facts == [
        ("page", f"{site.address}/s/harbour_watch"),
        ("channel", "harbour_watch"),
        ("number", "not shown"),
        ("posts", "2 with text, of 2 on the page"),
        ("newest", "2026-05-20T15:00:00+03:00"),
        ("text", "Forty of them are home. Ten are officers."),
        ("language", "en"),
    ]
    assert (report.amiss, report.notes) == ([], [])
    assert site.asked == ["/robots.txt", "/s/harbour_watch"]


def test_a_dead_host_and_a_page_that_is_no_channel_lead_to_the_next(site: Site) -> None:
    with serve({"/s/harbour_watch": Reply(b"<html><body>If you have Telegram</body></html>")}) as contact_page:
        with serve() as gone:
            dead = gone.address
        site.pages["/s/harbour_watch"] = preview(post(1, "Here."))
        report = check_channel(dead, contact_page.address, site.address)
    assert ("page", f"{site.address}/s/harbour_watch") in report.facts
    assert report.amiss == []
    assert [note.rpartition(": ")[2] for note in report.notes] == ["connection refused", "not a channel's page"]


def test_a_channel_without_preview_is_told_with_where_it_leads(site: Site) -> None:
    site.pages["/s/harbour_watch"] = Reply(status=302, headers={"Location": f"{site.address}/harbour_watch"})
    report = check_channel(site.address)
    assert report.amiss == [
        f"{site.address}/s/harbour_watch: HTTP 302, which leads to {site.address}/harbour_watch: "
        "the channel shows no preview"
    ]
    assert report.facts == []


def test_a_name_that_shows_no_preview_is_told_by_its_landing_page(site: Site) -> None:
    site.pages["/s/harbour_watch"] = Reply(status=302, headers={"Location": f"{site.address}/harbour_watch"})
    site.pages["/harbour_watch"] = Reply(
        b"""<!DOCTYPE html><html><head><title>Telegram: View @harbour_watch</title></head><body>
        <div class="tgme_page"><div class="tgme_page_title"><span dir="auto">Harbour talk</span></div>
        <div class="tgme_page_extra">1 204 members, 31 online</div></div></body></html>"""
    )
    report = check_channel(site.address)
    assert report.facts == [("name", "group, «Harbour talk»")]
    assert len(report.amiss) == 1


def test_the_channels_number_is_shown_and_held_against_the_file(site: Site) -> None:
    view = base64.urlsafe_b64encode(b'{"c":-1700000011,"p":1,"t":1,"h":"x"}').decode().rstrip("=")
    body = preview(post(1, "Forty of them are home.")).body.replace(
        b" data-post=", f' data-view="{view}" data-post='.encode()
    )
    site.pages["/s/harbour_watch"] = Reply(body)
    report = check_channel(site.address)
    assert ("number", "1700000011") in report.facts
    assert report.amiss == []
    other = checked(CHANNEL.format(hosts=f'"{site.address}"') + "channel_id = 5\n")
    assert other.amiss == ["the page's channel has the number 1700000011, the file says another"]


def test_a_host_whose_robots_forbids_is_the_last_one_asked(site: Site) -> None:
    site.pages["/robots.txt"] = Reply(b"User-agent: *\nDisallow: /s/\n")
    with serve({"/s/harbour_watch": preview(post(1, "Here."))}) as second:
        report = check_channel(site.address, second.address)
        assert second.asked == []
    assert report.amiss == [f"{site.address}/robots.txt forbids {site.address}/s/harbour_watch"]


@pytest.mark.parametrize(
    ("page", "amiss"),
    [
        (preview(), ["no post with text"]),
        (preview('<div class="tme_no_messages_found">No posts found</div>'), ["no posts here"]),
        (preview(post(1, "No time.", None)), ["1 of 1 posts have no time with a zone"]),
        (preview(post(1, "Old.", NOW - timedelta(days=90))), ["the newest is 90 days old"]),
        (preview(post(1, "Early.", NOW + timedelta(days=9))), ["the newest is 9 days in the future"]),
        (preview(post(1, "Renamed."), handle="pier_watch"), ["the page is of the channel pier_watch: renamed?"]),
        (
            preview(post(1, "Сьогодні додому їде сорок людей, серед них десять офіцерів.")),
            ["reads as 'uk', the file says lang = 'en'"],
        ),
    ],
)
def test_what_is_amiss_with_a_channel(site: Site, page: Reply, amiss: list[str]) -> None:
    site.pages["/s/harbour_watch"] = page
    assert check_channel(site.address).amiss == amiss


VIEW = "eyJjIjotNzcsInAiOjF9"  # {"c":-77,"p":1}


def test_the_number_of_a_channel_is_shown_and_held_against_the_file(site: Site) -> None:
    site.pages["/s/harbour_watch"] = preview(post(1, "Here.").replace("data-post", f'data-view="{VIEW}" data-post'))
    text = CHANNEL.format(hosts=f'"{site.address}"')
    assert ("number", "77") in checked(text).facts
    assert checked(f"channel_id = 77\n{text}").amiss == []
    assert checked(f"channel_id = 78\n{text}").amiss == ["the page's channel has the number 77, the file says another"]


def test_markup_that_is_not_understood_is_told(site: Site) -> None:
    changed = post(2, "Forty are home.").replace("tgme_widget_message_text", "body").replace("js-message_text", "words")
    orphan = post(3, "x").partition('<div class="tgme_widget_message_text')[0]
    orphan += '<div class="message_media_not_supported_wrap">Please open Telegram to view this post</div></div></div>'
    site.pages["/s/harbour_watch"] = preview(
        post(1, "Here.").replace('"tgme_widget_message js', '"tgme_widget_message brand_new js'),
        changed,
        orphan,
    )
    report = check_channel(site.address)
    assert report.amiss == ["1 of 3 posts have words that could not be read"]
    assert report.notes == ["markup never seen before: brand_new", "1 of 3 posts are shown in Telegram alone"]


def test_a_roll_of_names_is_not_shown(site: Site) -> None:
    roll = "<br/>".join(f"{n}. Вигаденко Зразок {name}ович, 01.02.1990" for n, name in enumerate(NAMES, start=1))
    site.pages["/s/harbour_watch"] = preview(post(1, roll))
    facts = dict(check_channel(site.address).facts)
    assert facts["text"] == "withheld: list of names"


NAMES = ("Петр", "Іван", "Степан", "Роман", "Богдан", "Павл", "Антон")


# A news site


def test_a_feed_shows_what_would_be_taken(site: Site) -> None:
    site.pages["/rss.xml"] = rss(
        ("/a", "Ten are home", NOW - timedelta(hours=2)), ("/b", "Forty freed", NOW), ("/c", "Rain", NOW)
    )
    report = check_site(site)
    assert report.facts == [
        ("feed", f"{site.address}/rss.xml"),
        ("entries", "3"),
        ("newest", "2026-05-20T15:00:00+03:00"),
        ("title", "Forty freed"),
        ("article", f"{site.address}/b"),
        ("language", "en"),
    ]
    assert (report.amiss, report.notes) == ([], [])
    assert site.asked == ["/robots.txt", "/rss.xml"]
    assert site.headers[-1]["Accept-Language"] == "en,en;q=0.5"


def test_the_newest_article_is_read_where_asked_for(site: Site) -> None:
    text = "Forty people came home today, the ministry said. " * 8
    site.pages["/rss.xml"] = rss(("/b", "Forty freed", NOW))
    site.pages["/b"] = Reply(ARTICLE.format(published="2026-05-20T14:30:00+03:00", text=text).encode())
    report = check_site(site, article=True)
    facts = dict(report.facts)
    assert facts["page"] == f"{site.address}/b"
    assert facts["title"] == "Forty freed (JSON-LD)"
    assert facts["published"] == "2026-05-20T14:30:00+03:00 (JSON-LD, with its zone)"
    assert facts["modified"] == facts["authors"] == "not found"
    assert facts["language"] == "en (html lang)"
    assert facts["canonical"] == f"{site.address}/b (its own address)"
    assert facts["length"] == f"{len('Forty freed') + 2 + len(text.strip())} characters (main text of the page)"
    assert facts["text"].startswith("Forty freed Forty people came home today")
    assert len(facts["text"].split()) == 21  # twenty words and the sign that there are more
    assert report.amiss == []


@pytest.mark.parametrize(
    ("published", "text", "amiss"),
    [
        ("", "Forty people came home today. " * 12, "the page does not say when it was published"),
        ("2026-05-20T14:30:00+03:00", "Forty are home.", "is too short for an article"),
    ],
)
def test_what_is_amiss_with_an_article(site: Site, published: str, text: str, amiss: str) -> None:
    site.pages["/lists"] = Reply(ARTICLE.format(published=published, text=text).encode())
    report = checked(SITE.format(address=site.address).replace("/rss.xml", "/lists").replace("feeds", "pages"))
    assert [line for line in report.amiss if amiss in line]


@pytest.mark.parametrize(
    ("page", "amiss"),
    [
        (rss(), "the feed has no entries"),
        (rss(("/a", "A title", None), ("/b", "Another", NOW)), "1 of 2 entries have no time with a zone"),
        (rss(("/a", "A title", None)), "1 of 1 entries have no time with a zone"),
        (rss(("/a", "A title", NOW - timedelta(days=61))), "the newest is 61 days old"),
        (Reply(b"<html><body>Sign in</body></html>"), "not a feed: "),
        (Reply(b"gone", 410), "HTTP 410"),
    ],
)
def test_what_is_amiss_with_a_feed(site: Site, page: Reply, amiss: str) -> None:
    site.pages["/rss.xml"] = page
    report = check_site(site)
    assert len(report.amiss) == 1
    assert amiss in report.amiss[0]


def test_a_source_of_sitemaps_is_checked_by_the_first_one(site: Site) -> None:
    head = '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
    pages = (("/a", "2026-05-18T10:00:00Z"), ("/b", "2026-05-20T09:00:00Z"))
    urls = "".join(f"<url><loc>{site.address}{path}</loc><lastmod>{at}</lastmod></url>" for path, at in pages)
    site.pages["/map.xml"] = Reply(f"{head}{urls}</urlset>".encode())
    text = SITE.format(address=site.address).replace("feeds", "sitemaps").replace("/rss.xml", "/map.xml")
    report = checked(text)
    assert report.facts == [
        ("sitemap", f"{site.address}/map.xml"),
        ("entries", "2"),
        ("newest", "2026-05-20T12:00:00+03:00"),
        ("article", f"{site.address}/b"),
    ]
    assert report.amiss == []
    site.pages["/map.xml"] = Reply(f"{head}</urlset>".encode())
    assert checked(text).amiss == ["the sitemap names no pages"]
    site.pages["/map.xml"] = Reply(b"<html><body>Sign in</body></html>")
    assert len(checked(text).amiss) == 1


def test_an_article_that_leads_to_the_front_page_is_none(site: Site) -> None:
    site.pages["/rss.xml"] = rss(("/b", "Forty freed", NOW))
    site.pages["/b"] = Reply(status=301, headers={"Location": "/"})
    site.pages["/"] = Reply(ARTICLE.format(published="2026-05-20T14:30:00+03:00", text="News. " * 60).encode())
    report = check_site(site, article=True)
    assert report.amiss == [f"{site.address}/b: leads to the front page"]
    assert report.notes == [f"{site.address}/b leads to {site.address}/"]


def test_addresses_that_were_not_asked_are_named_as_such(site: Site) -> None:
    site.pages["/rss.xml"] = rss(("/b", "Forty freed", NOW))
    assert check_site(site, f'pages = ["{site.address}/x"]\n').notes == ["1 more address of this source not asked"]
    two = f'pages = ["{site.address}/x", "{site.address}/y"]\n'
    assert check_site(site, two).notes == ["2 more addresses of this source not asked"]


def test_a_language_without_data_is_amiss(site: Site) -> None:
    site.pages["/rss.xml"] = rss(("/b", "Vierzig sind frei", NOW))
    report = checked(SITE.format(address=site.address).replace('lang = "en"', 'lang = "de"'))
    assert report.amiss == ["Polon has no language data for lang = 'de'"]


# The command as a user runs it


def test_the_command_prints_facts_then_the_verdict(site: Site, tmp_path: Path) -> None:
    (tmp_path / "one.toml").write_text(CHANNEL.format(hosts=f'"{site.address}"'), encoding="utf-8")
    site.pages["/s/harbour_watch"] = preview(post(7, "Forty are home.", datetime.now(UTC)))
    status, shown, said = run("check", "one", "--sources", str(tmp_path), "--contact", "desk@example.org")
    lines = shown.splitlines()
    assert (status, said) == (0, "")
    assert lines[0] == "Harbour watch (one): telegram, verified no"
    assert lines[1] == f"  page      {site.address}/s/harbour_watch"
    assert lines[-1] == "  nothing amiss"
    assert {headers["User-Agent"] for headers in site.headers} == {user_agent("desk@example.org")}


def test_the_command_ends_with_status_1_where_something_is_amiss(site: Site, tmp_path: Path) -> None:
    (tmp_path / "one.toml").write_text(SITE.format(address=site.address), encoding="utf-8")
    status, shown, _ = run("check", "one", "--sources", str(tmp_path))
    assert status == 1
    assert shown.splitlines()[-1] == f"  amiss     {site.address}/rss.xml: HTTP 404"


def test_a_page_cannot_steer_the_terminal(site: Site, tmp_path: Path) -> None:
    (tmp_path / "one.toml").write_text(CHANNEL.format(hosts=f'"{site.address}"'), encoding="utf-8")
    hostile = "Forty \x1b[2J\x1b]0;title\x07 are\u202e emoh \u2066home"
    site.pages["/s/harbour_watch"] = preview(post(7, hostile, datetime.now(UTC)))
    shown = run("check", "one", "--sources", str(tmp_path))[1]
    assert "Forty" in shown
    assert all(char.isprintable() or char == "\n" for char in shown)
