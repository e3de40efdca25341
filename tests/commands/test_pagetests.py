"""`polon sources test`: saved pages against expectations, each right, wrong and unusable."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from typer.testing import CliRunner

from polon.cli import app

SOURCE = """
title = "River Post"
kind = "news"
lang = "en"
timezone = "Europe/Kyiv"
feeds = ["https://river.example/rss.xml"]
verified = false
evidence = "Written for a test."

[selectors]
text = "div.story"
"""

FIRST = "Forty people came home today, the ministry said in the morning."
LAST = "Ten of them are officers, and all of them are in hospital by now."
PAGE = f"""<!DOCTYPE html><html lang="en"><head><title>Forty freed</title>
<script type="application/ld+json">{{"@type": "NewsArticle", "headline": "Forty freed",
 "datePublished": "2026-05-20T14:30:00"}}</script></head>
<body><h1>Forty freed</h1><div class="story"><p>{FIRST}</p><p>{LAST}</p></div></body></html>"""

RIGHT = f"""
source = "river"
fetched = "https://river.example/forty"
url = "https://river.example/forty"
lang = "en"
title = "Forty freed"
paragraphs = ["{FIRST}", "{LAST}"]
first = "{FIRST}"
last = "{LAST}"
published = "2026-05-20T14:30:00+03:00"
authors = []
twins = []
warnings = []
"""


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources/river.toml").write_text(SOURCE, encoding="utf-8")
    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / "forty.html.gz").write_bytes(gzip.compress(PAGE.encode()))
    (folder / "forty.toml").write_text(RIGHT, encoding="utf-8")
    return folder


def outcome(pages: Path, *words: str) -> tuple[int, list[str], str]:
    folders = ["--pages", str(pages), "--sources", str(pages.parent / "sources")]
    result = CliRunner().invoke(app, ["sources", "test", *words, *folders])
    return result.exit_code, result.stdout.splitlines(), result.stderr


def test_a_page_as_expected_is_ok(pages: Path) -> None:
    assert outcome(pages) == (0, ["ok    forty", "1 pages read, 0 otherwise than expected"], "")


def test_plain_html_and_keys_of_its_own_will_do(pages: Path) -> None:
    (pages / "plain.html").write_text(PAGE, encoding="utf-8")
    own = f'fetched = "https://a.example/x"\nzone = "Europe/Moscow"\nfirst = "{FIRST}"\n'
    own += 'published = "2026-05-20T14:30:00+03:00"\n[selectors]\ntext = "div.story"\n'
    (pages / "plain.toml").write_text(own, encoding="utf-8")
    assert outcome(pages)[:2] == (0, ["ok    forty", "ok    plain", "2 pages read, 0 otherwise than expected"])
    assert outcome(pages, "plain")[1] == ["ok    plain", "1 pages read, 0 otherwise than expected"]
    assert outcome(pages, "river")[1] == ["ok    forty", "1 pages read, 0 otherwise than expected"]


def test_the_pages_of_this_repository_are_read_as_expected() -> None:
    root = Path(__file__).resolve().parents[2]
    words = ["--pages", str(root / "tests/pages/outlets"), "--sources", str(root / "sources")]
    result = CliRunner().invoke(app, ["sources", "test", *words])
    count = len(list((root / "tests/pages/outlets").glob("*.html.gz")))
    assert count >= 12
    assert result.stdout.splitlines()[-1] == f"{count} pages read, 0 otherwise than expected"
    assert result.exit_code == 0


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('title = "Forty freed"', 'title = "Fifty freed"', "title: is «Forty freed», expected «Fifty freed»"),
        ('lang = "en"', 'lang = "uk"', "lang: is «en», expected «uk»"),
        ("14:30:00+03:00", "14:30:00+02:00", "published: is «2026-05-20T14:30:00+03:00», expected «2026-05-20T14:30:0"),
        ("authors = []", 'authors = ["A. Nobody"]', "authors: is «0 of them», expected «[0] A. Nobody»"),
        ("twins = []", 'access = "paywall"', "access: is «nothing», expected «paywall»"),
        (
            f'paragraphs = ["{FIRST}", "{LAST}"]',
            f'paragraphs = ["{FIRST}", "No."]',
            f"is «[1] {LAST}», expected «[1] No.»",
        ),
        ("warnings = []", 'warnings = ["whole hours"]', "warnings: none has the words 'whole hours'"),
    ],
)
def test_each_difference_is_told(pages: Path, old: str, new: str, said: str) -> None:
    assert old in RIGHT
    (pages / "forty.toml").write_text(RIGHT.replace(old, new, 1), encoding="utf-8")
    status, lines, _ = outcome(pages)
    assert (status, lines[0], lines[-1]) == (1, "other forty", "1 pages read, 1 otherwise than expected")
    assert len(lines) == 3
    assert said in lines[1]


def test_a_page_without_text_is_told(pages: Path) -> None:
    (pages / "forty.html.gz").write_bytes(gzip.compress(b"<!DOCTYPE html><html><body></body></html>"))
    status, lines, _ = outcome(pages)
    assert (status, lines[1].strip().startswith("cannot be read: ")) == (1, True)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda pages: (pages / "forty.toml").unlink(), "forty.toml: is missing: write beside each page"),
        (lambda pages: (pages / "forty.toml").write_text("titel = 1"), "forty.toml: Object "),
        (
            lambda pages: (pages / "forty.toml").write_text('fetched = "https://a.example/"'),
            "expects nothing; give one",
        ),
        (lambda pages: (pages / "forty.toml").write_text(RIGHT.replace("river", "sea", 1)), "no source named 'sea'"),
        (
            lambda pages: (pages / "forty.toml").write_text(
                'fetched = "https://a.example/"\nlang = "en"\nzone = "Kyiv"'
            ),
            "forty.toml: key 'timezone'",
        ),
        (lambda pages: (pages / "forty.html.gz").write_bytes(b"no gzip"), "forty.html.gz: cannot be read"),
        (lambda pages: (pages / "forty.html.gz").write_bytes(gzip.compress(PAGE.encode())[:-20]), "cannot be read"),
        (lambda pages: (pages / "forty.html.gz").write_bytes(gzip.compress(bytes(17 * 2**20))), "larger than 16 MB"),
        (lambda pages: (pages / "forty.html.gz").unlink(), "holds no saved pages"),
    ],
)
def test_what_cannot_be_used_ends_with_status_2(pages: Path, change, said: str) -> None:
    change(pages)
    status, _, message = outcome(pages)
    assert status == 2
    assert said in message


def test_a_name_that_no_page_has_ends_with_status_2(pages: Path) -> None:
    status, lines, message = outcome(pages, "sea")
    assert (status, lines) == (2, [])
    assert "no page is named 'sea' or is of that source" in message
