"""Records for the tests of the store, and what they need to look at a data folder."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from polon.records import (
    Came,
    Claim,
    Document,
    Event,
    Fetch,
    Outcome,
    Qualifier,
    Run,
    SourceRun,
    Status,
    Who,
    claim_id,
    revision_of,
)
from polon.store import Store

NOON = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
KYIV = timezone(timedelta(hours=2))
TEXT = "Today 25 soldiers and 3 medics came home."


def at(moment: datetime = NOON) -> Callable[[], datetime]:
    return lambda: moment


def opened(folder: Path, moment: datetime = NOON) -> Store:
    return Store.open(folder, clock=at(moment))


def document(
    native: str = "1", text: str = TEXT, source: str = "birch", title: str | None = None, **slots: Any
) -> Document:
    given = Document(
        id=f"{source}/{native}",
        source=source,
        url=f"https://t.example/{source}/{native}",
        lang="en",
        title=title,
        text=text,
        published=datetime(2026, 3, 4, 9, 30, tzinfo=KYIV),
        revision=revision_of(title, text),
    )
    return replace(given, **slots)


def claim(of: Document, surface: str = "25", value: int = 25, **slots: Any) -> Claim:
    start = of.text.index(surface)
    given = Claim(
        id=claim_id(of.id, of.text, surface, 0),
        document=of.id,
        revision=of.revision,
        start=start,
        end=start + len(surface),
        surface=surface,
        value=value,
        value_back=None,
        value_max=None,
        qualifier=Qualifier.EXACT,
        event=Event.RELEASED,
        side="UA",
        who=Who.MILITARY,
        group=(),
        date="2026-03-04",
        attribution=None,
        status=Status.FACTUAL,
        part_of=None,
        optional=False,
        quote=of.text,
        prefix=of.text[max(0, start - 32) : start],
        suffix=of.text[start + len(surface) :][:32],
        date_text="Today",
        date_rule="deictic",
        whole=None,
        trace={"event": "came home"},
        confidence=0.8,
        extractor="1+abc",
    )
    return replace(given, **slots)


def run(newest: int | None = 7, outcome: Outcome = Outcome.OK, name: str = "r1", source: str = "birch") -> Run:
    return Run(
        id=name,
        started=NOON,
        ended=NOON + timedelta(minutes=1),
        exit_status=0,
        sources=(SourceRun(source=source, outcome=outcome, newest=newest),),
        versions={"polon": "0"},
    )


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of the store but the lock, the index and torn ends: its bytes, by its path."""
    files = (p for p in folder.rglob("*") if p.is_file() and not re.search(r"^lock$|^index\.|\.torn-", p.name))
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in files}


def torn(folder: Path) -> list[bytes]:
    return [p.read_bytes() for p in sorted(folder.rglob("*.torn-*"))]


def fetched(path: str = "1", etag: str | None = '"1"', source: str = "birch", **slots: Any) -> Fetch:
    url = f"https://t.example/{path}"
    given = Fetch(
        source=source, url=url, final=url, etag=etag, last_modified=None, document="birch/1", came=Came.ARTICLE
    )
    return replace(given, **slots)
