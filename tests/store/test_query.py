from __future__ import annotations

import dataclasses
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polon.records import Claim, Document, Event, Qualifier, Status, encode
from polon.store import Nothing, StoreError, query
from polon.store.query import CLAIM_COLUMNS, DOCUMENT_COLUMNS, Filters, Row, claims
from tests.store.examples import KYIV, NOON, TEXT, claim, contents, document, opened, run

ROOT = Path(__file__).resolve().parents[2]
DAY = "2026/03/2026-03-04.jsonl"


def keep(folder: Path, *said: tuple[Document, list[Claim]], moment: datetime = NOON) -> None:
    with opened(folder, moment) as store:
        for one, its in said:
            store.write(one, its)


def values(folder: Path, **filters: Any) -> list[int]:
    return [row.claim.value for row in claims(folder, Filters(**filters))]


def test_a_row_is_the_claim_and_what_its_document_says_of_itself(tmp_path: Path) -> None:
    one = document(lang="uk", title="Home", text=f"Home\n\n{TEXT}")
    said = claim(one, group=("azov", "women"), trace={"event": "came \u0000 home", "side": "«UA»"}, part_of=None)
    keep(tmp_path, (one, [said]))
    (row,) = claims(tmp_path)
    assert row == Row(
        claim=said, source="birch", lang="uk", published=datetime(2026, 3, 4, 9, 30, tzinfo=KYIV), url=one.url,
        day=date(2026, 3, 4),
    )  # fmt: skip


def test_the_columns_are_the_fields_of_the_records() -> None:
    assert list(CLAIM_COLUMNS) == [f.name for f in dataclasses.fields(Claim)]
    assert set(DOCUMENT_COLUMNS) <= {f.name for f in dataclasses.fields(Document)}


@pytest.mark.parametrize("made", [False, True])
def test_where_nothing_is_kept_the_error_says_what_to_do(tmp_path: Path, made: bool) -> None:
    if made:
        opened(tmp_path / "data").close()
    with pytest.raises(Nothing, match=r"data: nothing is there yet; .*`polon crawl --data .*data`"):
        claims(tmp_path / "data")


def test_a_store_without_claims_has_none(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        store.finish(run())
        assert list(claims(tmp_path)) == []
        store.write(document(), [])
        assert list(claims(tmp_path)) == []


def test_reading_leaves_the_folder_as_it_is_and_needs_no_lock(tmp_path: Path) -> None:
    with opened(tmp_path / "data") as store:
        store.write(document(), [claim(document())])
        before = sorted(p for p in tmp_path.rglob("*"))
        assert values(tmp_path / "data") == [25]
        assert sorted(p for p in tmp_path.rglob("*")) == before


# --- which line counts -----------------------------------------------------------------------------------------------


def test_the_last_line_of_a_claim_counts(tmp_path: Path) -> None:
    one = document()
    for days, value in ((0, 25), (0, 26), (1, 27), (40, 28)):
        keep(tmp_path, (one, [claim(one, value=value)]), moment=NOON + timedelta(days=days))
        assert values(tmp_path) == [value]


def test_the_last_line_of_a_document_counts(tmp_path: Path) -> None:
    one = document()
    later = document(text=f"Once more: {TEXT}", url="https://t.example/moved", lang="ru")
    keep(tmp_path, (one, [claim(one)]))
    keep(tmp_path, (later, [claim(later)]), moment=NOON + timedelta(days=1))
    (row,) = claims(tmp_path)
    assert (row.url, row.lang, row.claim.revision) == ("https://t.example/moved", "ru", later.revision)


def test_withdrawn_claims_are_listed_only_when_asked_for(tmp_path: Path) -> None:
    one, two = document(), document("2")
    keep(tmp_path, (one, [claim(one), claim(one, "3", 3)]), (two, [claim(two, value=77)]))
    keep(tmp_path, (one, [claim(one)]), (replace(two, deleted=True), []))
    assert values(tmp_path) == [25]
    withdrawn = {(r.claim.value, r.claim.withdrawn) for r in claims(tmp_path, Filters(withdrawn=True))}
    assert withdrawn == {(25, None), (3, "extractor"), (77, "deleted")}


def test_a_filter_looks_at_the_last_line_only(tmp_path: Path) -> None:
    one = document()
    keep(tmp_path, (one, [claim(one, event=Event.HELD)]))
    keep(tmp_path, (one, [claim(one, event=Event.DIED)]))
    assert values(tmp_path, events=(Event.HELD,)) == []
    assert values(tmp_path, events=(Event.DIED,)) == [25]


def test_claims_whose_document_is_not_there_yet_do_not_show(tmp_path: Path) -> None:
    """The state that a kill leaves between the claims and their document."""
    one, new = document(), document(text=f"Now 40. {TEXT}")
    keep(tmp_path, (one, [claim(one)]))
    kept = contents(tmp_path)[f"documents/{DAY}"]
    keep(
        tmp_path,
        (new, [claim(new, id=claim(one).id, value=26), claim(new, "40", 40)]),
        (document("2"), [claim(document("2"))]),
    )
    (tmp_path / "documents" / DAY).write_bytes(kept)
    assert values(tmp_path) == [25]


def test_among_many_lines_in_many_segments_it_is_the_last(tmp_path: Path) -> None:
    """Enough lines for DuckDB to read them in several threads."""
    documents = [document(str(n)) for n in range(40)]
    template = {one.id: encode(claim(one, value=111_111_111)) for one in documents}
    with opened(tmp_path) as store:
        for one in documents:
            store.write(one, [])
    count = 0
    for day in range(1, 5):
        path = tmp_path / f"claims/2026/03/2026-03-{day:02}.jsonl"
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            for _ in range(500):
                for one in documents:
                    count += 1
                    file.write(template[one.id].replace(b"111111111", b"%d" % count) + b"\n")
    assert sorted(values(tmp_path)) == list(range(count - 39, count + 1))


# --- filters ---------------------------------------------------------------------------------------------------------


def dated(
    edtf: str | None, published: datetime | None = datetime(2026, 3, 4, 1, 0, tzinfo=KYIV)
) -> Callable[[Path], None]:
    one = document(published=published)
    return lambda folder: keep(folder, (one, [claim(one, date=edtf)]))


DATES: list[tuple[str | None, str, str]] = [
    # the date of the claim, the last day on which --since finds it, the first on which --until does
    ("2025-05-29", "2025-05-29", "2025-05-29"),
    ("2025-02", "2025-02-28", "2025-02-28"),
    ("2024-02", "2024-02-29", "2024-02-29"),
    ("2022", "2022-12-31", "2022-12-31"),
    ("2022-02-24/2024-02-08", "2024-02-08", "2024-02-08"),
    ("2022/2023-04", "2023-04-30", "2023-04-30"),
    ("../2025-05-29", "2025-05-29", "2025-05-29"),
    ("2022-02-24/2025", "2025-12-31", "2025-12-31"),
    ("2025-05-29~", "2025-05-29", "2025-05-29"),
    (None, "2026-03-04", "2026-03-04"),
    ("2025-02-30", "2026-03-04", "2026-03-04"),  # no day at all: that of publication
    ("spring", "2026-03-04", "2026-03-04"),
]


@pytest.mark.parametrize(("edtf", "last", "first"), DATES)
def test_since_and_until(tmp_path: Path, edtf: str | None, last: str, first: str) -> None:
    dated(edtf)(tmp_path)
    one = timedelta(days=1)
    assert values(tmp_path, since=date.fromisoformat(last)) == [25]
    assert values(tmp_path, since=date.fromisoformat(last) + one) == []
    assert values(tmp_path, until=date.fromisoformat(first)) == [25]
    assert values(tmp_path, until=date.fromisoformat(first) - one) == []


@pytest.mark.parametrize("edtf", ["2022-02-24/..", "../.."])
def test_an_open_end_still_holds(tmp_path: Path, edtf: str) -> None:
    dated(edtf)(tmp_path)
    assert values(tmp_path, since=date(2100, 1, 1)) == [25]
    assert values(tmp_path, until=date(2026, 3, 4)) == [25]
    assert values(tmp_path, until=date(2026, 3, 3)) == []


def test_a_claim_without_any_day_passes_no_bound(tmp_path: Path) -> None:
    dated(None, published=None)(tmp_path)
    assert values(tmp_path) == [25]
    assert values(tmp_path, since=date(1900, 1, 1)) == []
    assert values(tmp_path, until=date(2100, 1, 1)) == []


def test_the_day_of_publication_is_that_of_the_readers(tmp_path: Path) -> None:
    """Half past midnight in Kyiv is the day before in UTC."""
    dated(None, published=datetime(2026, 3, 4, 0, 30, tzinfo=KYIV))(tmp_path)
    (row,) = claims(tmp_path)
    assert row.day == date(2026, 3, 4)


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({}, {1, 2, 3}),
        ({"events": (Event.HELD,)}, {2}),
        ({"events": (Event.HELD, Event.RELEASED)}, {1, 2, 3}),
        ({"sides": ("RU",)}, {2}),
        ({"sides": ("UA", "RU")}, {1, 2}),
        ({"groups": ("azov",)}, {1}),
        ({"groups": ("women", "pilots")}, {1, 3}),
        ({"sources": ("alder",)}, {3}),
        ({"sources": ("none'; DROP TABLE x",)}, set()),
        ({"langs": ("uk",)}, {3}),
        ({"statuses": (Status.PLANNED, Status.DENIED)}, {2}),
        ({"events": (Event.RELEASED,), "sources": ("birch",), "langs": ("en",), "sides": ("UA",)}, {1}),
    ],
)
def test_filters(tmp_path: Path, filters: dict[str, Any], found: set[int]) -> None:
    one, two, three = document("1"), document("2"), document("1", source="alder", lang="uk")
    keep(
        tmp_path,
        (one, [claim(one, value=1, group=("azov", "women"))]),
        (two, [claim(two, value=2, event=Event.HELD, side="RU", status=Status.PLANNED)]),
        (three, [claim(three, value=3, side=None, group=("pilots",))]),
    )
    assert set(values(tmp_path, **filters)) == found


def test_the_newest_comes_first(tmp_path: Path) -> None:
    zone = timezone(timedelta(hours=9))
    a = document("a", published=datetime(2026, 3, 4, 9, 0, tzinfo=zone))  # midnight in UTC
    b = document("b", published=datetime(2026, 3, 4, 2, 0, tzinfo=timezone.utc))  # noqa: UP017
    c = document("c", published=None)
    keep(
        tmp_path,
        (a, [claim(a, value=2), claim(a, "3", 3), claim(a, "Today", 5, date="2025-01-01")]),
        (b, [claim(b, value=1)]),
        (c, [claim(c, value=4), claim(c, "3", 6, date=None)]),
    )
    assert values(tmp_path) == [1, 2, 3, 4, 5, 6]


def test_more_claims_than_are_fetched_at_once(tmp_path: Path) -> None:
    text = " ".join(f"n{n}." for n in range(1201))
    one = document(text=text)
    keep(tmp_path, (one, [claim(one, f"n{n}.", n) for n in range(1201)]))
    assert values(tmp_path) == list(range(1201))
    rows = claims(tmp_path)
    assert next(rows).claim.value == 0
    rows.close()  # type: ignore[attr-defined]  # a generator: left half read, it cleans up behind itself


@given(st.lists(st.text(st.characters(codec="utf-8"), max_size=40), min_size=6, max_size=6), st.sampled_from(Qualifier))
@settings(max_examples=40, deadline=None)
def test_any_text_comes_back(tmp_path_factory: pytest.TempPathFactory, words: list[str], qualifier: Qualifier) -> None:
    folder = tmp_path_factory.mktemp("data")
    one = document(url=words[0])
    said = claim(one, quote=words[1], attribution=words[2], group=tuple(words[3:5]), trace={words[4]: words[5]})
    said = replace(said, qualifier=qualifier, side=words[5], date=words[1], prefix=words[2], value_max=2**63 - 1)
    keep(folder, (one, [said]))
    (row,) = claims(folder)
    assert (row.claim, row.url) == (said, words[0])


# --- readers beside a writer, and damage -----------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["documents", "claims"])
def test_a_last_line_cut_at_any_byte_is_not_read(tmp_path: Path, kind: str) -> None:
    one, two = document(), document("2")
    keep(tmp_path, (one, [claim(one)]), (two, [claim(two, "3", 3)]))
    path = tmp_path / kind / DAY
    first, last = path.read_bytes().splitlines(keepends=True)
    for end in [*range(0, len(last), 29), len(last) - 2, len(last) - 1]:
        path.write_bytes(first + last[:end])
        assert values(tmp_path) == [25]
        assert path.read_bytes() == first + last[:end]
    for tail in (b"\0", b"\0" * 9999, b"\0\0\n", last[:-1] + b"\0\n", last[:9] + b"\0" * 99):
        path.write_bytes(first + tail)
        assert values(tmp_path) == [25]
    path.write_bytes(b"\0" * 50)
    assert values(tmp_path) == []
    path.write_bytes(first + last)
    assert values(tmp_path) == [25, 3]


@pytest.mark.parametrize("kind", ["documents", "claims"])
@pytest.mark.parametrize("tail", [b'{"id":"half', b'{"id":"half"}', b'{"id":"x"}\n{"id', b"\0" * 10])
def test_a_segment_that_grows_while_it_is_read_is_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, tail: bytes
) -> None:
    one, two = document(), document("2")
    keep(tmp_path, (one, [claim(one)]))
    keep(tmp_path / "more", (two, [claim(two, value=99)]))
    grown, real, taken = tmp_path / kind / DAY, query._snapshot, []

    def snapshot(*given: Any) -> Any:
        taken.append(real(*given))
        if len(taken) == 1:  # the writer comes after the reader has looked, before it reads
            for name, data in contents(tmp_path / "more").items():
                with (tmp_path / name).open("ab") as file:
                    file.write(data)
            with grown.open("ab") as file:
                file.write(tail.replace(b'{"id":"x"}\n', b""))
        return taken[-1]

    monkeypatch.setattr(query, "_snapshot", snapshot)
    assert sorted(values(tmp_path)) == [25, 99]
    assert len(taken) == 2


def test_what_is_copied_has_the_claims_of_every_document_in_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A run goes on between the copying of one segment and the next."""
    one, new = document(), document(text=f"Now 40. {TEXT}")
    keep(tmp_path / "data", (one, [claim(one)]))
    real = query._take

    def take(*given: Any, **named: Any) -> Any:
        taken = real(*given, **named)
        keep(tmp_path / "data", (new, [claim(new)]))
        return taken

    monkeypatch.setattr(query, "_take", take)
    every = {tmp_path / "data" / kind / DAY for kind in ("documents", "claims")}
    snapshot = query._snapshot(tmp_path / "data", tmp_path, every)
    (documents,), (its,) = snapshot.files["documents"], snapshot.files["claims"]
    assert snapshot.states == {}
    assert new.revision.encode() not in Path(documents).read_bytes()
    assert new.revision.encode() in Path(its).read_bytes()


WRITER = """
import sys
from pathlib import Path
from tests.store.examples import claim, document, opened
with opened(Path(sys.argv[1])) as store:
    for number in range(2000):
        one = document(str(number), f"Today 25 came home.{' And so on.' * 800}")
        store.write(one, [claim(one, value=number)])
        print(number, flush=True)
"""


def test_a_reader_sees_what_a_writer_at_work_has_finished_and_nothing_else(tmp_path: Path) -> None:
    command = [sys.executable, "-c", WRITER, str(tmp_path)]
    unmeasured = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_")}  # it is killed
    with subprocess.Popen(command, cwd=ROOT, env=unmeasured, stdout=subprocess.PIPE, text=True) as process:
        try:
            for _ in range(12):
                assert process.stdout
                done = int(process.stdout.readline())
                seen = sorted(values(tmp_path))
                assert seen == list(range(len(seen)))
                assert len(seen) > done
        finally:
            process.kill()


def test_damage_is_named_by_file_and_line(tmp_path: Path) -> None:
    one = document()
    for kind in ("documents", "claims"):
        for bad in (b"garbage", b"{}", b'{"id":"x"}', b'{"id":"x","document":"birch/1","revision":"\xff"}', b"\0{}"):
            folder = tmp_path / kind / str(len(bad))
            keep(folder, (one, [claim(one)]))
            path = folder / kind / DAY
            (line,) = path.read_bytes().splitlines(keepends=True)
            path.write_bytes(line + bad + b"\n" + line)
            with pytest.raises(StoreError, match="line 2: not a whole record") as caught:
                list(claims(folder))
            assert str(caught.value).startswith(f"{path}, line 2:")
            shutil.rmtree(folder)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (b'"value":25', b'"value":"many"', "line 1: not a whole record"),
        (b'"value":25', b'"value":99999999999999999999', "the claims cannot be read"),
        (b'"event":"released"', b'"event":"escaped"', "line 1: not a whole record"),
        (b'"trace":{', b'"trace":{"a":5,', "line 1: not a whole record"),
        (b'"schema":1', b'"schema":2', "written by a newer polon"),
    ],
)
def test_a_value_that_does_not_fit_is_an_error_and_no_null(
    tmp_path: Path, old: bytes, new: bytes, message: str
) -> None:
    keep(tmp_path, (document(), [claim(document())]))
    path = tmp_path / "claims" / DAY
    assert old in path.read_bytes()
    path.write_bytes(path.read_bytes().replace(old, new))
    with pytest.raises(StoreError, match=message):
        list(claims(tmp_path))


def test_damage_to_one_of_many_does_not_stop_at_a_torn_end(tmp_path: Path) -> None:
    keep(tmp_path, (document(), [claim(document())]))
    path = tmp_path / "claims" / DAY
    path.write_bytes(b"{]\n" + path.read_bytes() + b'{"torn')
    with pytest.raises(StoreError) as caught:
        list(claims(tmp_path))
    assert str(caught.value).startswith(f"{path}, line 1:")  # the segment, not the copy that was read


@pytest.mark.parametrize("name", ["a[1]*?", "it's", 'say "data"', "дані", "$documents", "a b"])
def test_the_folder_may_have_any_name(tmp_path: Path, name: str) -> None:
    keep(tmp_path / name, (document(), [claim(document())]))
    keep(tmp_path / "a1", (document("2"), [claim(document("2"), "3", 3)]))
    assert values(tmp_path / name) == [25]


def test_a_folder_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keep(tmp_path, (document(), [claim(document())]))

    def refused(*_: Any) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(query, "sound_end", refused)
    with pytest.raises(StoreError, match=r"cannot read: Permission denied: .*rights"):
        list(claims(tmp_path))


def test_duckdb_fetches_nothing_from_the_network(tmp_path: Path) -> None:
    with query._connection(str(tmp_path)) as connection:
        asked = connection.execute("SELECT value FROM duckdb_settings() WHERE name LIKE 'auto%_known_extensions'")
        assert asked.fetchall() == [("false",), ("false",)]
        with pytest.raises(duckdb.Error):
            connection.execute("SELECT * FROM 'https://127.0.0.1:9/x.parquet'")
