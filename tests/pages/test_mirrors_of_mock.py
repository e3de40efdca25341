"""The mirrors' readers over HTTP, against the mock: what they give is what the scenario's author wrote."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
import pytest

from polon.mock import Telegram
from polon.pages.telegram.mirrors import MirrorRefusal, Sheet, way_of
from polon.records import Document
from polon.sources import Mirror, MirrorKind, Source
from tests.mock.play import ask, mirror, play

PREVIEWS = [MirrorKind.RSSHUB, MirrorKind.RSS_BRIDGE]
"""They read the preview's newest page."""

INTERFACES = [MirrorKind.TGRSS, MirrorKind.TGJSON]
"""They ask Telegram's own interface, which shows every post to the first."""


@pytest.fixture(scope="module")
def telegram() -> Iterator[Telegram]:
    yield from play()


def sheets(telegram: Telegram, kind: MirrorKind, channel: Source, name: str) -> Iterator[Sheet]:
    """Every page of a mirror, from the newest on."""
    base = mirror(telegram, kind)
    way, source = way_of(Mirror(kind, base)), msgspec.structs.replace(channel, channel=name)
    url: str | None = way.newest(name)
    while url is not None:
        sheet = way.read(ask(base, url.removeprefix(base))[1].encode(), source=source)
        yield sheet
        url = way.older(sheet, name) if sheet.ids else None


def posts(telegram: Telegram, kind: MirrorKind, channel: Source, name: str) -> dict[int, Document]:
    return {
        int(document.id.partition("/")[2]): document
        for sheet in sheets(telegram, kind, channel, name)
        for document in sheet.posts
    }


def texts(telegram: Telegram, kind: MirrorKind, channel: Source, name: str) -> dict[int, str]:
    return {number: document.text for number, document in posts(telegram, kind, channel, name).items()}


@pytest.mark.parametrize("kind", [*PREVIEWS, *INTERFACES])
def test_a_channel_reads_as_it_was_written(telegram: Telegram, kind: MirrorKind, channel: Source) -> None:
    found = posts(telegram, kind, channel, "mock_news")
    assert {number: found[number].text for number in sorted(found)} == telegram.scenario.expected("mock_news")
    assert set(found) == {2, 3, 4}
    assert {document.via for document in found.values()} == {kind.value}


@pytest.mark.parametrize("name", ["mock_brigade", "Mock_Archive", "mock_2020"])
@pytest.mark.parametrize("kind", PREVIEWS)
def test_the_newest_page_of_a_preview_is_read(telegram: Telegram, kind: MirrorKind, name: str, channel: Source) -> None:
    expected = telegram.scenario.expected(name)
    found = texts(telegram, kind, channel, name)
    assert found
    assert found.items() <= expected.items()
    assert max(found) == max(expected)


@pytest.mark.parametrize("name", ["Mock_Archive", "mock_2020"])
@pytest.mark.parametrize("kind", INTERFACES)
def test_a_long_history_is_read_to_its_beginning(
    telegram: Telegram, kind: MirrorKind, name: str, channel: Source
) -> None:
    expected = telegram.scenario.expected(name)
    assert texts(telegram, kind, channel, name) == expected
    assert len(expected) > (250 if name == "Mock_Archive" else 100)


@pytest.mark.parametrize("kind", INTERFACES)
def test_telegrams_own_interface_shows_what_the_preview_does_not(
    telegram: Telegram, kind: MirrorKind, channel: Source
) -> None:
    """Posts that a page leaves out are whole here. A post's «<b>» is lost, as TelegramRSS escapes nothing."""
    written = {post.id: post.text for post in telegram.scenario.script.channels[0].posts}
    assert written[18].endswith("а загалом, як каже штаб, удома 1234 військовослужбовці.")
    whole = {18: written[18], 19: "якщо 3 4 & $5, то «так»"}
    assert texts(telegram, kind, channel, "mock_brigade") == telegram.scenario.expected("mock_brigade") | whole


@pytest.mark.parametrize("kind", INTERFACES)
def test_a_channel_without_a_preview_has_posts_in_telegrams_own_interface(
    telegram: Telegram, kind: MirrorKind, channel: Source
) -> None:
    assert texts(telegram, kind, channel, "mock_closed") == {1: "за зачиненими дверима"}


@pytest.mark.parametrize("kind", INTERFACES)
def test_advertisements_are_left_out(telegram: Telegram, kind: MirrorKind, channel: Source) -> None:
    telegram.go("advertisements")
    assert set(posts(telegram, kind, channel, "mock_news")) == {2, 3, 4}


def test_the_json_tells_the_channels_number(telegram: Telegram, channel: Source) -> None:
    found = posts(telegram, MirrorKind.TGJSON, channel, "mock_news")
    assert {document.channel for document in found.values()} == {1900000401}


@pytest.mark.parametrize(
    ("kind", "name", "expected"),
    [
        (MirrorKind.RSSHUB, "mock_closed", "preview_off"),
        (MirrorKind.RSS_BRIDGE, "mock_closed", "preview_off"),
        (MirrorKind.RSSHUB, "mock_nobody", "preview_off"),
        (MirrorKind.TGRSS, "mock_nobody", "nonexistent"),
        (MirrorKind.TGJSON, "mock_nobody", "nonexistent"),
        (MirrorKind.TGRSS, "mock_bot", "bot"),
    ],
)
def test_refusals_are_told_apart(
    telegram: Telegram, kind: MirrorKind, name: str, expected: str, channel: Source
) -> None:
    with pytest.raises(MirrorRefusal) as caught:
        list(sheets(telegram, kind, channel, name))
    assert caught.value.kind == expected
