"""The reader over Telegram's saved pages, which lie beside the repository and are no part of it.

Expectations were read from the source of each page by hand. The texts are their authors', so each stands here as the
beginning of its SHA-256: of the text as typed from the page's source by whoever wrote the row, never as the reader
gave it.
"""

from __future__ import annotations

import hashlib
from datetime import UTC
from pathlib import Path

import pytest

from polon.pages.telegram import Account, Embed, Landing, Preview, read_embed, read_landing, read_preview
from polon.records import Forward

FOLDER = Path(__file__).resolve().parents[2] / ".." / "shared" / "fixtures" / "telegram"
pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason=f"the saved pages are not here: {FOLDER}")

CLASH, CAREERS, PAIRS, VARIANTS = (
    "s_clashreport_2026-08-24_trimmed.html",
    "s_xcareers_2020-05_trimmed.html",
    "s_dextnewpairs_2023-11_trimmed.html",
    "variants_assembled.html",
)
MISSING, NOBODY = "embed_post_not_found_2026-08.html", "landing_nonexistent_2026-08.html"
PREVIEWS = {  # handle, number, title, digest of the description, is_channel, before, after, wraps
    CLASH: ("ClashReport", 1186921499, "Clash Report", "12f17e3353a31215", True, 93429, None, 2),
    CAREERS: ("xCareers", 1179933704, "xCareers: Digital Jobs", None, True, 1491, None, 1),
    PAIRS: ("DEXTNewPairsBot", 1298556816, None, None, False, 208634, None, 1),
    VARIANTS: ("tchantest", None, None, None, False, 5, None, 11),
}
IDS = {
    CLASH: (93429, 93430, 93431, 93432),
    CAREERS: (1491,),
    PAIRS: (208649,),
    VARIANTS: (5, 11, 20, 51, 74, 89, 92, 99, 548, 15728, 72279),
}
POSTS = {  # address, characters and digest of the text, language, UTC time
    CLASH: [
        ("ClashReport/93429", 388, "c03c9b1bf4760c5a", "en", "2026-08-24T03:46:52"),
        ("ClashReport/93430", 30, "b26097ee83402f94", "en", "2026-08-24T03:50:00"),
    ],
    CAREERS: [("xCareers/1491", 194, "d9f588431b50dc02", "ru", None)],
    PAIRS: [("DEXTNewPairsBot/208649", 231, "8cef78c4855c4475", "en", "2023-11-09T17:35:20")],
    VARIANTS: [
        ("tchantest/5", 32, "3012b93d311e3334", "en", "2023-02-24T12:13:31"),
        ("tchantest/20", 43, "acd35c004ed74030", "en", "2023-02-24T12:13:31"),
        ("tchantest/89", 2, "1d66884c7356f762", "uk", "2023-02-24T12:13:31"),
        ("telegram/99", 4, "982d9e3eb996f559", "uk", "2019-02-10T10:00:00"),
        ("durov/548", 47, "27c094bac890f7a6", "en", "2026-09-11T16:04:02"),
        ("fixture_channel/15728", 31, "62569b65683e1dd5", "uk", "2026-08-20T02:33:48"),
        ("cointelegraph/72279", 19, "e6861d7988ce5f28", "uk", "2023-02-24T12:13:31"),
    ],
}


def saved(name: str) -> bytes:
    return (FOLDER / name).read_bytes()


def digest(text: str | None) -> str | None:
    return hashlib.sha256(text.encode()).hexdigest()[:16] if text is not None else None


@pytest.fixture
def page(channel):
    def read(name: str) -> Preview:
        return read_preview(saved(name), source=channel)

    return read


@pytest.mark.parametrize("name", PREVIEWS)
def test_page(name, page):
    found = page(name)
    about = digest(found.description)
    shown = (
        found.channel,
        found.channel_id,
        found.title,
        about,
        found.is_channel,
        found.before,
        found.after,
        found.wraps,
    )
    assert shown == PREVIEWS[name]
    assert (found.ids, found.empty) == (IDS[name], False)
    assert (found.unread, found.strange) == ((), ())


@pytest.mark.parametrize("name", POSTS)
def test_posts(name, page):
    rows = [
        (
            post.url.removeprefix("https://t.me/"),
            len(post.text),
            digest(post.text),
            post.lang,
            post.published.astimezone(UTC).replace(tzinfo=None).isoformat() if post.published else None,
        )
        for post in page(name).posts
    ]
    assert rows == POSTS[name]


@pytest.mark.parametrize("name", POSTS)
def test_posts_say_their_channel(name, page):
    found = page(name)
    assert {post.channel for post in found.posts} == {PREVIEWS[name][1]}
    assert found.undated == ((1491,) if name == CAREERS else ())


def test_what_stands_around_the_variants(page):
    found = page(VARIANTS)
    posts = {post.id: post for post in found.posts}
    assert found.orphans == (74,)
    assert {name for name, post in posts.items() if post.edited} == {"dzvin/5"}
    assert {name: post.author for name, post in posts.items() if post.author} == {"dzvin/5": "Álvaro Justen"}
    assert {name: post.forwarded for name, post in posts.items() if post.forwarded} == {
        "dzvin/89": Forward(name="Troian", url="https://t.me/rtroian"),
        "dzvin/99": Forward(name="Pavel Durov"),
    }


def test_post_not_found(channel):
    expected = Embed(found=False, missing=True, refusal="Post not found")
    assert read_embed(saved(MISSING), source=channel) == expected


def test_landing_of_a_name_that_nobody_has(channel, page):
    assert read_landing(saved(NOBODY)) == Landing(who=Account.NOBODY)
    assert (page(NOBODY).is_channel, page(NOBODY).wraps, page(NOBODY).empty) == (False, 0, False)


def test_every_saved_page_is_tested():
    assert {path.name for path in FOLDER.glob("*.html")} == {*PREVIEWS, MISSING, NOBODY}
