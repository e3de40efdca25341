"""What may stand where: imports between the rooms, lengths, language files, and words that no tracked file holds."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("polon", "spiders", "pipelines")
MODULES = sorted(file for package in PACKAGES for file in (ROOT / package).rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))
LANGUAGES = sorted((ROOT / "polon/extract/languages").glob("*.toml"))

PURE = ("polon.coverage", "polon.evaluate", "polon.health", "polon.extract", "polon.pages")
"""Rooms without files, network, processes and clock; `importlib.resources` reads what is part of the package."""

EDGES = {
    "os", "pathlib", "shutil", "tempfile", "glob", "fcntl", "sqlite3", "duckdb", "warcio",
    "socket", "ssl", "http", "urllib.request", "requests", "urllib3", "scrapy", "twisted", "asyncio",
    "subprocess", "threading", "multiprocessing", "signal", "time", "random", "secrets",
}  # fmt: skip

MAY_IMPORT = {
    "polon": set(),
    "polon.agent": {"polon"},
    "polon.vocabulary": set(),
    "polon.records": {"polon.vocabulary"},
    "polon.source_forms": set(),
    "polon.sources": {"polon.source_forms"},
    "polon.extract": {"polon", "polon.records"},
    "polon.pages": {"polon.records", "polon.sources"},
    "polon.coverage": {"polon.records"},
    "polon.health": {"polon.records"},
    "polon.store": {"polon", "polon.records"},
    "polon.session": {"polon", "polon.extract", "polon.records", "polon.store"},
    "polon.mock": set(),
    "polon.demo": {"polon.mock", "polon.sources"},
    "polon.evaluate": {"polon.records"},
    "polon.commands": {
        "polon", "polon.agent", "polon.demo", "polon.evaluate", "polon.extract", "polon.health", "polon.pages",
        "polon.records", "polon.session", "polon.source_forms", "polon.sources", "polon.store", "spiders",
    },
    "polon.cli": {"polon", "polon.commands"},
    "polon.__main__": {"polon.cli"},
    "spiders": {
        "polon.agent", "polon.coverage", "polon.pages", "polon.records", "polon.session", "polon.sources",
        "polon.store",
    },
    "pipelines": {
        "polon.extract", "polon.pages", "polon.records", "polon.session", "polon.sources", "polon.store", "spiders",
    },
}  # fmt: skip
"""The way of the data, room by room. A new room needs a line here: say what it may see."""


def name_of(file: Path) -> str:
    parts = file.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def room_of(module: str) -> str:
    """`polon.extract` of `polon.extract.dates`; `spiders` of `spiders.news`."""
    parts = module.split(".")
    return ".".join(parts[:2]) if parts[0] == "polon" else parts[0]


def imports(file: Path) -> Iterator[str]:
    """Every module that a file imports, anywhere in it; `from polon import cli` counts as `polon.cli`."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}: a relative import"
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                yield whole if is_module(whole) else str(node.module)


def is_module(dotted: str) -> bool:
    path = ROOT.joinpath(*dotted.split("."))
    return path.with_suffix(".py").is_file() or (path / "__init__.py").is_file()


def starts(module: str, names: set[str]) -> bool:
    return any(module == name or module.startswith(f"{name}.") for name in names)


# Who may see whom


@pytest.mark.parametrize("file", MODULES, ids=name_of)
def test_a_room_imports_only_what_lies_before_it(file: Path) -> None:
    room = room_of(name_of(file))
    own = {room_of(module) for module in imports(file) if module.split(".")[0] in PACKAGES}
    assert own - {room} <= MAY_IMPORT[room]


@pytest.mark.parametrize("file", [f for f in MODULES if name_of(f).startswith(PURE)], ids=name_of)
def test_a_pure_module_touches_no_file_network_or_clock(file: Path) -> None:
    assert {module for module in imports(file) if starts(module, EDGES)} == set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            called = node.func
            assert not (isinstance(called, ast.Name) and called.id in ("open", "print", "input")), ast.unparse(node)
            forbidden = ("now", "today", "utcnow", "fetch_url", "urlopen", "search_dates")
            assert not (isinstance(called, ast.Attribute) and called.attr in forbidden), ast.unparse(node)


@pytest.mark.parametrize("file", [f for f in MODULES if name_of(f).startswith("polon")], ids=name_of)
def test_only_the_crawl_command_knows_of_scrapy(file: Path) -> None:
    found = {module for module in imports(file) if starts(module, {"scrapy", "twisted", "spiders", "pipelines"})}
    assert found == set() or name_of(file) == "polon.commands.crawl"


def test_the_command_line_starts_without_what_is_heavy() -> None:
    """`polon --help` answers at once: what is slow to import, commands import when they are called."""
    heavy = [
        "scrapy",
        "twisted",
        "lxml",
        "bs4",
        "soupsieve",
        "trafilatura",
        "duckdb",
        "dateparser",
        "feedparser",
        "warcio",
    ]
    code = f"import sys, polon.cli; print([name for name in {heavy} if name in sys.modules])"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert run.stdout.strip() == "[]"


def test_the_rules_see_what_they_forbid(tmp_path: Path) -> None:
    """The walk finds imports at any depth and in every form."""
    file = tmp_path / "sample.py"
    file.write_text(
        "import os.path as p, json\nfrom polon import sources\nfrom polon.extract.tokens import Token\n"
        "def f():\n    if True:\n        from scrapy.http import Response\n",
        encoding="utf-8",
    )
    assert sorted(imports(file)) == ["json", "os.path", "polon.extract.tokens", "polon.sources", "scrapy.http"]
    assert starts("os.path", EDGES)
    assert not starts("ossify", EDGES)
    assert (room_of("polon.extract.dates"), room_of("spiders.news"), room_of("polon")) == (
        "polon.extract",
        "spiders",
        "polon",
    )


# What is declared


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def named(line: str) -> str:
    """The distribution that a requirement names."""
    return canonical(Requirement(line).name)


PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
NEEDED = {named(line) for line in PROJECT["dependencies"]}
FOR_TESTS = {named(line) for line in PROJECT["optional-dependencies"]["test"]}
EXTRAS = {named(line) for lines in PROJECT["optional-dependencies"].values() for line in lines} - {"polon"}


def with_what_they_bring(names: set[str]) -> set[str]:
    """The distributions and those that they ask for on this system; `make test` has not installed all of them."""
    here = [name for name in names if next(metadata.Distribution.discover(name=name), None)]
    asked = [Requirement(line) for name in here for line in metadata.requires(name) or ()]
    return names | {canonical(r.name) for r in asked if r.marker is None or r.marker.evaluate({"extra": ""})}


@pytest.mark.parametrize(
    ("files", "declared"), [(MODULES, NEEDED), (TESTS, NEEDED | FOR_TESTS)], ids=["packages", "tests"]
)
def test_every_import_is_declared_or_brought_by_what_is(files: list[Path], declared: set[str]) -> None:
    homes = metadata.packages_distributions()
    local = {*PACKAGES, "tests", "polon"}
    tops = {module.split(".")[0] for file in files for module in imports(file)} - local - sys.stdlib_module_names
    unknown = {top for top in tops if not {canonical(n) for n in homes.get(top, ())} & with_what_they_bring(declared)}
    assert unknown == set()


def test_the_pinned_versions_hold_all_that_is_declared_and_no_address() -> None:
    lines = [line for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines() if line[:1] != "#"]
    assert [line for line in lines if not re.fullmatch(r"[A-Za-z0-9._-]+==[0-9][0-9a-z.]*", line)] == []
    pinned = [named(line) for line in lines]
    assert with_what_they_bring(NEEDED | EXTRAS) - set(pinned) == set()
    assert len(pinned) == len(set(pinned))


# Form


@pytest.mark.parametrize("file", MODULES, ids=name_of)
def test_a_module_is_one_room_and_no_hall(file: Path) -> None:
    assert len(file.read_text(encoding="utf-8").splitlines()) <= 300


def strings(value: object) -> Iterator[str]:
    """Every text in a TOML value, keys included."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield str(key)
            yield from strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner)


def is_pattern(text: str) -> bool:
    """Whether a text is more than words, stems (`captur*`), gaps (`..`) and plain alternatives (`{came|went} home`)."""
    written_out = re.sub(r"\{([^{}]*)\}", lambda braces: braces[1].replace("|", " "), text)
    return bool(re.search(r"[][(){}|\\^$+?]", written_out)) or bool(re.search(r"\*\S|\.\*", written_out))


@pytest.mark.parametrize("file", LANGUAGES, ids=lambda file: file.stem)
def test_a_language_file_holds_words_and_stems_never_patterns(file: Path) -> None:
    texts = list(strings(tomllib.loads(file.read_text(encoding="utf-8"))))
    assert len(texts) > 100
    assert [text for text in texts if is_pattern(text)] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("captur*", False),
        ("laid down .. arms", False),
        ("повернул{ася|ися}", False),
        ("soldier{|s} of {the|our} {own|army}", False),
        ("captur.*", True),
        ("captur*ed", True),
        ("colou?r", True),
        ("(came|went) home", True),
        ("came|went", True),
        ("{came|{went|gone}}", True),
        ("[a-z]", True),
        (r"\d", True),
    ],
)
def test_words_are_told_from_patterns(text: str, expected: bool) -> None:
    assert is_pattern(text) is expected


# Words that no tracked file holds

UNWANTED = re.compile(
    r"pypi\.[o]rg|pythonhoste[d]|registry\.npm[j]s|deb\.debia[n]|files\.py[t]hon"  # registries: any mirror must do
    r"|(?<![\w.-])/(?:work|home|tmp|opt|root)/[a-z.]"  # one machine's folders
)


def tracked() -> list[Path]:
    run = subprocess.run(["git", "ls-files", "-z"], capture_output=True, text=True, cwd=ROOT, check=False)
    if run.returncode:
        pytest.skip("not a git clone, so there are no tracked files to look at")
    return [ROOT / name for name in run.stdout.split("\0") if name and (ROOT / name).is_file()]


def test_no_tracked_file_names_a_registry_or_a_machine() -> None:
    found = []
    for file in tracked():
        lines = file.read_bytes().decode("utf-8", "replace").splitlines()
        found += [f"{file.relative_to(ROOT)}:{n}: {line}" for n, line in enumerate(lines, 1) if UNWANTED.search(line)]
    assert found == []


@pytest.mark.parametrize(
    ("line", "unwanted"),
    [
        ("see https://pypi" + ".org/simple", True),
        ("cd /wo" + "rk/main", True),
        ('open("/tm' + 'p/x")', True),
        ("https://example.org/wo" + "rk/main", False),
        ("net/wo" + "rk/paths", False),
        ("/works/x", False),
    ],
)
def test_the_search_finds_what_it_should(line: str, unwanted: bool) -> None:
    assert bool(UNWANTED.search(line)) is unwanted
