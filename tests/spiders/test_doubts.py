"""What looks like the truth and is not: old copies, pages that say «no posts», posts whose own page does not come."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

from polon import mock
from polon.pages.telegram import read_preview
from polon.records import Outcome
from tests.spiders.test_scenarios import HANDLE, SCENARIO, Play, published
from tests.worlds import numbers_of

SMALL = """
[[channels]]
handle = "harbour_watch"
number = 1700000011
title = "Harbour watch"
description = "Notes from the harbour."

posts = [
  { id = 1, at = 2026-05-18T00:00:00Z, text = "11 people came home." },
  { id = 2, at = 2026-05-18T01:00:00Z, text = "22 people came home.", orphan = true },
  { id = 3, at = 2026-05-18T02:00:00Z, text = "33 people came home." },
]

[[scenes]]
name = "the oldest is deleted"
steps = [{ do = "delete", channel = "harbour_watch", ids = [1] }]

[[scenes]]
name = "single posts fail"
steps = [{ do = "disturb", kind = "500", first = 2 }]

[[scenes]]
name = "landing pages fail"
steps = [{ do = "disturb", kind = "500", first = 3 }]

[[scenes]]
name = "calm"
steps = [{ do = "calm" }]
"""
MORE = """
[[scenes]]
name = "the first host stands still"
steps = [{ do = "freeze", hosts = ["t.me"] }]

[[scenes]]
name = "no posts from the third page on"
steps = [{ do = "disturb", kind = "no_posts", first = 3 }]
"""


@pytest.fixture(autouse=True)
def _numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipelines.extract.claims_of", numbers_of)


@contextmanager
def playing(text: str, data: Path) -> Iterator[Play]:
    scenario = mock.Scenario.parse(text)
    with mock.serve(scenario) as telegram:
        yield Play(telegram, scenario, data)


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Play]:
    with playing(SMALL, tmp_path) as play:
        yield play


@pytest.fixture
def large(tmp_path: Path) -> Iterator[Play]:
    with playing(SCENARIO.read_text(encoding="utf-8") + MORE, tmp_path) as play:
        yield play


@pytest.mark.parametrize("scene", ["single posts fail", "landing pages fail"])
def test_a_post_without_its_text_is_asked_for_again_until_its_own_page_comes(small: Play, scene: str) -> None:
    small.go(scene)
    told = small.crawl(RETRY_TIMES=0)
    assert (told.outcome, told.errors, told.unseen) == (Outcome.OK, {"http_5xx": 1}, 1)
    assert "harbour/2" not in small.kept
    small.go("calm")
    assert small.crawl().unseen == 0
    assert small.kept == small.expected
    assert small.asked
    small.crawl()
    assert small.asked == [f"/s/{HANDLE}"], "once it has come it is not asked for again"


def test_the_oldest_post_is_found_deleted_though_no_page_is_left_before_it(small: Play) -> None:
    small.crawl()
    small.go("the oldest is deleted")
    small.now = published(small, "harbour/1") + timedelta(hours=72, minutes=5)
    told = small.crawl(POLON_REVISIT_HOURS="1,72")
    assert (told.outcome, told.deleted, told.errors) == (Outcome.OK, 1, {})
    assert small.kept == small.expected


@pytest.mark.parametrize("anchors", ["", "no anchors"])
def test_hosts_that_say_no_posts_when_they_are_tired_are_not_the_channels_beginning(large: Play, anchors: str) -> None:
    if anchors:
        large.go(anchors)
    large.go("no posts from the third page on")
    told = large.crawl()
    assert (told.outcome, told.newest, told.history) == (Outcome.FAILED, None, None)
    assert (told.reason or "").startswith("throttled")
    large.go("calm")
    assert large.crawl().outcome is Outcome.OK
    assert large.kept == large.expected


def test_an_old_copy_at_one_host_deletes_nothing_and_is_left_for_the_next(large: Play) -> None:
    large.crawl()
    large.go("the first host stands still")
    large.go("more")
    second = msgspec.structs.replace(large.source(), hosts=tuple(large.telegram.hosts[1:2]))
    large.crawl(second)
    assert large.kept == large.expected
    told = large.crawl()
    assert (told.outcome, told.deleted, told.errors) == (Outcome.OK, 0, {"stale_page": 1})
    assert told.via == large.telegram.hosts[1]
    assert large.kept == large.expected


def test_an_old_copy_at_the_only_host_deletes_nothing(large: Play) -> None:
    large.crawl()
    large.go("the first host stands still")
    large.go("more")
    large.crawl(msgspec.structs.replace(large.source(), hosts=tuple(large.telegram.hosts[1:2])))
    only = msgspec.structs.replace(large.source(), hosts=tuple(large.telegram.hosts[:1]))
    told = large.crawl(only)
    assert (told.outcome, told.deleted, told.errors) == (Outcome.FAILED, 0, {"stale_page": 1})
    assert large.kept == large.expected


def test_new_posts_in_a_new_markup_are_an_alarm_before_they_are_the_greater_part(
    large: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = large.crawl()
    large.go("edited at once")

    def renamed(body: bytes, **known: Any) -> Any:
        head, *messages = body.split(b'<div class="tgme_widget_message_wrap')
        new = [f'data-post="{HANDLE}/{post}"'.encode() for post in range((first.newest or 0) + 1, 1000)]
        for place, message in enumerate(messages):
            if any(mark in message for mark in new):
                messages[place] = message.replace(b"message_text", b"w_text")
        return read_preview(b'<div class="tgme_widget_message_wrap'.join([head, *messages]), **known)

    with monkeypatch.context() as patch:
        patch.setattr("spiders.diagnosis.read_preview", renamed)
        told = large.crawl()
    assert (told.outcome, told.newest, told.errors) == (Outcome.FAILED, first.newest, {"layout_changed": 1})
    assert (told.reason or "").startswith("layout_changed: ")
    large.go("more")
    assert large.crawl().outcome is Outcome.OK
    assert large.kept == large.expected


def test_an_id_out_of_all_reason_is_not_believed(large: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    first = large.crawl()
    newest = f'data-post="{HANDLE}/{first.newest}"'.encode()
    with monkeypatch.context() as patch:
        far = f'data-post="{HANDLE}/99999999"'.encode()
        patch.setattr(
            "spiders.diagnosis.read_preview", lambda body, **known: read_preview(body.replace(newest, far), **known)
        )
        told = large.crawl()
    assert (told.outcome, told.errors, told.unseen) == (Outcome.FAILED, {"parse_error": 3}, first.unseen)
    large.go("more")
    large.crawl()
    assert large.kept == large.expected
