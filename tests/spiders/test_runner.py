"""Many sources in one process: which run side by side, and what one that breaks does to the others."""

from __future__ import annotations

import asyncio
import threading
import time
from pathlib import Path

import pytest
from scrapy.crawler import Crawler

from polon.records import Outcome
from polon.sources import Kind, Source, SourceError
from polon.store import Store, StoreError
from spiders.news import NewsSpider
from spiders.runner import SPIDERS, groups_of
from tests.servers import Answer, dead_address, serving
from tests.worlds import Channel, documents, news, numbered, run, runs, telegram


def hosts(*names: str) -> Source:
    return telegram(*names, name="-".join(names).replace(".", "_"))


@pytest.mark.parametrize(
    ("sources", "groups"),
    [
        (["a.x", "b.x"], [["a.x"], ["b.x"]]),
        (["a.x", "b.x", "a.x c.x"], [["b.x"], ["a.x", "a.x c.x"]]),
        (["a.x", "b.x", "a.x b.x"], [["a.x", "b.x", "a.x b.x"]]),
        (["a.x", "A.x"], [["a.x", "A.x"]]),
        ([], []),
    ],
)
def test_sources_that_share_a_host_are_one_group(sources: list[str], groups: list[list[str]]) -> None:
    found = groups_of([hosts(*names.split()) for names in sources])
    assert [[" ".join(source.hosts) for source in group] for group in found] == groups


class Crowd:
    """Answers slowly and notes how many were waiting at once."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.now = self.most = 0

    def __call__(self, path: str) -> Answer | None:
        if path == "/robots.txt":
            return None
        with self.lock:
            self.now += 1
            self.most = max(self.most, self.now)
        time.sleep(0.25)
        with self.lock:
            self.now -= 1
        return Channel(path.rpartition("/")[2], numbered(1, 1))(path)


def test_one_host_is_asked_by_one_source_at_a_time(tmp_path: Path) -> None:
    crowd = Crowd()
    with serving(crowd) as site:
        result = run(tmp_path, *(telegram(site.address, name=f"c{i}", channel=f"c{i}abc") for i in range(4)))
    assert [source.outcome for source in result.sources] == [Outcome.OK] * 4
    assert crowd.most == 1


def test_different_hosts_are_asked_side_by_side(tmp_path: Path) -> None:
    crowd = Crowd()
    with serving(crowd) as one, serving(crowd) as two, serving(crowd) as three:
        run(tmp_path, *(telegram(site.address, name=f"c{i}") for i, site in enumerate((one, two, three))))
    assert crowd.most == 3


def test_one_dead_source_does_not_hurt_the_others(tmp_path: Path) -> None:
    with serving(Channel(posts=numbered(1, 3))) as site:
        result = run(tmp_path, telegram(dead_address(), name="dead"), telegram(site.address, name="alive"))
    assert [(source.source, source.outcome) for source in result.sources] == [
        ("dead", Outcome.FAILED),
        ("alive", Outcome.OK),
    ]
    assert result.exit_status == 1
    assert set(documents(tmp_path)) == {"alive/1", "alive/2", "alive/3"}
    assert runs(tmp_path) == [result]


def test_all_sources_dead(tmp_path: Path) -> None:
    assert run(tmp_path, telegram(dead_address(), name="a"), news(dead_address() + "/x", name="b")).exit_status == 4


@pytest.mark.parametrize("broken", ["from_crawler", "start", "settle"])
def test_a_spider_that_breaks_is_a_source_that_failed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    def stumble(*_: object, **__: object) -> object:
        raise RuntimeError("stumbled")

    value = classmethod(stumble) if broken == "from_crawler" else stumble
    monkeypatch.setattr(SPIDERS[Kind.NEWS], broken, value)
    with serving(Channel(posts=numbered(1, 3))) as site:
        result = run(tmp_path, news(site.address + "/rss.xml", name="bad"), telegram(site.address, name="good"))
    bad, good = result.sources
    assert (bad.outcome, good.outcome, good.new) == (Outcome.FAILED, Outcome.OK, 3)
    assert bad.reason is not None
    assert result.exit_status == 1


def test_a_store_that_cannot_write_ends_the_crawl_and_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> object:
        raise StoreError("data/documents/x.jsonl: cannot write documents: No space left on device")

    monkeypatch.setattr(Store, "write_pages", full)
    with serving(Channel(posts=numbered(1, 60))) as site:
        result = run(tmp_path, telegram(site.address))
    (source,) = result.sources
    assert (source.outcome, source.new, result.exit_status) == (Outcome.FAILED, 0, 4)
    assert source.reason == "store: data/documents/x.jsonl: cannot write documents: No space left on device"
    assert len(site.pages) <= 2, "one page may be on its way by then"


def test_a_spider_refuses_a_source_of_another_kind(tmp_path: Path) -> None:
    crawler = Crawler(NewsSpider, {"POLON_DATA": str(tmp_path / "data")})
    with pytest.raises(SourceError, match="scrapy crawl telegram"):
        NewsSpider.from_crawler(crawler, source=telegram("t.me"))
    assert not (tmp_path / "data").exists()


def test_a_run_after_another_event_loop_has_come_and_gone(tmp_path: Path) -> None:
    asyncio.run(asyncio.sleep(0))
    with serving(Channel(posts=numbered(1, 3))) as site:
        assert run(tmp_path, telegram(site.address)).exit_status == 0
