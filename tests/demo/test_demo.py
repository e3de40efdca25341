"""`polon demo` as a user runs it: three times in one folder, as a process of its own."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from rich.cells import cell_len
from typer.testing import CliRunner

from polon.cli import app
from polon.demo.world import World
from polon.records import Document, revision_of
from polon.store import Store
from tests.demo.running import Ran, run


def test_all_runs_go_well_and_write_only_their_folder(runs: tuple[Ran, Ran, Ran, Path]) -> None:
    *ran, folder = runs
    assert [(one.status, one.error) for one in ran] == [(0, "")] * 3
    assert [path.name for path in folder.iterdir()] == ["demo-data"]


def test_output_fits_eighty_columns(runs: tuple[Ran, Ran, Ran, Path]) -> None:
    for one in runs[:3]:
        assert [line for line in one.printed.splitlines() if cell_len(line) > 80] == []


def test_the_first_run_keeps_everything_once(runs: tuple[Ran, Ran, Ran, Path]) -> None:
    first = runs[0]
    assert first.counts("demo_brigade", "pages", "new", "changed", "deleted") == [4, 45, 0, 0]
    assert first.counts("demo_monitor", "pages", "new", "changed", "deleted") == [1, 13, 0, 0]
    assert first.counts("demo_news", "new", "changed", "deleted") == [10, 0, 0]
    assert len({d["id"] for d in first.documents}) == len(first.documents) == 68
    assert "Posts and articles: 68 new, 0 changed, 0 deleted." in first.printed
    assert "polon demo --edit" in first.printed


def test_the_mirror_that_refuses_is_told(runs: tuple[Ran, Ran, Ran, Path]) -> None:
    line = next(s for s in runs[0].runs[-1]["sources"] if s["source"] == "demo_monitor")
    assert (line["outcome"], line["reason"]) == ("ok", None)
    assert sum(line["errors"].values()) == 1
    assert "/s/demo_monitor" in " ".join(line["warnings"])


def test_texts_are_the_worlds_and_nothing_else(runs: tuple[Ran, Ran, Ran, Path], world: World) -> None:
    for article in world.news.article:
        kept = runs[0].document(article.path)
        assert kept["text"] == "\n\n".join((article.title, *article.paragraphs))
        assert (kept["title"], kept["lang"]) == (article.title, article.lang)
        assert datetime.fromisoformat(kept["published"]) == article.published
    assert runs[0].document("demo_brigade/25")["text"].endswith("читайте на сайті")  # not the linked page's words
    assert runs[0].document("demo_brigade/7")["text"].startswith("Закрили збір!")  # not what it answers
    assert runs[0].document("demo_brigade/20")["text"] == (
        "Сьогодні відбувся обмін військовополоненими у форматі 185 на 185.\n\n"
        "Окремо Росія віддала Україні сімох цивільних."
    )


def test_a_posts_day_is_its_readers_day(runs: tuple[Ran, Ran, Ran, Path]) -> None:
    assert runs[0].document("demo_brigade/30")["published"] == "2026-10-14T00:40:00+03:00"
    assert runs[0].document("demo_brigade/40")["published"] == "2026-11-03T16:30:00+02:00"


def test_addresses_do_not_tell_the_port_of_the_day(runs: tuple[Ran, Ran, Ran, Path]) -> None:
    urls = [d["url"] for d in runs[0].documents]
    assert "http://localhost/en/2026/09/22/seventieth-exchange" in urls
    assert all(url.startswith(("http://localhost/", "https://t.me/demo_")) for url in urls)


def test_the_second_run_finds_nothing_new(runs: tuple[Ran, Ran, Ran, Path]) -> None:
    first, second, *_ = runs
    assert "Nothing new: every post and article stands as it was kept." in second.printed
    assert (second.documents, second.claims) == (first.documents, first.claims)
    assert len(second.runs) == 2
    for source in ("demo_brigade", "demo_monitor", "demo_news"):
        assert second.counts(source, "new", "changed", "deleted", "claims", "withdrawn") == [0] * 5


def test_the_edit_is_told(runs: tuple[Ran, Ran, Ran, Path]) -> None:
    _, second, third, _ = runs
    assert "Posts and articles: 1 new, 1 changed, 1 deleted." in third.printed
    assert third.counts("demo_brigade", "new", "changed", "deleted") == [1, 1, 1]
    assert third.counts("demo_monitor", "new", "changed", "deleted") == [0, 0, 0]
    assert third.counts("demo_news", "new", "changed", "deleted") == [0, 0, 0]
    fresh = third.documents[len(second.documents) :]
    assert sorted(d["id"] for d in fresh) == ["demo_brigade/40", "demo_brigade/43", "demo_brigade/54"]
    corrected, before = third.document("demo_brigade/40"), second.document("demo_brigade/40")
    assert "167 воїнів" in corrected["text"]
    assert (corrected["previous"], corrected["deleted"]) == (before["revision"], False)
    assert third.document("demo_brigade/43")["deleted"] is True
    assert "polon claims --data demo-data --all" in third.printed


def test_a_folder_of_real_sources_is_refused(tmp_path: Path) -> None:
    real = Document(
        id="some_channel/1",
        source="some_channel",
        url="https://t.me/some_channel/1",
        lang="en",
        title=None,
        text="A text.",
        published=None,
        revision=revision_of(None, "A text."),
    )
    with Store.open(tmp_path, clock=lambda: datetime(2026, 11, 1, tzinfo=UTC)) as store:
        store.write(real, ())
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    result = CliRunner().invoke(app, ["demo", "--data", str(tmp_path)])
    assert result.exit_code == 2
    assert "holds documents of some_channel" in result.stderr
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


def test_a_folder_in_use_is_left_alone(tmp_path: Path) -> None:
    with Store.open(tmp_path, clock=lambda: datetime(2026, 11, 1, tzinfo=UTC)):
        result = CliRunner().invoke(app, ["demo", "--data", str(tmp_path)])
    assert result.exit_code == 3
    assert not (tmp_path / "documents").exists()


def test_a_damaged_store_is_reported(tmp_path: Path) -> None:
    damaged = tmp_path / "documents" / "2026" / "11" / "2026-11-01.jsonl"
    damaged.parent.mkdir(parents=True)
    damaged.write_text("{broken\n{}\n")
    result = CliRunner().invoke(app, ["demo", "--data", str(tmp_path)])
    assert result.exit_code == 4
    assert "line 1" in result.stderr
    assert damaged.read_text() == "{broken\n{}\n"


def test_hints_name_the_folder_that_was_given(tmp_path: Path) -> None:
    done = run(tmp_path, "--edit", "--data", "a folder")
    assert done.status == 0
    assert "polon demo --data 'a folder'" in done.printed
    assert "polon claims --data 'a folder' --all" in done.printed
    assert [path.name for path in tmp_path.iterdir()] == ["a folder"]
