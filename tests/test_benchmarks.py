"""The benchmarks measure what they say: their texts, the rule of the peers, the fit, and the worker that is timed."""

from __future__ import annotations

import gzip
import importlib.util
import json
import subprocess
import sys
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from polon.extract import read_text

ROOT = Path(__file__).resolve().parents[1]
LANGUAGES = ("en", "uk", "ru")


def module(name: str) -> ModuleType:
    """A module of benchmarks/, which is no package: each is a command."""
    folder = str(ROOT / "benchmarks")
    sys.path.insert(0, folder)
    try:
        spec = importlib.util.spec_from_file_location(f"benchmark_{name}", ROOT / "benchmarks" / f"{name}.py")
        assert spec is not None
        assert spec.loader is not None
        loaded = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(loaded)
        return loaded
    finally:
        sys.path.remove(folder)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_texts_are_two_kilobytes_on_the_topic_and_off_it(lang: str) -> None:
    texts = module("texts")
    on, off = texts.on_topic(lang), texts.off_topic(lang)
    assert len(set(on)) == len(set(off)) == texts.COUNT
    assert {len(text.encode()) // 4 for text in [*on, *off]} <= {texts.SIZE // 4, texts.SIZE // 4 - 1}
    day = date(2026, 5, 20)
    assert min(len(read_text(text, lang, day).found) for text in on) >= 2
    assert [c.number.value for text in off for c in read_text(text, lang, day).found] == []


def test_the_worker_answers_with_the_seconds_of_a_round() -> None:
    asked = {"lang": "en", "published": "2026-05-20", "texts": ["Ukraine brought home 45 soldiers from captivity."]}
    done = subprocess.run(
        [sys.executable, str(ROOT / "benchmarks" / "work.py"), "polon"],
        input=json.dumps(asked) + "\ngo\ngo\n", capture_output=True, text=True, check=True,
    )  # fmt: skip
    rounds = [float(line) for line in done.stdout.split()]
    assert len(rounds) == 2
    assert all(0 <= seconds < 5 for seconds in rounds)


def test_the_rule_on_top_of_the_peers() -> None:
    peers = module("afternoon")
    document: dict[str, Any] = {
        "id": "a", "lang": "en", "published": "2026-05-20",
        "text": "It rains. About 45 Ukrainian soldiers were released. They swapped 20 for 25 in 2026. 12 bodies came.",
    }  # fmt: skip
    found = list(peers.claims(document, peers.digits, lambda text, lang, day: []))
    said = [(c["value"], c["event"], c["side"], c["qualifier"], c["date"], c.get("value_back")) for c in found]
    assert said == [
        (45, "released", "UA", "about", "2026-05-20", None),
        (20, "exchanged", None, "exact", "2026-05-20", 25),
    ]
    assert [document["text"][c["start"] : c["end"]] for c in found] == ["45", "20 for 25"]


def test_the_fit_finds_what_tells_right_from_wrong() -> None:
    calibrate = module("calibrate")
    clear, shaky = ["named", "short"], ["by default", "short"]
    data = [(clear, at % 10 != 0) for at in range(200)] + [(shaky, at % 10 < 3) for at in range(200)]
    weights = calibrate.fit(data)

    def share(held: list[str]) -> float:
        return float(calibrate.sigmoid(sum(weights.get(name, 0.0) for name in ["bias", *held])))

    assert share(clear) == pytest.approx(0.9, abs=0.03)
    assert share(shaky) == pytest.approx(0.3, abs=0.03)
    seldom = calibrate.fit([*data, *[(["seldom"], False)] * (calibrate.SELDOM - 1)])
    assert "seldom" not in seldom


SCORER = """
def string_shingle_matching(true, pred):
    return (1.0, 0.0, 0.0) if true == pred else (0.0, 0.5, 0.5)

def evaluate(truth, found, rounds):
    right = sum(truth[key]["articleBody"] == found[key]["articleBody"] for key in truth) / len(truth)
    return {key + end: right for key in ("f1", "precision", "recall", "accuracy") for end in ("", "_std")}
"""


def test_the_articles_are_scored_by_the_benchmarks_own_scorer(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = [f"In the year of {year} some {year - 1900} men came home over the river." for year in range(1990, 2000)]
    page = f"<html><title>Home</title><body><article><h1>Home</h1><p>{'</p><p>'.join(told)}</p></article></body></html>"
    (tmp_path / "html").mkdir()
    truth = {}
    for name, body in (("a", page), ("b", "<html><body><h1>Nothing</h1></body></html>")):
        (tmp_path / "html" / f"{name}.html.gz").write_bytes(gzip.compress(body.encode()))
        truth[name] = {"articleBody": "\n\n".join(told) if name == "a" else "Lost.", "url": f"https://x.example/{name}"}
    (tmp_path / "ground-truth.json").write_text(json.dumps(truth), encoding="utf-8")
    (tmp_path / "evaluate.py").write_text(SCORER, encoding="utf-8")
    articles = module("articles")
    assert articles.main([str(tmp_path), "--least", "0.6", "--worst", "1"]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "2 pages: f1 0.500 ± 0.500, precision 0.500 ± 0.500, recall 0.500 ± 0.500, accuracy 0.500 ± 0.500",
        "b: right 0.00, too much 0.50, missed 0.50",
    ]
    assert articles.main([str(tmp_path), "--least", "0.5"]) == 0
    with pytest.raises(SystemExit):
        articles.main([str(tmp_path / "html")])


def test_the_crawlers_of_the_channel_benchmark_read_the_same_posts() -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "benchmarks" / "channel.py"), "120", "1"],
        capture_output=True, text=True, check=True, cwd=ROOT,
    )  # fmt: skip
    lines = [line.split() for line in done.stdout.splitlines() if line]
    assert [line[0] for line in lines] == ["crawler", "ordinary", "polon", "ratio"]
    assert lines[1][1] == lines[2][1], "both keep every post that has a text"
    assert int(lines[2][1]) > 100
    assert float(lines[3][1]) > 0


def test_the_crawlers_of_the_site_benchmark_read_the_same_pages_and_the_second_run_downloads_none() -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "benchmarks" / "site.py"), "12"],
        capture_output=True, text=True, check=True, cwd=ROOT,
    )  # fmt: skip
    lines = {line.split()[0]: line.split()[1:] for line in done.stdout.splitlines() if line}
    assert list(lines) == ["crawler", "text", "ordinary", "polon", "again", "ratio"]
    assert {name: lines[name][:3] for name in ("text", "ordinary", "polon", "again")} == {
        "text": ["12", "12", "0"],
        "ordinary": ["12", "12", "0"],
        "polon": ["12", "12", "0"],
        "again": ["12", "0", "12"],
    }
