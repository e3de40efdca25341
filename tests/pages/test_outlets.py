"""Whole pages in the structure of real outlets, with texts of this project: `outlets/<outlet>_<language>.html.gz`.

Beside each page lies a TOML file with what stands on it: what the page is like, its time zone, the address it was
fetched from, and every field of the document that is to be read from it.
"""

from __future__ import annotations

import gzip
import tomllib
from pathlib import Path
from typing import Any

import pytest

from polon.pages.article import inspect_article

FOLDER = Path(__file__).parent / "outlets"
NAMES = sorted(path.stem for path in FOLDER.glob("*.toml"))


@pytest.mark.parametrize("name", NAMES)
def test_page(name, news):
    told: dict[str, Any] = tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
    page = gzip.decompress((FOLDER / f"{name}.html.gz").read_bytes())
    found = inspect_article(page, told["fetched"], source=news(lang="uk", timezone=told["zone"]), charset=None)
    document = found.document
    assert document.text.split("\n\n") == [told["title"], *told["paragraphs"]]
    assert document.title == told["title"]
    assert (document.url, document.lang, document.access) == (told["url"], told["lang"], told.get("access"))
    times = {"published": document.published, "modified": document.modified}
    assert {key: time.isoformat() for key, time in times.items() if time} == {k: told[k] for k in times if k in told}
    assert (list(document.authors), list(document.twins)) == (told.get("authors", []), told.get("twins", []))
    warnings = told.get("warnings", [])
    assert len(found.warnings) == len(warnings)
    assert all(words in warning for words, warning in zip(warnings, found.warnings, strict=True))


def test_there_are_a_dozen_outlets_in_three_languages():
    assert {path.name.removesuffix(".html.gz") for path in FOLDER.glob("*.html.gz")} == set(NAMES)
    assert len({name.rpartition("_")[0] for name in NAMES}) >= 12
    assert {name.rpartition("_")[2] for name in NAMES} == {"en", "ru", "uk"}
