"""docs/mock.md has every key of a scenario, and its example can be played."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, get_args

import pytest

from polon.mock import Scenario, posts, scenario, steps, troubles
from polon.mock.generated import Generated

TEXT = (Path(__file__).resolve().parents[2] / "docs" / "mock.md").read_text(encoding="utf-8")
STEPS: tuple[Any, ...] = get_args(steps.Step)


def section(heading: str) -> str:
    found = re.search(rf"^### {heading}$(.*?)(?=^###? )", TEXT, re.MULTILINE | re.DOTALL)
    assert found, heading
    return found[1]


def ticked(text: str) -> set[str]:
    """Words between single backticks; `edited = false` gives `edited`."""
    return {span.split()[0] for span in re.findall(r"`([^`\n]+)`", text)}


@pytest.mark.parametrize(
    ("heading", "struct"),
    [
        ("Channels", scenario.Script),
        ("Channels", scenario.Channel),
        ("Posts", posts.Post),
        ("Posts", posts.Forward),
        ("Posts", posts.Preview),
        ("Posts", posts.Poll),
        ("Generated channels", Generated),
        ("Scenes", scenario.Scene),
        ("Scenes", steps.Disturb),
    ],
)
def test_every_key_is_documented(heading: str, struct: Any) -> None:
    assert set(struct.__struct_fields__) - ticked(section(heading)) == set()


def test_every_step_is_documented_with_its_keys() -> None:
    rows = {row.split("`")[1]: row for row in re.findall(r"^\| `.*$", section("Scenes"), re.MULTILINE)}
    for step in STEPS:
        name = step.__struct_config__.tag
        assert set(step.__struct_fields__) - ticked(rows[name]) - {"channel"} == set(), name
    assert len({step.__struct_config__.tag for step in STEPS}) == len(STEPS) >= 19


def test_every_trouble_and_every_host_is_documented() -> None:
    words = ticked(TEXT)
    assert {*get_args(troubles.TroubleKind), *troubles.HOSTS} - words == set()
    for fault in ("no_anchors", "loop", "empty", *get_args(posts.Media)):
        assert fault in words


def test_the_example_can_be_played_to_its_end() -> None:
    (example,) = re.findall(r"^```toml\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)
    play = Scenario.parse(example)
    assert play.expected("mock_brigade") == {
        2: "Додому повернулися 12 бійців. 🔥\nТак каже штаб.",
        3: "Фото з обміну",
    }
    for name in play.scenes:
        play.go(name)
    assert play.expected("mock_brigade") == {
        2: "Додому повернулися 13 бійців. 🔥\nТак каже штаб.",
        5: "Ще двоє вдома.",
    }
