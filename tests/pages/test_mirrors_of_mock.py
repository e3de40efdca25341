"""The mirrors' readers over HTTP, against the mock: what they give is what the scenario's author wrote."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
import pytest

from polon.mock import Scenario, Telegram, serve
from polon.pages.telegram.mirrors import MirrorRefusal, Sheet, way_of
from polon.records import Document
from polon.sources import Mirror, MirrorKind, Source
from tests.mock.asking import ask

SCRIPT = """
[[channels]]
handle = "mock_news"
number = 1900000401
title = "Новини & обмін"

[[channels.posts]]
id = 1
at = 2026-10-01T08:00:00Z
kind = "service"
text = "Channel created"

[[channels.posts]]
id = 2
at = 2026-10-01T09:00:00Z
text = "Збираємо на дрони: [банка](https://bank.example/?a=1&b=2)"

[[channels.posts]]
id = 3
at = 2026-10-01T10:00:00Z
reply = 2
edited = true
signed = "О. Писар"
text = "**Додому** повернулися 12 бійців. 🔥\\n> Так каже штаб.\\nЧекаємо ще на 30 з 40 полонених, ((1️⃣)) сказав речник."
forwarded = { name = "Штаб", url = "https://t.me/mock_staff/77", author = "Речник" }
preview = { site = "site.example", title = "Чуже", description = "Чужі слова про 99", url = "https://site.example/x" }

[[channels.posts]]
id = 4
at = 2026-10-01T11:00:00Z
photos = 3
text = "Фото з обміну"

[[channels.posts]]
id = 7
at = 2026-10-01T12:00:00Z
poll = { question = "Коли обмін?", votes = "1K", options = [["Завтра", 60], ["Ніколи", 40]] }

[[channels.posts]]
id = 8
at = 2026-10-01T13:00:00Z
kind = "service"
text = "Новини & обмін pinned «Фото з обміну»"

[[channels]]
handle = "mock_shut"
number = 1900000402
title = "Shut"
preview = false
posts = [{ id = 1, at = 2026-10-01T08:00:00Z, text = "за зачиненими дверима" }]

[[channels]]
handle = "mock_bot"
number = 1900000403
title = "Bot"
type = "bot"

[[channels]]
handle = "mock_long"
number = 1900000404
title = "Long"
generated = { count = 450, albums = 0.2, service = 0.1 }

[[scenes]]
name = "advertisements"
steps = [{ do = "advertise", texts = ["Купуйте слона"] }]
"""


@pytest.fixture(scope="module")
def telegram() -> Iterator[Telegram]:
    with serve(Scenario.parse(SCRIPT)) as running:
        yield running


def sheets(telegram: Telegram, kind: MirrorKind, channel: Source, name: str) -> Iterator[Sheet]:
    """Every page of a mirror, from the newest on."""
    bases = {
        MirrorKind.RSSHUB: telegram.rsshub,
        MirrorKind.RSS_BRIDGE: telegram.rss_bridge,
        MirrorKind.TGRSS: telegram.tgrss,
        MirrorKind.TGJSON: telegram.tgjson,
    }
    way, source = way_of(Mirror(kind, bases[kind])), msgspec.structs.replace(channel, channel=name)
    url: str | None = way.newest(name)
    while url is not None:
        sheet = way.read(ask(bases[kind], url.removeprefix(bases[kind]))[1].encode(), source=source)
        yield sheet
        url = way.older(sheet, name) if sheet.ids else None


def posts(telegram: Telegram, kind: MirrorKind, channel: Source, name: str) -> dict[int, Document]:
    return {
        int(document.id.partition("/")[2]): document
        for sheet in sheets(telegram, kind, channel, name)
        for document in sheet.posts
    }


KINDS = [MirrorKind.RSSHUB, MirrorKind.RSS_BRIDGE, MirrorKind.TGRSS, MirrorKind.TGJSON]


@pytest.mark.parametrize("kind", KINDS)
def test_a_channel_reads_as_it_was_written(telegram: Telegram, kind: MirrorKind, channel: Source) -> None:
    found = posts(telegram, kind, channel, "mock_news")
    assert {number: found[number].text for number in sorted(found)} == telegram.scenario.expected("mock_news")
    assert set(found) == {2, 3, 4}
    assert {document.via for document in found.values()} == {kind.value}


@pytest.mark.parametrize("kind", [MirrorKind.TGRSS, MirrorKind.TGJSON])
def test_advertisements_are_left_out(telegram: Telegram, kind: MirrorKind, channel: Source) -> None:
    telegram.go("advertisements")
    found = posts(telegram, kind, channel, "mock_news")
    assert set(found) == {2, 3, 4}


@pytest.mark.parametrize("kind", [MirrorKind.TGRSS, MirrorKind.TGJSON])
def test_a_long_history_is_read_to_its_beginning(telegram: Telegram, kind: MirrorKind, channel: Source) -> None:
    expected = telegram.scenario.expected("mock_long")
    found = posts(telegram, kind, channel, "mock_long")
    assert {number: document.text for number, document in found.items()} == expected
    assert len(expected) > 250


def test_the_json_tells_the_channels_number(telegram: Telegram, channel: Source) -> None:
    found = posts(telegram, MirrorKind.TGJSON, channel, "mock_news")
    assert {document.channel for document in found.values()} == {1900000401}


@pytest.mark.parametrize(
    ("kind", "name", "expected"),
    [
        (MirrorKind.RSSHUB, "mock_shut", "preview_off"),
        (MirrorKind.RSS_BRIDGE, "mock_shut", "preview_off"),
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


@pytest.mark.parametrize("kind", [MirrorKind.TGRSS, MirrorKind.TGJSON])
def test_a_channel_without_a_preview_has_posts_in_telegrams_own_interface(
    telegram: Telegram, kind: MirrorKind, channel: Source
) -> None:
    (document,) = posts(telegram, kind, channel, "mock_shut").values()
    assert document.text == "за зачиненими дверима"
