"""The reader over the pages of the mock Telegram: what it reads is what the scenario's script says.

The script's own text is the expectation; no page was read to make it.
"""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from polon.mock import Telegram
from polon.pages.telegram import Account, Preview, read_embed, read_landing, read_preview, read_summary
from polon.records import Forward
from polon.sources import Source
from tests.mock.play import body, play

CHANNELS = {"mock_brigade": 1900000901, "Mock_Archive": 1900000902, "mock_2020": 1900000903}
ORPHANS = {"mock_brigade": (12, 18)}
"""Posts that only Telegram itself shows; a page says no more than that they are there."""

SCRIPT = {"X_Requested_With": "XMLHttpRequest"}
"""The header with which a page's own script asks for more."""

MILLISECONDS = 50
"""Of the processor for a page of 20 posts; it takes a tenth of this, with BeautifulSoup's tree it took more."""


@pytest.fixture(scope="module")
def telegram() -> Iterator[Telegram]:
    yield from play()


def get(telegram: Telegram, path: str, **headers: str) -> bytes:
    return body(telegram, path, **headers).encode()


def pages(telegram: Telegram, handle: str, source: Source, **headers: str) -> list[Preview]:
    """Every page of a channel, newest first."""
    found = [read_preview(get(telegram, f"/s/{handle}", **headers), source=source)]
    while found[-1].before is not None:
        path = f"/s/{handle}?before={found[-1].before}"
        found.append(read_preview(get(telegram, path, **headers), source=source))
    return found


def number(name: str) -> int:
    return int(name.rpartition("/")[2])


def test_a_page_takes_little_time(telegram: Telegram, channel: Source) -> None:
    page = get(telegram, "/s/Mock_Archive")
    start = time.process_time()
    for _ in range(20):
        read_preview(page, source=channel)
    assert (time.process_time() - start) / 20 * 1000 < MILLISECONDS


@pytest.mark.parametrize("handle", CHANNELS)
def test_every_text_of_a_channel_is_read_and_no_other(handle: str, telegram: Telegram, channel: Source) -> None:
    read = pages(telegram, handle, channel)
    orphans = ORPHANS.get(handle, ())
    texts = {number(post.id): post.text for page in read for post in page.posts}
    expected = telegram.scenario.expected(handle)
    assert texts == {post: text for post, text in expected.items() if post not in orphans}
    assert len(texts) > (5 if orphans else 100)
    assert tuple(post for page in read for post in page.orphans) == orphans
    for page in read:
        assert (page.channel, page.channel_id, page.is_channel) == (handle, CHANNELS[handle], True)
        assert (page.unread, page.undated, page.strange) == ((), (), ())
        assert {post.channel for post in page.posts} <= {CHANNELS[handle]}


@pytest.mark.parametrize("handle", CHANNELS)
def test_answers_to_the_pages_own_script_are_read_as_pages(handle: str, telegram: Telegram, channel: Source) -> None:
    def told(page: Preview) -> tuple[object, ...]:
        what = (page.posts, page.ids, page.before, page.orphans, page.channel_id)
        return (*what, page.unread, page.undated, page.strange)

    whole, parts = pages(telegram, handle, channel), pages(telegram, handle, channel, **SCRIPT)
    assert [told(part) for part in parts] == [told(page) for page in whole]
    assert all(part.is_channel for part in parts)


def test_every_kind_of_post(telegram: Telegram, channel: Source) -> None:
    (page,) = pages(telegram, "mock_brigade", channel)
    assert [number(post.id) for post in page.posts] == [2, 3, 7, 8, 9, 11, 14, 17, 19]
    assert page.ids == tuple(range(1, 21))
    assert (page.title, page.description) == ("Бригада 🔔", "Пресслужба бригади\nЩодня")
    marks = {number(post.id): (post.edited, post.author, post.forwarded) for post in page.posts}
    assert marks.pop(8) == (False, None, Forward(name="Південь", url="https://t.me/mock_south/9", author="Черговий"))
    assert marks.pop(9) == (True, "Марія", Forward(name="Хтось"))
    assert marks.pop(14) == (True, "edited", Forward(name="Сусід", author="Речник"))
    assert set(marks.values()) == {(False, None, None)}


@pytest.mark.parametrize("handle", ["mock_brigade", "Mock_Archive"])
def test_single_posts_are_read_as_on_their_page(handle: str, telegram: Telegram, channel: Source) -> None:
    for page in pages(telegram, handle, channel):
        for post in page.posts[:5]:
            path = post.url.removeprefix("https://t.me")
            assert read_embed(get(telegram, f"{path}?embed=1"), source=channel).post == post


@pytest.mark.parametrize(
    ("post", "ending"), [(12, "Повернулися всі бійці бригади"), (18, "а загалом, як каже штаб, удома …")]
)
def test_the_text_of_an_orphan_is_told_to_other_sites(
    post: int, ending: str, telegram: Telegram, channel: Source
) -> None:
    """As far as the page of the post tells it: a number that may be cut off is left out."""
    about = read_preview(get(telegram, "/s/mock_brigade"), source=channel).description
    assert read_embed(get(telegram, f"/mock_brigade/{post}?embed=1"), source=channel).orphan
    text = read_summary(get(telegram, f"/mock_brigade/{post}"), source=channel, channel_description=about)
    assert text == telegram.scenario.expected("mock_brigade")[post]
    assert text is not None
    assert text.endswith(ending)


def test_the_page_of_a_post_without_words_tells_of_its_channel(telegram: Telegram, channel: Source) -> None:
    about = read_preview(get(telegram, "/s/mock_brigade"), source=channel).description
    assert read_summary(get(telegram, "/mock_brigade/13"), source=channel, channel_description=about) is None


@pytest.mark.parametrize(
    ("name", "who", "preview"),
    [
        ("mock_brigade", Account.CHANNEL, True),
        ("mock_closed", Account.CHANNEL, False),
        ("mock_group", Account.GROUP, False),
        ("mock_bot", Account.BOT, False),
        ("mock_person", Account.USER, False),
        ("mock_nobody_here", Account.NOBODY, False),
        ("+AbCdEfGhIjK", Account.INVITE, False),
        ("", Account.HOME, False),
    ],
)
def test_landing_pages(name: str, who: Account, preview: bool, telegram: Telegram) -> None:
    found = read_landing(get(telegram, f"/{name}"))
    assert (found.who, found.preview) == (who, preview)


@pytest.mark.parametrize(
    ("path", "told"),
    [("/Mock_Archive/99999", "missing"), ("/mock_restricted/1", "restricted"), ("/mock_nobody_here/1", "no_channel")],
)
def test_refusals_of_single_posts(path: str, told: str, telegram: Telegram, channel: Source) -> None:
    embed = read_embed(get(telegram, f"{path}?embed=1"), source=channel)
    assert [name for name in ("missing", "restricted", "no_channel") if getattr(embed, name)] == [told]


def test_no_page_before_the_first_post(telegram: Telegram, channel: Source) -> None:
    page = read_preview(get(telegram, "/s/Mock_Archive?before=1"), source=channel)
    assert (page.empty, page.is_channel, page.ids, page.before, page.after) == (True, True, (), None, None)
