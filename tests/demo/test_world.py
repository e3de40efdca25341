"""The bundled world: whole, invented, in order; and its edit."""

from __future__ import annotations

import re
import tomllib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest

from polon.demo.world import Change, Channel, Edit, World
from polon.mock.markup import plain
from polon.mock.posts import Post

EXPECTED = tomllib.loads((Path(__file__).parent / "expected.toml").read_text("utf-8"))
CLAIM_KEYS = {
    *("surface", "in", "value", "value_back", "value_max", "qualifier", "event", "side", "who", "group", "date"),
    *("attribution", "status", "part_of"),
}


def texts(world: World) -> dict[str, str]:
    posts = {f"{c.handle}/{p.id}": plain(p.text) for c in world.channels for p in c.post}
    articles = {a.path: " ".join(f"{a.title} {a.text}".split()) for a in world.news.article}
    return posts | articles


def post(number: int, text: str = "") -> Post:
    return Post(id=number, at=datetime(2026, 10, 1, tzinfo=UTC), text=text)


def channel(*posts: Post, **edit: Any) -> Channel:
    return Channel(
        handle="some_channel", title="S", number=-1, subscribers="1", description="d", post=posts, edit=Edit(**edit)
    )


def test_the_world_is_big_enough_to_page_through(world: World) -> None:
    brigade, monitor = world.channels
    assert (brigade.handle, monitor.handle) == ("demo_brigade", "demo_monitor")
    assert 41 <= len(brigade.post) <= 60  # three pages of twenty
    assert len(monitor.post) <= 20
    assert monitor.refused_by == (1,)
    assert {a.lang for a in world.news.article} == {"en", "uk", "ru"}
    assert len(world.news.article) >= 8


def test_every_moment_is_in_autumn_2026_and_in_order(world: World) -> None:
    first, end = datetime(2026, 9, 1, tzinfo=UTC), datetime(2026, 11, 20, tzinfo=UTC)
    for one in world.edited().channels:
        moments = [p.at for p in one.post]
        assert moments == sorted(moments)
        assert all(first <= moment < end for moment in moments)
    assert all(first <= a.published < end for a in world.news.article)


def test_ids_of_posts_and_albums_do_not_meet(world: World) -> None:
    for one in world.edited().channels:
        ids = [number for p in one.post for number in p.ids]
        assert ids == sorted(set(ids))


def test_each_place_says_that_it_is_invented(world: World) -> None:
    brigade, monitor = world.channels
    assert "Канал вигаданий" in brigade.description
    assert "Канал вымышленный" in monitor.description
    assert "Invented" in world.news.description


@pytest.mark.parametrize("part", ["documents", "edited"])
def test_every_expected_claim_stands_once_in_its_text(part: str, world: World) -> None:
    words = texts(world if part == "documents" else world.edited())
    for key, claims in EXPECTED[part].items():
        for claim in claims:
            assert set(claim) <= CLAIM_KEYS, key
            assert words[key].count(" ".join(claim["in"].split())) == 1, (key, claim["in"])
            assert claim["in"].count(claim["surface"]) == 1, (key, claim["in"])
            whole = claim.get("part_of")
            assert whole is None or claims[whole]["value"] >= claim["value"], (key, claim["in"])


def test_a_text_with_a_claim_comes_with_texts_of_traps(world: World) -> None:
    words = texts(world)
    silent = [text for key, text in words.items() if key not in EXPECTED["documents"] and re.search(r"\d", text)]
    assert len(silent) >= 25


def test_the_edit_corrects_one_post_deletes_one_and_adds_one(world: World) -> None:
    before, after = texts(world), texts(world.edited())
    changed = [key for key in before if key in after and before[key] != after[key]]
    assert changed == ["demo_brigade/40"]
    assert before["demo_brigade/40"].replace("169", "167") == after["demo_brigade/40"]
    assert [key for key in before if key not in after] == ["demo_brigade/43"]
    assert [key for key in after if key not in before] == ["demo_brigade/54"]


def test_a_changed_post_is_marked_as_edited() -> None:
    edited = channel(post(1, "a 5 b"), post(2), change=(Change(id=1, old="5", new="6"),)).edited()
    assert [(p.text, p.edited) for p in edited.post] == [("a 6 b", True), ("", False)]


def test_an_added_post_stands_in_its_order() -> None:
    edited = channel(post(1), post(3), delete=(1,), add=(post(2),)).edited()
    assert [p.id for p in edited.post] == [2, 3]


@pytest.mark.parametrize(
    "edit",
    [
        {"change": (Change(id=9, old="5", new="6"),)},
        {"change": (Change(id=1, old="7", new="6"),)},
        {"delete": (9,)},
    ],
)
def test_an_edit_of_what_is_not_there_is_an_error(edit: dict[str, Any]) -> None:
    with pytest.raises(KeyError):
        channel(post(1, "5"), **edit).edited()


def test_a_key_that_nobody_reads_is_an_error() -> None:
    with pytest.raises(msgspec.ValidationError, match="emoji"):
        msgspec.convert({"id": 1, "at": datetime(2026, 1, 1, tzinfo=UTC), "emoji": 1}, Post)
