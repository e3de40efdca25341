"""Source files: what is read, what is refused and with which words; and the catalogue itself."""

from __future__ import annotations

import json
import os
import re
import tomllib
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from jsonschema import Draft202012Validator

from polon.commands.catalogue import catalogue
from polon.commands.schema import schema
from polon.sources import (
    FORMS,
    PREVIEW_HOSTS,
    Kind,
    Publisher,
    Selectors,
    Source,
    SourceError,
    default_folder,
    load_sources,
    parse_source,
)

ROOT = Path(__file__).resolve().parents[1]
CATALOGUE = load_sources(ROOT / "sources")

CHANNEL = """
title = "Harbour watch"
kind = "telegram"
lang = "uk"
timezone = "Europe/Kyiv"
channel = "harbour_watch"
verified = false
evidence = "Written for a test."
"""

SITE = """
title = "River Post"
kind = "news"
lang = "en"
timezone = "Europe/Kyiv"
feeds = ["https://river.example/rss.xml"]
verified = true
evidence = "Written for a test."
"""


def parse(text: str, name: str = "one") -> Source:
    return parse_source(name, text.encode(), f"{name}.toml")


def fault(text: str, name: str = "one") -> str:
    with pytest.raises(SourceError) as caught:
        parse(text, name)
    return str(caught.value)


def changed(text: str, line: str) -> str:
    """The file with the line of the same key replaced, or the line put first (top-level keys come before tables)."""
    key = line.partition("=")[0].strip()
    return "\n".join([line, *(old for old in text.splitlines() if old.partition("=")[0].strip() != key), ""])


# What is read


def test_a_channel_is_read_with_its_defaults() -> None:
    source = parse(CHANNEL)
    assert (source.name, source.title, source.kind, source.lang) == ("one", "Harbour watch", Kind.TELEGRAM, "uk")
    assert (source.side, source.owner, source.hosts, source.limit) == (None, None, (), 200)
    assert source.channel == "harbour_watch"
    assert source.verified is False
    assert source.zone == ZoneInfo("Europe/Kyiv")


def test_a_site_is_read_with_every_key_it_can_have() -> None:
    source = parse(
        changed(
            SITE,
            'side = "UA"\nowner = "River Trust"\npublisher = "media"\nlimit = 40\npages = ["https://river.example/lists"]',
        )
        + '[selectors]\ntitle = "h1.head"\ntext = "div.body > p"\npublished = "time"\n'
    )
    assert source.publisher is Publisher.MEDIA
    assert (source.side, source.owner, source.limit, source.verified) == ("UA", "River Trust", 40, True)
    assert source.selectors == Selectors(title="h1.head", text="div.body > p", published="time")
    assert source.addresses() == ("https://river.example/rss.xml", "https://river.example/lists")


def test_a_channel_without_hosts_is_read_through_the_three_known_ones_in_order() -> None:
    assert parse(CHANNEL).addresses() == ("https://t.me", "https://telegram.me", "https://telegram.dog")
    assert PREVIEW_HOSTS == ("t.me", "telegram.me", "telegram.dog")


def test_mirrors_come_after_the_hosts_in_their_own_order() -> None:
    given = 'mirrors = [{kind = "rsshub", address = "hub.example/x/"}, {kind = "tgrss", address = "http://a.example"}]'
    source = parse(changed(CHANNEL, f'hosts = ["t.me"]\n{given}'))
    assert [(way.kind.value, way.address) for way in source.ways()] == [
        ("preview", "https://t.me"),
        ("rsshub", "https://hub.example/x"),
        ("tgrss", "http://a.example"),
    ]


def test_a_preview_among_the_mirrors_stands_in_the_place_of_the_three_known_hosts() -> None:
    given = 'mirrors = [{kind = "rsshub", address = "hub.example"}, {kind = "preview", address = "t.me"}]'
    source = parse(changed(CHANNEL, given))
    assert source.addresses() == ("https://hub.example", "https://t.me")


def test_hosts_keep_their_order_and_may_name_scheme_and_port() -> None:
    source = parse(changed(CHANNEL, 'hosts = ["telegram.dog", "http://127.0.0.1:8081"]'))
    assert source.addresses() == ("https://telegram.dog", "http://127.0.0.1:8081")


@pytest.mark.parametrize(
    ("feeds", "hosts"),
    [
        ('["https://a.example/x", "https://a.example:443/y"]', {"a.example:443"}),
        ('["https://A.example/x", "http://a.example/y"]', {"a.example:443", "a.example:80"}),
        ('["http://127.0.0.1:8080/x"]', {"127.0.0.1:8080"}),
        ('["https://a.example/x", "https://b.example/x"]', {"a.example:443", "b.example:443"}),
    ],
)
def test_network_hosts_are_host_and_port_however_written(feeds: str, hosts: set[str]) -> None:
    assert parse(changed(SITE, f"feeds = {feeds}")).network_hosts() == hosts


def test_a_byte_order_mark_is_no_error() -> None:
    assert parse_source("one", b"\xef\xbb\xbf" + CHANNEL.encode(), "one.toml").title == "Harbour watch"


# What is refused: file, key, what to do


@pytest.mark.parametrize(
    ("text", "message"),
    [
        # unknown, missing, misplaced keys
        (
            changed(SITE, 'feed = ["https://river.example/rss.xml"]'),
            "one.toml: unknown key 'feed'; the keys are title,",
        ),
        (SITE + '[selectors]\nbody = "p"\n', "unknown key 'selectors.body'; the keys are title, text, published"),
        (changed(SITE, 'name = "two"'), "key 'name': the name is the file's own"),
        (SITE.replace('lang = "en"', ""), "key 'lang' is missing: two small letters"),
        (SITE.replace("verified = true", ""), "key 'verified' is missing: true or false"),
        (SITE.replace('evidence = "Written for a test."', ""), "key 'evidence' is missing"),
        (SITE.replace('feeds = ["https://river.example/rss.xml"]', ""), "key 'feeds': a news source needs"),
        (CHANNEL.replace('channel = "harbour_watch"', ""), "key 'channel': a channel's handle without @, not None"),
        (changed(CHANNEL, 'feeds = ["https://river.example/rss.xml"]'), "'feeds' has no meaning for kind = 'telegram'"),
        (changed(CHANNEL, 'pages = ["https://river.example/"]'), "'pages' has no meaning for kind = 'telegram'"),
        (CHANNEL + '[selectors]\ntitle = "h1"\n', "'selectors' has no meaning for kind = 'telegram'"),
        (changed(SITE, 'channel = "river_post"'), "key 'channel' has no meaning for kind = 'news'"),
        (changed(SITE, 'hosts = ["t.me"]'), "key 'hosts' has no meaning for kind = 'news'"),
        # values
        (changed(SITE, 'lang = "eng"'), "key 'lang': two small letters of ISO 639-1, such as 'uk', not 'eng'"),
        (changed(SITE, 'lang = "EN"'), "key 'lang'"),
        (changed(SITE, 'lang = "en\\n"'), "key 'lang'"),
        (changed(SITE, 'side = "Ukraine"'), "key 'side': two capital letters of ISO 3166-1"),
        (changed(SITE, 'side = "UA\\n"'), "key 'side'"),
        (changed(SITE, 'side = ""'), "key 'side'"),
        (changed(SITE, 'publisher = "blog"'), "key 'publisher': 'state', 'agency', 'media', 'international' or 'assoc"),
        (changed(SITE, 'kind = "rss"'), "key 'kind': 'telegram' or 'news', not 'rss'"),
        (changed(SITE, 'title = " "'), "key 'title': a text that is not empty, not ' '"),
        (changed(SITE, "title = 7"), "key 'title': a text that is not empty, not 7"),
        (changed(SITE, 'verified = "no"'), "key 'verified': true or false, not 'no'"),
        (changed(SITE, "limit = 0"), "key 'limit': a whole number from 1 to 100000, not 0"),
        (changed(SITE, "limit = 100001"), "key 'limit'"),
        (changed(SITE, "limit = true"), "key 'limit'"),
        (changed(SITE, "limit = 2.5"), "key 'limit'"),
        (changed(SITE, 'feeds = "https://river.example/rss.xml"'), "key 'feeds': a list of addresses, not 'https:"),
        (changed(SITE, "feeds = [7]"), "key 'feeds': a list of addresses, not [7]"),
        (changed(SITE, "feeds = []"), "key 'feeds': a news source needs 'feeds', 'sitemaps' or 'pages'"),
        (changed(SITE, 'selectors = "h1"'), "key 'selectors': a table of CSS selectors, not 'h1'"),
        (SITE + "[selectors]\ntitle = 7\n", "key 'selectors.title': a CSS selector, not 7"),
        (SITE + '[selectors]\ntext = "div["\n', "key 'selectors.text': not a CSS selector: "),
        # time zones
        (changed(SITE, 'timezone = "Europe/Kyjiv"'), "key 'timezone': a zone of the IANA database by area and city"),
        (changed(SITE, 'timezone = "localtime"'), "not 'localtime'"),
        (changed(SITE, 'timezone = "EST"'), "not 'EST'"),
        (changed(SITE, 'timezone = "+03:00"'), "not '+03:00'"),
        (changed(SITE, 'timezone = "../../etc/passwd"'), "not '../../etc/passwd'"),
        (changed(SITE, 'timezone = "America/Indiana"'), "not 'America/Indiana'"),
        # channels and addresses
        (changed(CHANNEL, 'channel = "@harbour_watch"'), "key 'channel': a channel's handle without @"),
        (changed(CHANNEL, 'channel = "https://t.me/harbour_watch"'), "key 'channel'"),
        (changed(CHANNEL, 'channel = "abc"'), "key 'channel'"),
        (changed(CHANNEL, 'channel = "harbour_watch\\n"'), "key 'channel'"),
        (changed(CHANNEL, "channel_id = 0"), "key 'channel_id': the channel's own number, above 0, not 0"),
        (changed(SITE, "channel_id = 7"), "key 'channel_id' has no meaning for kind = 'news'"),
        (changed(CHANNEL, 'mirrors = ["t.me"]'), "key 'mirrors': a list of tables with 'kind' and 'address'"),
        (changed(CHANNEL, 'mirrors = [{kind = "rsshub"}]'), "key 'mirrors.address' is missing: the base URL"),
        (changed(CHANNEL, 'mirrors = [{kind = "hub", address = "a.example"}]'), "key 'mirrors.kind': 'preview'"),
        (changed(CHANNEL, 'mirrors = [{kind = "rsshub", address = "ftp://a.example"}]'), "not an http(s) address"),
        (changed(CHANNEL, 'mirrors = [{kind = "preview", address = "t.me/s"}]'), "a host without a path: 't.me/s'"),
        (
            changed(CHANNEL, 'hosts = ["t.me"]\nmirrors = [{kind = "preview", address = "t.me"}]'),
            "key 'mirrors.address': stands twice: 't.me'",
        ),
        (changed(CHANNEL, 'hosts = ["t.me/s"]'), "key 'hosts': a host without a path: 't.me/s'"),
        (changed(CHANNEL, 'hosts = ["https://t.me/"]'), "key 'hosts': a host without a path"),
        (changed(CHANNEL, 'hosts = ["ftp://t.me"]'), "key 'hosts': not an http(s) address: 'ftp://t.me'"),
        (changed(CHANNEL, 'hosts = ["t.me", "t.me"]'), "key 'hosts': stands twice: 't.me'"),
        (changed(CHANNEL, 'hosts = [" t.me"]'), "key 'hosts': white space in an address"),
        (changed(SITE, 'feeds = ["river.example/rss.xml"]'), "key 'feeds': not an http(s) address"),
        (changed(SITE, 'feeds = ["file:///etc/passwd"]'), "key 'feeds': not an http(s) address"),
        (changed(SITE, 'feeds = ["https:///rss.xml"]'), "key 'feeds': not an http(s) address"),
        (changed(SITE, 'feeds = ["https://[::1/rss.xml"]'), "key 'feeds': not an http(s) address"),
        (changed(SITE, 'feeds = ["https://river.example:99999/"]'), "key 'feeds': not an http(s) address"),
        (changed(SITE, 'feeds = ["https://me:secret@river.example/"]'), "no user name or password in an address"),
        (changed(SITE, 'feeds = ["https://river.example/a\\nb"]'), "key 'feeds': white space in an address"),
        (
            changed(SITE, 'pages = ["https://river.example/a", "gopher://river.example/"]'),
            "key 'pages': not an http(s)",
        ),
        # not TOML at all
        ("title = ", "one.toml: not TOML in UTF-8: "),
        ('title = "a"\ntitle = "b"\n', "one.toml: not TOML in UTF-8: "),
    ],
)
def test_a_bad_file_is_refused_with_file_key_and_what_to_do(text: str, message: str) -> None:
    said = fault(text)
    assert said.startswith("one.toml: ")
    assert message in said


def test_bytes_that_are_not_utf8_are_refused() -> None:
    with pytest.raises(SourceError, match=r"one\.toml: not TOML in UTF-8"):
        parse_source("one", CHANNEL.replace("Harbour", "Гавань").encode("cp1251"), "one.toml")


@pytest.mark.parametrize("name", ["Unn", "azov media", "", "a" * 64, "../x", "-x", "один"])
def test_a_name_that_cannot_be_an_id_is_refused(name: str) -> None:
    assert "a source's name is small letters" in fault(CHANNEL, name)


def test_every_key_has_its_form_in_words() -> None:
    assert tuple(key for key in FORMS if "." not in key) == Source.__struct_fields__[1:]


# The schema

SCHEMA = Draft202012Validator(schema())


def said_by_the_schema(text: str) -> bool:
    return SCHEMA.is_valid(tomllib.loads(text))


def test_the_kept_schema_is_what_the_command_prints() -> None:
    """`polon sources schema > docs/source.schema.json` brings it up to date."""
    assert json.loads((ROOT / "docs/source.schema.json").read_text(encoding="utf-8")) == schema()
    Draft202012Validator.check_schema(schema())


@pytest.mark.parametrize("file", sorted((ROOT / "sources").glob("*.toml")), ids=lambda file: file.stem)
def test_every_file_of_the_catalogue_is_valid(file: Path) -> None:
    assert list(SCHEMA.iter_errors(tomllib.loads(file.read_text(encoding="utf-8")))) == []


@pytest.mark.parametrize(
    "text",
    [
        SITE + '[selectors]\nbody = "p"\n',
        SITE + "[selectors]\ntitle = 7\n",
        changed(SITE, 'feed = ["https://river.example/rss.xml"]'),
        changed(SITE, "feeds = []"),
        changed(SITE, "feeds = [7]"),
        changed(SITE, 'name = "two"'),
        changed(SITE, 'channel = "river_post"'),
        changed(SITE, 'lang = "eng"'),
        changed(SITE, 'side = "Ukraine"'),
        changed(SITE, 'kind = "rss"'),
        changed(SITE, 'publisher = "blog"'),
        changed(SITE, "limit = 0"),
        changed(SITE, 'title = " "'),
        SITE.replace("verified = true", ""),
        SITE.replace('feeds = ["https://river.example/rss.xml"]', ""),
        CHANNEL.replace('channel = "harbour_watch"', ""),
        changed(CHANNEL, 'pages = ["https://river.example/"]'),
        changed(CHANNEL, 'mirrors = [{kind = "rsshub"}]'),
        changed(CHANNEL, 'mirrors = [{kind = "hub", address = "a.example"}]'),
    ],
)
def test_what_polon_refuses_for_its_form_is_invalid(text: str) -> None:
    assert said_by_the_schema(SITE)
    assert said_by_the_schema(CHANNEL)
    assert fault(text)
    assert not said_by_the_schema(text)


# Folders


def folder_of(tmp_path: Path, **files: str) -> Path:
    for name, text in files.items():
        (tmp_path / f"{name}.toml").write_text(text, encoding="utf-8")
    return tmp_path


def test_a_folder_is_read_in_the_order_of_names(tmp_path: Path) -> None:
    second = CHANNEL.replace("harbour_watch", "second_watch")
    third = CHANNEL.replace("harbour_watch", "third_watch")
    folder = folder_of(tmp_path, unn=CHANNEL, **{"unn-a": second, "aaa": third})
    assert list(load_sources(folder)) == ["aaa", "unn", "unn-a"]


def test_hidden_files_and_other_endings_are_left_out(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, one=CHANNEL)
    (folder / ".one.toml").write_text("half a fi", encoding="utf-8")
    (folder / ".#one.toml").symlink_to("nowhere")
    (folder / "one.toml~").write_text("old", encoding="utf-8")
    (folder / "README.md").write_text("Sources", encoding="utf-8")
    assert list(load_sources(folder)) == ["one"]


def test_one_bad_file_is_named_with_its_folder(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, one=CHANNEL, two=changed(SITE, "limits = 3"))
    with pytest.raises(SourceError) as caught:
        load_sources(folder)
    assert str(caught.value).startswith(f"{folder / 'two.toml'}: unknown key 'limits'")


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "one.toml").mkdir()
    with pytest.raises(SourceError, match=r"one\.toml: cannot be read: "):
        load_sources(tmp_path)


def test_no_folder_and_an_empty_folder_say_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no such folder of sources; name one with --sources"):
        load_sources(tmp_path / "nowhere")
    with pytest.raises(SourceError, match="holds no source"):
        load_sources(tmp_path)


@pytest.mark.parametrize(
    ("first", "second", "key"),
    [
        (CHANNEL, CHANNEL.replace("harbour_watch", "Harbour_Watch"), "channel"),
        (SITE, SITE, "feeds"),
        (
            changed(SITE, 'pages = ["https://river.example/"]'),
            changed(SITE, 'pages = ["https://river.example/"]').replace("/rss.xml", "/rss2.xml"),
            "pages",
        ),
    ],
)
def test_two_sources_that_read_the_same_thing_are_refused(tmp_path: Path, first: str, second: str, key: str) -> None:
    with pytest.raises(SourceError, match=rf"key '{key}': one\.toml and two\.toml both read "):
        load_sources(folder_of(tmp_path, one=first, two=second))


def test_the_same_address_as_a_feed_and_as_a_page_is_not_the_same_thing(tmp_path: Path) -> None:
    page = SITE.replace("feeds", "pages")
    assert len(load_sources(folder_of(tmp_path, one=SITE, two=page))) == 2


def test_the_folder_in_the_working_folder_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert default_folder() == ROOT / "sources"
    (tmp_path / "sources").mkdir()
    assert default_folder() == ROOT / "sources"  # an empty folder is none
    folder_of(tmp_path / "sources", one=CHANNEL)
    assert default_folder() == Path("sources")


def test_away_from_a_repository_the_packaged_catalogue_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "site-packages" / "polon"
    package.mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("polon.sources.__file__", os.fspath(package / "sources.py"))
    assert default_folder() == package / "catalogue"


# The catalogue that ships

FOUNDING = {
    "unn": "https://unn.ua/rss/news_uk.xml",
    "moscowconvention": "https://moscowconvention.com/",
    "russian_inferno": "https://russian-inferno.com/",
}


def test_the_catalogue_holds_what_the_founding_documents_name() -> None:
    assert {name: CATALOGUE[name].addresses()[0] for name in FOUNDING} == FOUNDING
    assert CATALOGUE["azov_media"].channel == "azov_media"


def test_the_catalogue_holds_officials_of_both_sides() -> None:
    assert CATALOGUE["v_zelenskiy_official"].side == CATALOGUE["dmytro_lubinetzs"].side == "UA"
    assert CATALOGUE["mod_russia"].side == "RU"
    assert {s.side for s in CATALOGUE.values()} == {"UA", "RU", None}


def test_the_catalogue_is_broad() -> None:
    """At least 45 sources, in three languages, of every kind of publisher; officials and agencies of both sides."""
    assert len(CATALOGUE) >= 45
    assert {s.lang for s in CATALOGUE.values()} == {"en", "uk", "ru"}
    kinds = {(s.side, s.publisher) for s in CATALOGUE.values()}
    assert {publisher for _, publisher in kinds} >= set(Publisher)
    both = (Publisher.STATE, Publisher.AGENCY, Publisher.MEDIA)
    assert {(side, publisher) for side in ("UA", "RU") for publisher in both} <= kinds
    assert {name for name, s in CATALOGUE.items() if s.publisher is None} == {"moscowconvention", "russian_inferno"}


def test_the_page_of_the_catalogue_is_what_the_command_prints() -> None:
    """`polon sources catalogue > docs/catalogue.md` brings it up to date."""
    assert (ROOT / "docs/catalogue.md").read_text(encoding="utf-8") == catalogue(CATALOGUE.values())


def test_a_page_of_sources_has_a_heading_for_each_side_and_publisher() -> None:
    ours = parse(changed(SITE, 'side = "UA"\npublisher = "media"').replace("River Post", "River | Post"), "river")
    theirs = parse(changed(CHANNEL, 'side = "RU"\npublisher = "state"'), "harbour")
    other = parse(changed(CHANNEL, 'side = "BY"'), "pier")
    page = catalogue([other, theirs, ours])
    assert re.findall(r"^##+ .*", page, re.MULTILINE) == [
        "## Ukraine",
        "### Media",
        "## Russia",
        "### Officials, authorities, forces",
        "## BY",
        "### Publisher not known",
    ]
    assert (
        "Sources: 3, in English and Ukrainian. News sites: 1. Telegram channels: 2. Verified by a live crawl: 1."
        in page
    )
    assert (
        "| `river` | River \\| Post | en | Europe/Kyiv | `https://river.example/rss.xml` | yes | Written for a test. |"
    ) in page
    assert "| `harbour` | Harbour watch | uk | Europe/Kyiv | `https://t.me/s/harbour_watch` | no |" in page


@pytest.mark.parametrize("source", CATALOGUE.values(), ids=lambda s: s.name)
def test_a_source_of_the_catalogue_is_modest(source: Source) -> None:
    """Verified only with the day on which it was fetched, evidence in a plain sentence, encrypted addresses only."""
    assert source.verified is bool(re.search(r"\bfetched on 20\d\d-\d\d-\d\d\b", source.evidence, re.IGNORECASE))
    assert source.evidence.endswith(".")
    assert source.evidence[0].isupper()
    assert len(source.evidence) <= 160
    assert all(address.startswith("https://") for address in source.addresses())
    assert source.hosts == ()
    assert source.lang in {"en", "uk", "ru"}


@pytest.mark.parametrize("source", [s for s in CATALOGUE.values() if s.kind is Kind.TELEGRAM], ids=lambda s: s.name)
def test_a_channel_of_the_catalogue_bears_its_handle_and_its_readers_time(source: Source) -> None:
    assert source.channel is not None
    assert source.name == source.channel.lower()
    assert source.timezone == {"uk": "Europe/Kyiv", "ru": "Europe/Moscow"}[source.lang]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("days = 0", "key 'days': a whole number of days from 1 to 100000, not 0"),
        ("include = '/news/*'", "key 'include': a list of patterns, such as '/news/*', not '/news/*'"),
        ("sitemaps = ['/sitemap.xml']", "key 'sitemaps': not an http(s) address: '/sitemap.xml'"),
        ("expect = { days = 7 }", "neither 'min' nor 'max' is there"),
        ("expect = { min = 7 }", "key 'expect.days' is missing: a whole number of days from 1 to 100000"),
        ("expect = { days = 7, min = 5, max = 4 }", "'min' is 5, above 'max', 4"),
        ("expect = { days = 7, min = 0 }", "key 'expect.min': a whole number from 1 to 100000, not 0"),
        ("expect = { days = 7, least = 1 }", "unknown key 'expect.least'; the keys are days, min, max"),
    ],
)
def test_faults_of_what_is_to_be_found(line: str, told: str) -> None:
    assert told in fault(changed(SITE, line))


def test_a_site_may_have_sitemaps_alone_and_a_channel_none() -> None:
    sitemaps = 'sitemaps = ["https://river.example/map.xml"]'
    source = parse(changed(SITE.replace('feeds = ["https://river.example/rss.xml"]\n', ""), sitemaps))
    assert source.addresses() == ("https://river.example/map.xml",)
    assert "key 'sitemaps' has no meaning for kind = 'telegram'" in fault(changed(CHANNEL, sitemaps))
    assert parse(changed(CHANNEL, "expect = { days = 7, min = 1 }")).expect is not None
