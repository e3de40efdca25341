"""The steps by themselves; tests/spiders shows them at work together."""

from __future__ import annotations

import asyncio
import hashlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from scrapy.exceptions import DropItem
from scrapy.http import HtmlResponse

from pipelines import archive, compare, extract, spider_of, store, withhold
from polon.pages import names
from polon.records import Document, Evidence, Outcome, Visit, revision_of
from polon.session import Session, Tally
from polon.sources import Kind
from polon.store import Change, StoreError
from spiders.items import Entry, Page, page_of
from tests.worlds import documents, numbers_of

NOW = datetime(2026, 5, 20, 12, tzinfo=UTC)
ROLL = "Released on Monday, 40 people:\n" + "\n".join(
    f"{number}. Вигаденко Приклад Тестович, 0{number}.02.1991" for number in range(1, 8)
)


def document(text: str, **other: Any) -> Document:
    base = {"id": "harbour/1", "source": "harbour", "url": "https://t.me/harbour/1", "lang": "en", "title": None}
    return Document(**(base | {"text": text, "published": NOW, "revision": revision_of(None, text)} | other))


def page(*documents: Document, body: bytes = b"<p>page</p>", keep: bool = True, visit: Visit | None = None) -> Page:
    entries = [Entry(one, names.withhold(one)) for one in documents]
    return Page("https://t.me/s/harbour", 200, [("Content-Type", "text/html")], body, NOW, keep, entries, visit)


@pytest.fixture
def session(tmp_path: Path) -> Any:
    opened = Session.open(tmp_path, lambda: NOW)
    yield opened
    opened.store.close()


def step(kind: Any, session: Session) -> Any:
    source = SimpleNamespace(kind=Kind.TELEGRAM)
    return kind(SimpleNamespace(session=session, tally=session.tally("harbour"), closing=None, source=source))


VISIT = Visit(source="harbour", run="r", channel=7, first=1, last=3, seen=((1, 2),))


def test_compare_notes_the_change_and_takes_out_what_is_unchanged(session: Session) -> None:
    compares, stores = step(compare.Compare, session), step(store.Store, session)
    first = compares.process_item(page(document("Today 40 came home."), document("No number.", id="harbour/2")))
    assert [entry.change for entry in first.entries] == [Change.NEW, Change.NEW]
    stores.process_item(first)
    with pytest.raises(DropItem):
        compares.process_item(page(document("Today 40 came home.")))
    edited = compares.process_item(page(document("Today 41 came home."), document("No number.", id="harbour/2")))
    assert [(entry.document.id, entry.change) for entry in edited.entries] == [("harbour/1", Change.CHANGED)]
    gone = compares.process_item(page(document("", deleted=True)))
    assert [entry.change for entry in gone.entries] == [Change.DELETED]
    assert session.tally("harbour").changes == {Change.NEW: 2, Change.UNCHANGED: 2}


def test_a_page_without_news_is_kept_for_what_it_told(session: Session) -> None:
    step(store.Store, session).process_item(step(compare.Compare, session).process_item(page(visit=VISIT)))
    assert list(session.store.visits("harbour")) == [VISIT]


@pytest.mark.parametrize(
    ("kept", "come", "change"),
    [
        (None, "rsshub", Change.UNCHANGED),
        ("rsshub", "rsshub", Change.CHANGED),
        ("rsshub", "tgrss", Change.UNCHANGED),
        ("rsshub", None, Change.CHANGED),
    ],
)
def test_a_mirror_replaces_only_what_it_gave_itself(
    session: Session, kept: str | None, come: str | None, change: Change
) -> None:
    compares, stores = step(compare.Compare, session), step(store.Store, session)
    stores.process_item(compares.process_item(page(document("Today 40 came home.", via=kept))))
    assert compares.change_of(document("Today 4 came home.", via=come)) is change


def test_a_mirror_does_not_bring_back_what_is_gone(session: Session) -> None:
    compares, stores = step(compare.Compare, session), step(store.Store, session)
    stores.process_item(page(document("Today 40 came home.", via="rsshub")))
    stores.written = float("-inf")
    stores.process_item(page(document("", deleted=True)))
    assert compares.change_of(document("Today 40 came home.", via="rsshub")) is Change.UNCHANGED
    assert compares.change_of(document("Today 40 came home.")) is Change.CHANGED


def test_compare_measures_a_withheld_document_as_it_is_kept(session: Session) -> None:
    step(store.Store, session).process_item(withhold.Withhold().process_item(page(document(ROLL))))
    with pytest.raises(DropItem):
        step(compare.Compare, session).process_item(page(document(ROLL)))


def test_extract_reads_all_but_what_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extract, "claims_of", numbers_of)
    reads = extract.Extract(Tally("harbour"))
    read = reads.process_item(page(document("40 and 41."), document("40", id="harbour/2", deleted=True)))
    assert [[claim.value for claim in entry.claims] for entry in read.entries] == [[40, 41], []]


def test_what_cannot_be_read_is_left_out_and_its_page_is_not_done(monkeypatch: pytest.MonkeyPatch) -> None:
    def stumbling(given: Document) -> object:
        if given.id == "harbour/2":
            raise ZeroDivisionError("a bad rule")
        return ()

    monkeypatch.setattr(extract, "claims_of", stumbling)
    tally = Tally("harbour")
    read = extract.Extract(tally).process_item(page(document("40"), document("41", id="harbour/2"), visit=VISIT))
    assert ([entry.document.id for entry in read.entries], read.visit) == (["harbour/1"], None)
    assert (tally.outcome, tally.errors) == (Outcome.FAILED, {"extraction": 1})


def test_withhold_takes_text_and_names_and_leaves_the_numbers() -> None:
    original = document(ROLL)
    around = next(claim for claim in numbers_of(original) if claim.value == 40)
    first = replace(around, quote="Released on Monday, 40 people:", suffix="1. Вигаденко Приклад")
    inside = replace(around, quote=ROLL, prefix="Released on ")
    given = page(original)
    given.entries[0].claims = (first, inside)
    (entry,) = withhold.Withhold().process_item(given).entries
    assert (entry.document.text, entry.document.title, entry.document.withheld) == ("", None, "list of names")
    assert entry.document.revision == original.revision
    assert [claim.value for claim in entry.claims] == [40, 40]
    assert [(claim.quote, claim.prefix, claim.suffix) for claim in entry.claims] == [
        ("Released on Monday, 40 people:", "", ""),
        ("40", "", ""),
    ]


def test_withhold_leaves_other_documents_as_they_are() -> None:
    original = document("Today 40 came home.")
    given = page(original)
    given.entries[0].claims = claims = numbers_of(original)
    (entry,) = withhold.Withhold().process_item(given).entries
    assert (entry.document, entry.claims) == (original, claims)


def test_archive_keeps_a_page_once_for_all_its_documents(session: Session) -> None:
    given = page(*(document("x", id=f"harbour/{i}") for i in range(3)))
    kept = [entry.document.evidence for entry in step(archive.Archive, session).process_item(given).entries]
    digest = hashlib.sha256(given.body).hexdigest()
    assert kept[0] is not None
    assert kept[0].sha256 == digest
    assert kept[0].file is not None
    assert kept == [kept[0]] * 3


def test_archive_keeps_only_the_digest_of_a_page_with_names(session: Session) -> None:
    given = page(document("x"), body=b"names", keep=False)
    (entry,) = step(archive.Archive, session).process_item(given).entries
    assert entry.document.evidence == Evidence(sha256=hashlib.sha256(b"names").hexdigest(), file=None)


def test_archive_keeps_nothing_of_a_page_without_news(session: Session) -> None:
    assert step(archive.Archive, session).process_item(page(visit=VISIT)).evidence is None


def test_what_breaks_the_rules_of_the_store_fails_the_source(session: Session, tmp_path: Path) -> None:
    (claim,) = numbers_of(document("Today 40 came home."))
    given = page(document("Other words."), document("Good.", id="harbour/2"), visit=VISIT)
    given.entries[0].claims = (claim,)
    step(store.Store, session).process_item(given)
    assert set(documents(tmp_path)) == {"harbour/2"}
    assert list(session.store.visits("harbour")) == []
    assert session.tally("harbour").reason is not None
    assert (session.tally("harbour").reason or "").startswith("exception: Refused: harbour/1")


def test_a_page_is_kept_only_if_none_of_its_documents_is_withheld() -> None:
    response = HtmlResponse("https://t.me/s/harbour", body=b"<p>x</p>", headers={"X-One": ["1", "2"]})
    clean, listed = document("Today 40 came home."), document(ROLL, id="harbour/2")
    assert page_of(response, (clean,), NOW).keep
    both = page_of(response, (clean, listed), NOW)
    assert not both.keep
    assert both.headers == [("X-One", "1"), ("X-One", "2")]


def test_items_show_no_text_where_they_are_logged() -> None:
    assert repr(page(document(ROLL))) == "<Page https://t.me/s/harbour: harbour/1>"


def test_the_pipelines_refuse_other_spiders() -> None:
    with pytest.raises(TypeError):
        spider_of(SimpleNamespace(spider=None))  # type: ignore[arg-type]


def test_nothing_is_looked_at_once_the_crawl_is_ending(session: Session) -> None:
    ending = compare.Compare(SimpleNamespace(session=session, tally=Tally("harbour"), closing=object()))  # type: ignore[arg-type]
    with pytest.raises(DropItem, match="the crawl is ending"):
        ending.process_item(page(document("Today 40 came home.")))


@pytest.mark.parametrize("kind", [archive.Archive, store.Store])
def test_a_disk_that_fails_drops_the_item_and_ends_the_crawl(kind: Any) -> None:
    def full(*_: object, **__: object) -> object:
        raise StoreError("x.jsonl: the disk is full")

    given_up: list[tuple[str, str]] = []
    broken = SimpleNamespace(add=full, write_pages=full, sync=lambda: None)
    spider = SimpleNamespace(
        session=SimpleNamespace(store=broken, archive=broken),
        tally=Tally("harbour"),
        give_up=lambda *why: given_up.append(why),
    )
    with pytest.raises(DropItem, match="not kept"):
        kind(spider).process_item(page(document("Today 40 came home.")))
    assert given_up == [("store", "x.jsonl: the disk is full")]


def test_pages_that_come_fast_are_kept_together_and_in_order(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[int] = []
    write_pages = session.store.write_pages
    monkeypatch.setattr(session.store, "write_pages", lambda pages: calls.append(len(pages)) or write_pages(pages))
    stores = step(store.Store, session)

    async def crawl() -> None:
        for number in range(1, store.MOST + 4):
            stores.process_item(page(document(f"{number} came home.", id=f"harbour/{number}")))
        await asyncio.sleep(0)

    asyncio.run(crawl())
    assert calls == [1, store.MOST], "the first at once, then as many as may wait"
    stores.close_spider()
    assert calls == [1, store.MOST, 2]
    assert session.store.posts("harbour", 1, 99) == list(range(1, store.MOST + 4))
    assert session.tally("harbour").changes == {Change.NEW: store.MOST + 3}


def test_a_page_that_waits_is_kept_after_the_pause(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "PAUSE", 0.1)
    stores = step(store.Store, session)

    async def crawl() -> list[int]:
        for number in (1, 2):
            stores.process_item(page(document("Forty.", id=f"harbour/{number}")))
        early = session.store.posts("harbour", 1, 2)
        await asyncio.sleep(0.5)
        return early

    assert asyncio.run(crawl()) == [1]
    assert session.store.posts("harbour", 1, 2) == [1, 2]


def test_the_bytes_of_a_page_are_durable_before_what_stands_on_them(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    order: list[str] = []
    monkeypatch.setattr(session.archive, "sync", lambda: order.append("archive"))
    monkeypatch.setattr(session.store, "write_pages", lambda pages: order.append("store") or [[] for _ in pages])
    step(store.Store, session).process_item(page(document("Forty.")))
    assert order == ["archive", "store"]


def news_step(session: Session) -> Any:
    source = SimpleNamespace(kind=Kind.NEWS, zone=ZoneInfo("Europe/Kyiv"))
    spider = SimpleNamespace(session=session, tally=session.tally("harbour"), closing=None, source=source)
    return compare.Compare(spider)  # type: ignore[arg-type]


LATER = NOW + timedelta(days=3)


@pytest.mark.parametrize(
    ("come", "modified", "expected", "changed"),
    [
        (LATER, None, NOW, LATER),
        (LATER, LATER + timedelta(hours=1), NOW, LATER + timedelta(hours=1)),
        (LATER, NOW, NOW, LATER),
        (None, LATER, NOW, LATER),
        (None, None, NOW, None),
        (NOW, LATER, NOW, LATER),
        (NOW - timedelta(hours=1), None, NOW - timedelta(hours=1), None),
    ],
)
def test_an_article_that_is_dated_anew_keeps_its_first_date(
    session: Session, come: datetime | None, modified: datetime | None, expected: datetime, changed: datetime | None
) -> None:
    compares = news_step(session)
    step(store.Store, session).process_item(compares.process_item(page(document("Today 40 came home."))))
    again = compares.process_item(page(document("Today 41 came home.", published=come, modified=modified)))
    (entry,) = again.entries
    assert (entry.document.published, entry.document.modified) == (expected, changed)
    assert (entry.kept.published, entry.kept.modified) == (expected, changed)
    assert [warning for warning in session.tally("harbour").warnings if "dated anew" in warning] == (
        [f"https://t.me/harbour/1: dated anew, {come.isoformat()}; the first date stays"] if come == LATER else []
    )


def test_the_first_date_is_told_in_the_zone_of_the_source(session: Session) -> None:
    compares = news_step(session)
    step(store.Store, session).process_item(compares.process_item(page(document("Today 40 came home."))))
    (entry,) = compares.process_item(page(document("Today 41 came home.", published=LATER))).entries
    assert entry.document.published is not None
    assert entry.document.published.isoformat() == "2026-05-20T15:00:00+03:00"


def test_a_channel_that_took_over_the_handle_of_another_has_its_own_dates(session: Session) -> None:
    source = SimpleNamespace(kind=Kind.TELEGRAM, zone=ZoneInfo("Europe/Kyiv"))
    compares = news_step(session)
    step(store.Store, session).process_item(compares.process_item(page(document("Today 40 came home."))))
    compares.spider.source = source
    (entry,) = compares.process_item(page(document("Today 41 came home.", published=LATER))).entries
    assert entry.document.published == LATER
