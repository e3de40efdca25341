"""How well the main text of articles is found: the article extraction benchmark of scrapinghub, 181 pages.

`articles.py FOLDER [--least 0.955] [--worst N]`. FOLDER is a clone of scrapinghub/article-extraction-benchmark on
GitHub; nothing of it lies here. The figures are of its own scorer, the `evaluate.py` in it: shingles of four words,
precision and recall as means over the pages, F1 of the two means. What is scored is what Polon reads without any
selectors of a source; the headline, which it keeps as the first paragraph, is left out, since the benchmark's texts
are without it. On 2026-11-22: F1 0.961, precision 0.950, recall 0.972.
The exit status is 1 where F1 is under `--least`.
"""

from __future__ import annotations

import argparse
import gzip
import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
KEYS = ("f1", "precision", "recall", "accuracy")


def scorer(folder: Path) -> ModuleType:
    """The benchmark's own `evaluate.py`."""
    spec = importlib.util.spec_from_file_location("benchmark_scorer", folder / "evaluate.py")
    if spec is None or spec.loader is None:
        raise ImportError(f"{folder / 'evaluate.py'} cannot be loaded")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def body_of(page: bytes, url: str) -> str:
    """The text that Polon reads from a page, without its headline; empty where it finds none."""
    if str(ROOT) not in sys.path:
        sys.path.insert(0, str(ROOT))
    from polon.pages import PageError
    from polon.pages.article import read_article
    from polon.sources import Kind, Source

    source = Source(
        name="benchmark", title="Benchmark", kind=Kind.NEWS, lang="en", timezone="UTC",
        pages=("https://pages.example/",), verified=False, evidence="A benchmark's pages, of many sites.",
    )  # fmt: skip
    try:
        document = read_article(page, url, source=source, charset=None)
    except PageError:
        return ""
    return document.text.partition("\n\n")[2] if document.title else document.text


def predict(folder: Path, truth: dict[str, Any]) -> dict[str, dict[str, str]]:
    """The text of every page, in the form that the scorer takes."""
    found = {}
    for name, told in truth.items():
        page = gzip.decompress((folder / "html" / f"{name}.html.gz").read_bytes())
        found[name] = {"articleBody": body_of(page, told.get("url") or "https://pages.example/article")}
    return found


def main(arguments: list[str] | None = None) -> int:
    """Prints the figures; gives the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--least", type=float, default=0.955)
    parser.add_argument(
        "--worst", type=int, default=0, help="also name so many pages, those with the fewest right words"
    )
    asked = parser.parse_args(arguments)
    if not (asked.folder / "ground-truth.json").is_file():
        parser.error(f"{asked.folder}: holds no ground-truth.json; name a clone of the benchmark")
    truth = json.loads((asked.folder / "ground-truth.json").read_text(encoding="utf-8"))
    score = scorer(asked.folder)
    found = predict(asked.folder, truth)
    figures = score.evaluate(truth, found, 200)
    print(
        f"{len(truth)} pages: " + ", ".join(f"{key} {figures[key]:.3f} ± {figures[f'{key}_std']:.3f}" for key in KEYS)
    )
    match = score.string_shingle_matching
    shares = {name: match(truth[name]["articleBody"], found[name]["articleBody"]) for name in truth}
    for name, (right, more, missed) in sorted(shares.items(), key=lambda item: item[1][0])[: asked.worst]:
        print(f"{name}: right {right:.2f}, too much {more:.2f}, missed {missed:.2f}")
    return 0 if figures["f1"] >= asked.least else 1


if __name__ == "__main__":
    sys.exit(main())
