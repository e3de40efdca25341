"""The reader over the pages of the mock Telegram: what it reads is what the scenario's script says.

The script's own text is the expectation; no page was read to make it.
"""

from __future__ import annotations

import time
import urllib.request
from collections.abc import Callable, Iterator

import pytest

from polon.mock import Scenario, serve
from polon.mock.server import Telegram
from polon.pages.telegram import Account, Preview, read_embed, read_landing, read_preview, read_summary
from polon.records import Forward
from polon.sources import Source

SCENARIO = """
[[channels]]
handle = "mock_brigade"
number = 1900000901
title = "Бригада 🔔"
description = "Пресслужба бригади\\nЩодня"

[[channels.posts]]
id = 1
at = 2026-10-01T08:00:00Z
kind = "service"
text = "Channel created"

[[channels.posts]]
id = 2
at = 2026-10-01T09:30:00Z
views = "12.4K"
text = '''
**Додому** повернулися ~~12~~ бійців. 🔥 ((🫡))
> Так каже [штаб](https://staff.example/?a=1&b=2).
Далі [#обмін](?q=%23обмін)
'''

[[channels.posts]]
id = 3
at = 2026-10-02T09:30:00Z
photos = 2
text = "Фото з обміну"

[[channels.posts]]
id = 5
at = 2026-10-02T10:30:00Z
video = "0:41"
reply = 2
text = "Відео з обміну"

[[channels.posts]]
id = 6
at = 2026-10-02T11:30:00Z
forwarded = { name = "Південь", author = "Черговий", url = "https://t.me/mock_south/9" }
text = "Чужі слова"

[[channels.posts]]
id = 7
at = 2026-10-02T12:30:00Z
forwarded = { name = "Хтось" }
signed = "Марія"
edited = true
text = "Слова без імені"

[[channels.posts]]
id = 8
at = 2026-10-02T13:30:00Z
poll = { question = "Скільки?", votes = "595", options = [["Сто", 27], ["Більше", 73]] }
text = ""

[[channels.posts]]
id = 9
at = 2026-10-02T14:30:00Z
preview = { site = "Сайт", title = "900 людей", description = "900", url = "https://d.example/" }
buttons = ["95"]
text = "Читайте"

[[channels.posts]]
id = 10
at = 2026-10-02T15:30:00Z
orphan = true
text = "Повернулися всі бійці бригади"

[[channels.posts]]
id = 11
at = 2026-10-02T16:30:00Z
file = "95.pdf"
text = ""

[[channels.posts]]
id = 12
at = 2026-10-02T17:30:00Z
kind = "service"
text = "Бригада pinned «Додому»"

[[channels]]
handle = "mock_archive"
number = 1900000902
title = "Архів"
generated = { count = 300, gaps = 0.1, albums = 0.1, service = 0.1, textless = 0.1 }

[[channels]]
handle = "mock_2020"
number = 1900000903
title = "Давній"
markup = "2020"
generated = { count = 15, textless = 0.1 }

[[channels]]
handle = "mock_closed"
number = 1900000904
title = "Закритий"
preview = false
generated = { count = 5 }

[[channels]]
handle = "mock_barred"
number = 1900000905
title = "Недоступний"
restricted = "This channel is unavailable due to copyright infringement."
generated = { count = 5 }

[[channels]]
handle = "mock_chat"
number = 1900000906
title = "Балачка"
type = "group"

[[channels]]
handle = "mock_helper_bot"
number = 1900000907
title = "Помічник"
type = "bot"

[[channels]]
handle = "mock_person"
number = 1900000908
title = "Особа"
type = "user"
"""
Get = Callable[..., bytes]


@pytest.fixture(scope="module")
def telegram() -> Iterator[Telegram]:
    with serve(Scenario.parse(SCENARIO)) as running:
        yield running


@pytest.fixture(scope="module")
def get(telegram: Telegram) -> Get:
    def ask(path: str, **headers: str) -> bytes:
        request = urllib.request.Request(telegram.hosts[0] + path, headers=headers)
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=10) as answer:
            return bytes(answer.read())

    return ask


def pages(get: Get, handle: str, source: Source) -> list[Preview]:
    """Every page of a channel, newest first."""
    found = [read_preview(get(f"/s/{handle}"), source=source)]
    while found[-1].before is not None:
        found.append(read_preview(get(f"/s/{handle}?before={found[-1].before}"), source=source))
    return found


MILLISECONDS = 50
"""Of the processor for a page of 20 posts; it takes a tenth of this, with BeautifulSoup's tree it took more."""


def test_a_page_takes_little_time(get, channel):
    body = get("/s/mock_archive")
    start = time.process_time()
    for _ in range(20):
        read_preview(body, source=channel)
    assert (time.process_time() - start) / 20 * 1000 < MILLISECONDS


def number(name: str) -> int:
    return int(name.rpartition("/")[2])


@pytest.mark.parametrize(("handle", "channel_id"), [("mock_archive", 1900000902), ("mock_2020", 1900000903)])
def test_every_text_of_a_channel_is_read_and_no_other(handle, channel_id, telegram, get, channel):
    read = pages(get, handle, channel)
    texts = {number(post.id): post.text for page in read for post in page.posts}
    assert texts == telegram.scenario.expected(handle)
    assert len(texts) > 10
    for page in read:
        assert (page.channel, page.channel_id, page.is_channel) == (handle, channel_id, True)
        assert (page.unread, page.undated, page.strange, page.orphans) == ((), (), (), ())
        assert {post.channel for post in page.posts} <= {channel_id}


def test_every_kind_of_post(telegram, get, channel):
    (page,) = pages(get, "mock_brigade", channel)
    texts = {number(post.id): post.text for post in page.posts}
    expected = telegram.scenario.expected("mock_brigade")
    assert texts == {post: text for post, text in expected.items() if post != 10}
    assert set(texts) == {2, 3, 5, 6, 7, 9}
    assert (page.ids, page.orphans, page.unread, page.strange) == (tuple(range(1, 13)), (10,), (), ())
    assert (page.title, page.description) == ("Бригада 🔔", "Пресслужба бригади\nЩодня")
    marks = {number(post.id): (post.edited, post.author, post.forwarded) for post in page.posts}
    assert marks.pop(6) == (False, None, Forward(name="Південь", url="https://t.me/mock_south/9", author="Черговий"))
    assert marks.pop(7) == (True, "Марія", Forward(name="Хтось"))
    assert set(marks.values()) == {(False, None, None)}


def test_single_posts_are_read_as_on_their_page(get, channel):
    for page in (page for handle in ("mock_brigade", "mock_archive") for page in pages(get, handle, channel)):
        for post in page.posts[:5]:
            path = post.url.removeprefix("https://t.me")
            assert read_embed(get(f"{path}?embed=1"), source=channel).post == post


def test_the_text_of_an_orphan_is_told_to_other_sites(telegram, get, channel):
    about = read_preview(get("/s/mock_brigade"), source=channel).description
    assert read_embed(get("/mock_brigade/10?embed=1"), source=channel).orphan
    text = read_summary(get("/mock_brigade/10"), source=channel, channel_description=about)
    assert text == telegram.scenario.expected("mock_brigade")[10]
    assert read_summary(get("/mock_brigade/11"), source=channel, channel_description=about) is None


def test_answers_to_the_page_s_own_script(get, channel):
    path = "/s/mock_archive?before=100"
    whole = read_preview(get(path), source=channel)
    part = read_preview(get(path, **{"X-Requested-With": "XMLHttpRequest"}), source=channel)
    assert (part.posts, part.ids, part.before, part.is_channel) == (whole.posts, whole.ids, whole.before, True)


@pytest.mark.parametrize(
    ("name", "who", "preview"),
    [
        ("mock_brigade", Account.CHANNEL, True),
        ("mock_closed", Account.CHANNEL, False),
        ("mock_chat", Account.GROUP, False),
        ("mock_helper_bot", Account.BOT, False),
        ("mock_person", Account.USER, False),
        ("mock_nobody_here", Account.NOBODY, False),
        ("+AbCdEfGhIjK", Account.INVITE, False),
        ("", Account.HOME, False),
    ],
)
def test_landing_pages(name, who, preview, get):
    found = read_landing(get(f"/{name}"))
    assert (found.who, found.preview) == (who, preview)


@pytest.mark.parametrize(
    ("path", "told"),
    [("/mock_archive/99999", "missing"), ("/mock_barred/1", "restricted"), ("/mock_nobody_here/1", "no_channel")],
)
def test_refusals_of_single_posts(path, told, get, channel):
    embed = read_embed(get(f"{path}?embed=1"), source=channel)
    assert [name for name in ("missing", "restricted", "no_channel") if getattr(embed, name)] == [told]


def test_no_page_before_the_first_post(get, channel):
    page = read_preview(get("/s/mock_archive?before=1"), source=channel)
    assert (page.empty, page.is_channel, page.ids, page.before, page.after) == (True, True, (), None, None)
