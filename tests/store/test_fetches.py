"""What is remembered of addresses: the last line counts, once, after the documents of its page, over all runs."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from polon.records import Came
from polon.store import Refused, StoreError
from tests.store.examples import NOON, claim, contents, document, fetched, opened
from tests.store.killing import Killed, killing

DAY = "2026/03/2026-03-04.jsonl"


def test_the_last_line_of_an_address_counts(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        assert store.fetch_of("birch", fetched().url) is None
        store.write_page([], fetched())
        store.write_page([], fetched("2", last_modified="Tue, 19 May 2026 06:00:00 GMT"))
        store.write_page([], fetched(source="alder", came=Came.GONE, document=None))
        assert store.fetch_of("birch", fetched().url) == fetched()
    with opened(tmp_path, NOON + timedelta(days=9)) as store:
        store.write_page([], fetched(etag='"2"'))
    with opened(tmp_path) as store:
        assert store.fetch_of("birch", fetched().url) == fetched(etag='"2"')
        assert store.fetch_of("birch", fetched("2").url) == fetched("2", last_modified="Tue, 19 May 2026 06:00:00 GMT")
        assert store.fetch_of("alder", fetched().url) == fetched(source="alder", came=Came.GONE, document=None)
        assert store.fetch_of("alder", fetched("2").url) is None


def test_what_tells_the_same_is_written_once(tmp_path: Path) -> None:
    for _ in range(2):
        with opened(tmp_path) as store:
            for path in ("1", "2", "1"):
                store.write_page([], fetched(path))
    assert len((tmp_path / "fetches" / DAY).read_bytes().splitlines()) == 2


def test_a_page_that_could_not_be_kept_is_not_remembered(tmp_path: Path) -> None:
    one = document("1")
    with opened(tmp_path) as store:
        (refused,) = store.write_page([(one, [claim(document("2"))])], fetched())
        assert isinstance(refused, Refused)
        assert store.fetch_of("birch", fetched().url) is None
        with pytest.raises(Refused, match="Fetch of birch"):
            store.write_page([(one, [])], fetched(etag="\ud800"))
        assert list(store.known("birch")) == []


def test_a_kill_leaves_no_memory_of_what_is_not_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one = document("1")
    for kill in range(1, 4):
        folder = tmp_path / str(kill)
        store = opened(folder)
        with killing(monkeypatch, kill, 0), pytest.raises(Killed):
            store.write_page([(one, [claim(one)])], fetched())
        store.close()
        with opened(folder) as again:
            assert again.fetch_of("birch", fetched().url) is None
            again.write_page([(one, [claim(one)])], fetched())
            assert again.fetch_of("birch", fetched().url) == fetched()


def test_a_closed_store_remembers_nothing_more(tmp_path: Path) -> None:
    store = opened(tmp_path)
    store.close()
    before = contents(tmp_path)
    with pytest.raises(StoreError, match="closed"):
        store.write_page([], fetched())
    with pytest.raises(StoreError, match="closed"):
        store.fetch_of("birch", fetched().url)
    assert contents(tmp_path) == before
