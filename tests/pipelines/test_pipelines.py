"""The steps by themselves; tests/spiders shows them at work together."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from scrapy.exceptions import DropItem
from scrapy.http import HtmlResponse

from pipelines import archive, compare, extract, spider_of, store, withhold
from polon.records import Document, Evidence, revision_of
from polon.session import Session, Tally
from polon.store import Change, Refused, StoreError
from spiders.items import Item, Page, items_of
from tests.worlds import documents, numbers_of

NOW = datetime(2026, 5, 20, 12, tzinfo=UTC)
ROLL = "Released on Monday, 40 people:\n" + "\n".join(
    f"{number}. Вигаденко Приклад Тестович, 0{number}.02.1991" for number in range(1, 8)
)


def document(text: str, **other: Any) -> Document:
    base = {"id": "harbour/1", "source": "harbour", "url": "https://t.me/harbour/1", "lang": "en", "title": None}
    return Document(**(base | {"text": text, "published": NOW, "revision": revision_of(None, text)} | other))


def page(body: bytes = b"<p>page</p>", *, keep: bool = True) -> Page:
    return Page("https://t.me/s/harbour", 200, [("Content-Type", "text/html")], body, NOW, keep)


@pytest.fixture
def session(tmp_path: Path) -> Any:
    opened = Session.open(tmp_path, lambda: NOW)
    yield opened
    opened.store.close()


def step(kind: Any, session: Session) -> Any:
    return kind(SimpleNamespace(session=session, tally=session.tally("harbour"), closing=None))


def test_compare_notes_the_change_and_drops_what_is_unchanged(session: Session) -> None:
    compares, stores = step(compare.Compare, session), step(store.Store, session)
    first = compares.process_item(Item(document("Today 40 came home."), page()))
    assert first.change is Change.NEW
    stores.process_item(first)
    with pytest.raises(DropItem):
        compares.process_item(Item(document("Today 40 came home."), page()))
    edited = compares.process_item(Item(document("Today 41 came home."), page()))
    assert edited.change is Change.CHANGED
    assert compares.process_item(Item(document("", deleted=True), page())).change is Change.DELETED
    assert session.tally("harbour").changes == {Change.NEW: 1, Change.UNCHANGED: 1}


def test_compare_measures_a_withheld_document_as_it_is_kept(session: Session) -> None:
    item = withhold.Withhold().process_item(Item(document(ROLL), page()))
    step(store.Store, session).process_item(item)
    with pytest.raises(DropItem):
        step(compare.Compare, session).process_item(Item(document(ROLL), page()))


def test_extract_reads_all_but_what_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extract, "claims_of", numbers_of)
    reads = extract.Extract(Tally("harbour"))
    assert [claim.value for claim in reads.process_item(Item(document("40 and 41."), page())).claims] == [40, 41]
    assert reads.process_item(Item(document("40", deleted=True), page())).claims == ()


def test_withhold_takes_text_and_names_and_leaves_the_numbers() -> None:
    original = document(ROLL)
    around = next(claim for claim in numbers_of(original) if claim.value == 40)
    first = replace(around, quote="Released on Monday, 40 people:", suffix="1. Вигаденко Приклад")
    inside = replace(around, quote=ROLL, prefix="Released on ")
    item = withhold.Withhold().process_item(Item(original, page(), claims=(first, inside)))
    assert (item.document.text, item.document.title, item.document.withheld) == ("", None, "list of names")
    assert item.document.revision == original.revision
    assert [claim.value for claim in item.claims] == [40, 40]
    assert [(claim.quote, claim.prefix, claim.suffix) for claim in item.claims] == [
        ("Released on Monday, 40 people:", "", ""),
        ("40", "", ""),
    ]


def test_withhold_leaves_other_documents_as_they_are() -> None:
    original = document("Today 40 came home.")
    claims = numbers_of(original)
    item = withhold.Withhold().process_item(Item(original, page(), claims=claims))
    assert (item.document, item.claims) == (original, claims)


def test_archive_keeps_a_page_once_for_all_its_documents(session: Session) -> None:
    keeps, shared = step(archive.Archive, session), page()
    kept = [keeps.process_item(Item(document("x", id=f"harbour/{i}"), shared)).document.evidence for i in range(3)]
    digest = hashlib.sha256(shared.body).hexdigest()
    assert kept[0] is not None
    assert kept[0].sha256 == digest
    assert kept[0].file is not None
    assert kept == [kept[0]] * 3


def test_archive_keeps_only_the_digest_of_a_page_with_names(session: Session) -> None:
    shared = page(b"names", keep=False)
    kept = step(archive.Archive, session).process_item(Item(document("x"), shared)).document.evidence
    assert kept == Evidence(sha256=hashlib.sha256(b"names").hexdigest(), file=None)


def test_store_refuses_what_breaks_its_rules(session: Session, tmp_path: Path) -> None:
    (claim,) = numbers_of(document("Today 40 came home."))
    with pytest.raises(Refused):
        step(store.Store, session).process_item(Item(document("Other words."), page(), claims=(claim,)))
    assert documents(tmp_path) == {}


def test_a_page_is_kept_only_if_none_of_its_documents_is_withheld() -> None:
    response = HtmlResponse("https://t.me/s/harbour", body=b"<p>x</p>", headers={"X-One": ["1", "2"]})
    clean, listed = document("Today 40 came home."), document(ROLL, id="harbour/2")
    assert items_of(response, (clean,), NOW)[0].page.keep
    both = items_of(response, (clean, listed), NOW)
    assert both[0].page is both[1].page
    assert not both[0].page.keep
    assert both[0].page.headers == [("X-One", "1"), ("X-One", "2")]


def test_items_show_no_text_where_they_are_logged() -> None:
    assert repr(Item(document(ROLL), page())) == "<Item harbour/1>"


def test_the_pipelines_refuse_other_spiders() -> None:
    with pytest.raises(TypeError):
        spider_of(SimpleNamespace(spider=None))  # type: ignore[arg-type]


def test_nothing_is_looked_at_once_the_crawl_is_ending(session: Session) -> None:
    ending = compare.Compare(SimpleNamespace(session=session, tally=Tally("harbour"), closing=object()))  # type: ignore[arg-type]
    with pytest.raises(DropItem, match="the crawl is ending"):
        ending.process_item(Item(document("Today 40 came home."), page()))


@pytest.mark.parametrize("kind", [archive.Archive, store.Store])
def test_a_disk_that_fails_drops_the_item_and_ends_the_crawl(kind: Any) -> None:
    def full(*_: object) -> object:
        raise StoreError("x.jsonl: the disk is full")

    given_up: list[tuple[str, str]] = []
    broken = SimpleNamespace(add=full, write=full)
    spider = SimpleNamespace(
        session=SimpleNamespace(store=broken, archive=broken),
        tally=Tally("harbour"),
        give_up=lambda *why: given_up.append(why),
    )
    with pytest.raises(DropItem, match="not kept"):
        kind(spider).process_item(Item(document("Today 40 came home."), page()))
    assert given_up == [("store", "x.jsonl: the disk is full")]
