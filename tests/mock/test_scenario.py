"""Scenario files are checked on reading, and generated channels are what they were said to be."""

from __future__ import annotations

import re
import tracemalloc
from itertools import islice
from pathlib import Path

import pytest

from polon.mock import Scenario, ScenarioError
from polon.mock.generated import Generated, Made

CHANNEL = '[[channels]]\nhandle = "mock_front"\nnumber = 5\ntitle = "F"\n'
POST = (
    'posts = [{ id = 1, at = 2026-10-01T08:00:00Z, text = "a" }, { id = 4, at = 2026-10-01T08:00:00Z, photos = 3 }]\n'
)


def scene(step: str) -> str:
    return f'{CHANNEL}{POST}[[scenes]]\nname = "s"\nsteps = [{{ {step} }}]'


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "channels"),
        ("channels = []", "channels"),
        ("[[channels", "not TOML"),
        (CHANNEL + 'colour = "red"', "colour"),
        (CHANNEL.replace("mock_front", "no name"), r"\$\.channels\[0\]\.handle"),
        (CHANNEL + CHANNEL.replace("5", "6"), "key 'handle': mock_front stands there twice"),
        (CHANNEL + CHANNEL.replace("mock_front", "mock_back"), "key 'number': 5 stands there twice"),
        (CHANNEL + "posts = [{ id = 1, at = 2026-10-01T08:00:00 }]", "post 1: 'at' needs a zone"),
        (CHANNEL + "generated = { count = 1, start = 2026-10-01T08:00:00 }", "'start' needs a zone"),
        (
            CHANNEL
            + "posts = [{ id = 1, at = 2026-10-01T08:00:00Z, photos = 3 }, { id = 3, at = 2026-10-01T08:00:00Z }]",
            "channel mock_front: posts: key 'id': 3 stands there twice",
        ),
        (scene('do = "explode"'), "explode"),
        (scene('do = "delete", channel = "mock_back", ids = [1]'), "no channel 'mock_back'; there are: mock_front"),
        (scene('do = "delete", channel = "mock_front", ids = [2]'), "scene 's', step 1: .* has no message 2"),
        (scene('do = "delete", channel = "mock_front", ids = [5]'), "belongs to the album 4"),
        (scene('do = "delete", channel = "mock_front", ids = []'), "ids"),
        (scene('do = "restore", channel = "mock_front", ids = [1]'), "was not deleted"),
        (scene('do = "edit", channel = "mock_front", id = 1'), "either 'text', or 'old' and 'new'"),
        (scene('do = "edit", channel = "mock_front", id = 1, old = "b", new = "c"'), "has no words 'b'"),
        (scene('do = "add", channel = "mock_front", more = 3'), "needs a channel that is generated"),
        (scene('do = "add", channel = "mock_front", posts = [{ id = 6, at = 2026-10-01T08:00:00Z }]'), "has this id"),
        (scene('do = "rename", channel = "mock_front", handle = "Mock_Front"'), "is taken"),
        (scene('do = "disturb", kind = "contact", hosts = ["rsshub"]'), "only a host of the preview"),
        (scene('do = "disturb", kind = "slow"'), "needs 'seconds'"),
        (scene('do = "disturb", kind = "429", hosts = ["t.co"]'), "t.co"),
        (scene('do = "disturb", kind = "429", channel = "nobody"'), "no channel 'nobody'"),
        (scene('do = "calm"') + '\n[[scenes]]\nname = "s"\nsteps = []', "key 'name': s stands there twice"),
    ],
)
def test_a_faulty_scenario_is_refused_with_file_and_place(text: str, words: str, tmp_path: Path) -> None:
    file = tmp_path / "play.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ScenarioError, match=words) as caught:
        Scenario.load(file)
    assert str(caught.value).startswith(f"{file}: ")


def test_a_missing_file_and_one_that_is_no_text(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="cannot be read"):
        Scenario.load(tmp_path / "nothing.toml")
    (tmp_path / "bytes.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ScenarioError, match="cannot be read"):
        Scenario.load(tmp_path / "bytes.toml")


def test_scenes_may_be_alternatives_to_each_other() -> None:
    step = '{ do = "delete", channel = "mock_front", ids = [1] }'
    both = "".join(f'[[scenes]]\nname = "{name}"\nsteps = [{step}]\n' for name in "ab")
    scenario = Scenario.parse(CHANNEL + POST + both)
    scenario.go("b")
    assert scenario.expected("mock_front") == {}
    with pytest.raises(ScenarioError, match="has no message 1"):
        scenario.go("a")
    scenario.restart()
    assert scenario.expected("mock_front") == {1: "a"}
    with pytest.raises(ScenarioError, match="no scene 'c'; there are: a, b"):
        scenario.go("c")
    with pytest.raises(ScenarioError, match="no channel 'mock_back'"):
        scenario.expected("mock_back")


PLAN = Generated(count=1030, seed=7, gaps=0.1, albums=0.1, service=0.04, textless=0.06, prisoners=0.4)


def test_a_generated_channel_has_the_shares_it_was_given() -> None:
    posts = list(Made(PLAN).after(0))
    assert len(posts) == 1030
    whole = posts[:1000]
    assert sum(post.photos == 3 for post in whole) == 100
    assert sum(post.kind == "service" for post in whole) == 40
    assert sum(not post.text for post in whole) == 60
    ids = [number for post in whole for number in post.ids]
    assert ids == sorted(set(ids))
    assert whole[-1].ids[-1] <= 20 * (50 + 2 * 5 + 5)
    told = sum(bool(re.search("полон", post.text, re.IGNORECASE)) for post in whole)
    assert 300 < told < 420  # 40 of 100 of the 900 with a text
    assert [post.at for post in whole] == sorted(post.at for post in whole)


def test_a_generated_history_is_the_same_from_both_sides_and_from_within() -> None:
    made = Made(PLAN)
    posts = list(made.after(0))
    assert list(made.before(None)) == posts[::-1]
    for cut in (1, 2, 65, 66, 400, 10**6):
        assert list(made.before(cut)) == [post for post in posts if post.id < cut][::-1]
        assert list(made.after(cut)) == [post for post in posts if post.id > cut]
    for post in posts[::37]:
        assert [made.find(number) for number in post.ids] == [post] * len(post.ids)
    taken = {number for post in posts for number in post.ids}
    gaps = [number for number in range(1, 1000) if number not in taken]
    assert gaps
    assert [made.find(number) for number in (*gaps, 0, -3, 10**9)] == [None] * (len(gaps) + 3)
    assert list(Made(PLAN).after(0)) == posts
    assert list(Made(Generated(count=0)).before(None)) == []


def test_a_page_of_a_million_posts_costs_no_more_than_one_of_a_hundred() -> None:
    made = Made(Generated(count=1_000_000, gaps=0.1))
    tracemalloc.start()
    try:
        newest = list(islice(made.before(None), 20))
        middle = list(islice(made.after(500_000), 20))
        assert tracemalloc.get_traced_memory()[1] < 1_000_000
    finally:
        tracemalloc.stop()
    assert newest[0].id > 1_000_000 > middle[-1].id > 500_000
