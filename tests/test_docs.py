"""The documents say what the program has: commands, options, fields, values, keys, variables. Their examples run."""

from __future__ import annotations

import ast
import dataclasses
import re
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Any

import pytest
import typer.main

from polon import records
from polon.cli import app
from polon.commands import options
from polon.sources import Kind, MirrorKind, Publisher, Selectors, Source, parse_source

ROOT = Path(__file__).resolve().parents[1]
FILES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))]
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def text_of(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def section(text: str, heading: str) -> str:
    """What stands under a heading, down to the next one of its level or above; with what stands below it."""
    level = heading.split(" ", maxsplit=1)[0]
    found = re.search(rf"^{re.escape(heading)}$(.*?)(?=^#{{1,{len(level)}}} |\Z)", text, re.MULTILINE | re.DOTALL)
    assert found, f"no heading {heading!r}"
    return found[1]


def ticked(text: str) -> set[str]:
    """Every word between single backticks; `--since DAY` gives `--since` as well."""
    spans = re.findall(r"`([^`\n]+)`", FENCE.sub("", text))
    return {*spans, *(span.split()[0].removesuffix("…") for span in spans if span.split())}


# The command line


def commands() -> Iterator[tuple[str, Any]]:
    """Every command with its whole name, groups included."""

    def walk(name: str, command: Any) -> Iterator[tuple[str, Any]]:
        yield name, command
        for inner in getattr(command, "commands", {}).values():
            yield from walk(f"{name} {inner.name}", inner)

    for command in typer.main.get_command(app).commands.values():  # type: ignore[attr-defined]
        yield from walk(f"polon {command.name}", command)


@pytest.mark.parametrize(
    ("name", "command"), list(commands()), ids=lambda value: value if isinstance(value, str) else ""
)
def test_every_command_and_option_is_documented(name: str, command: Any) -> None:
    part = section(text_of("docs/commands.md"), f"## `{name}`")
    words = ticked(part)
    for parameter in command.params:
        if parameter.param_type_name == "argument":
            shown = re.findall(r"[A-Z]+", (parameter.metavar or parameter.name).upper())[0]
            assert shown in {inner for span in words for inner in re.findall(r"[A-Z]+", span)}, f"{name}: {shown}"
        else:
            missing = {*parameter.opts, *parameter.secondary_opts} - words - {"--help", "-h"}
            assert missing == set(), f"{name}: {missing}"


@pytest.mark.parametrize(
    ("name", "command"), list(commands()), ids=lambda value: value if isinstance(value, str) else ""
)
def test_no_option_is_documented_that_does_not_exist(name: str, command: Any) -> None:
    part = section(text_of("docs/commands.md"), f"## `{name}`")
    rows = re.findall(r"^\| `(--?[a-z-]+)", part, re.MULTILINE)
    assert set(rows) <= {option for p in command.params for option in (*p.opts, *p.secondary_opts)}
    assert len(rows) == len(set(rows))


def test_every_exit_status_is_told() -> None:
    statuses = re.findall(r"^\| (\d+) \|", section(text_of("README.md"), "## Exit status"), re.MULTILINE)
    known = [options.OK, options.SOME_FAILED, options.USAGE, options.LOCKED, options.ALL_FAILED, options.INTERRUPTED]
    assert [int(status) for status in statuses] == [*known, 128 + 15]


def test_every_environment_variable_is_told() -> None:
    used = set()
    for package in ("polon", "spiders", "pipelines"):
        for file in (ROOT / package).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    used |= set(re.findall(r"^POLON_[A-Z_]+$", node.value))
    table = re.findall(r"^\| `(POLON_[A-Z_]+)` \|", section(text_of("README.md"), "## Environment"), re.MULTILINE)
    assert set(table) == used
    assert {"POLON_DATA", "POLON_SOURCES", "POLON_CONTACT"} <= used


# Records


@pytest.mark.parametrize(
    ("record", "file", "heading"),
    [
        (records.Claim, "docs/claims.md", "## The fields"),
        (records.Document, "docs/records.md", "## Document"),
        (records.Evidence, "docs/records.md", "## Document"),
        (records.Forward, "docs/records.md", "## Document"),
        (records.Visit, "docs/records.md", "## Visit"),
        (records.Fetch, "docs/records.md", "## Fetch"),
        (records.Decision, "docs/records.md", "## Decision"),
        (records.Run, "docs/records.md", "## Run"),
        (records.SourceRun, "docs/records.md", "## Run"),
    ],
)
def test_every_field_is_explained(record: Any, file: str, heading: str) -> None:
    fields = {field.name for field in dataclasses.fields(record)}
    shared = {"schema"} if "`schema`" in text_of("docs/records.md").partition("## Document")[0] else set()
    assert fields - ticked(section(text_of(file), heading)) - shared == set()


def test_the_claims_fields_stand_in_the_order_of_the_record() -> None:
    part = section(text_of("docs/claims.md"), "## The fields").partition("\n### ")[0]
    rows = [re.findall(r"`(\w+)`", row.split("|")[1]) for row in part.splitlines() if row.startswith("| `")]
    assert [name for row in rows for name in row] == [field.name for field in dataclasses.fields(records.Claim)]


@pytest.mark.parametrize(
    ("values", "file", "heading"),
    [
        (records.Qualifier, "docs/claims.md", "### `qualifier`"),
        (records.Event, "docs/claims.md", "### `event`"),
        (records.Who, "docs/claims.md", "### `who`"),
        (records.Status, "docs/claims.md", "### `status`"),
        (records.Withdrawal, "docs/claims.md", "### `withdrawn`"),
    ],
)
def test_every_value_has_its_row(values: type[StrEnum], file: str, heading: str) -> None:
    rows = re.findall(r"^\| `(\w+)` \|", section(text_of(file), heading), re.MULTILINE)
    assert rows == [value.value for value in values]


@pytest.mark.parametrize(
    ("values", "heading"),
    [
        (records.Access, "## Document"),
        (records.Verdict, "## Decision"),
        (records.Came, "## Fetch"),
        (records.Outcome, "## Run"),
    ],
    ids=["access", "verdict", "came", "outcome"],
)
def test_every_verdict_and_outcome_is_named(values: type[StrEnum], heading: str) -> None:
    assert {value.value for value in values} <= ticked(section(text_of("docs/records.md"), heading))


def test_every_vocabulary_of_the_records_is_covered_here() -> None:
    found = {kind for kind in vars(records).values() if isinstance(kind, type) and issubclass(kind, StrEnum)}
    named = {"Qualifier", "Event", "Who", "Status", "Withdrawal", "Access", "Verdict", "Came", "Outcome"}
    assert {kind.__name__ for kind in found} - {"StrEnum"} == named


# Sources and languages


def test_every_key_of_a_source_has_its_row() -> None:
    rows = re.findall(r"^\| `(\w+)` \|", section(text_of("docs/sources.md"), "## The keys"), re.MULTILINE)
    assert rows == list(Source.__struct_fields__[1:])  # all but the name, which is the file's


def test_every_selector_and_kind_is_named() -> None:
    row = next(row for row in text_of("docs/sources.md").splitlines() if row.startswith("| `selectors`"))
    assert set(Selectors.__struct_fields__) <= ticked(row)
    rows = re.findall(r"`([a-z-]+)`", section(text_of("docs/sources.md"), "## Mirrors"))
    assert {kind.value for kind in MirrorKind} <= set(rows)
    row = next(row for row in text_of("docs/sources.md").splitlines() if row.startswith("| `publisher`"))
    assert {publisher.value for publisher in Publisher} <= ticked(row)
    row = next(row for row in text_of("docs/sources.md").splitlines() if row.startswith("| `kind`"))
    assert {kind.value for kind in Kind} <= ticked(row)


def test_the_examples_of_sources_load_and_show_every_key() -> None:
    examples = [body for lang, body in FENCE.findall(text_of("docs/sources.md")) if lang == "toml"]
    sources = [parse_source("example", body.encode(), "docs/sources.md") for body in examples]
    assert [source.kind for source in sources] == [Kind.TELEGRAM, Kind.NEWS]
    shown = {key for body in examples for key in tomllib.loads(body)}
    assert shown == set(Source.__struct_fields__[1:])


def test_what_the_check_says_is_in_its_table() -> None:
    """Each sentence of the table, up to what varies, stands in the code that says it."""
    code = "".join(text_of(f"polon/{name}.py") for name in ("commands/check", "commands/fetch", "pages/feed"))
    code = re.sub(r'"\s*\n\s*f?"', "", code)
    table = section(text_of("docs/sources.md"), "## What the check tells")
    spans = [
        span for row in re.findall(r"^\| (`.*?`) \|", table, re.MULTILINE) for span in re.findall(r"`([^`]+)`", row)
    ]
    assert len(spans) > 10
    for span in spans:
        for part in re.split(r"…|\d+|'\w+'", span):
            assert part.strip(" :,.") in code, span


LANGUAGES = sorted((ROOT / "polon/extract/languages").glob("*.toml"))


@pytest.mark.parametrize("file", LANGUAGES, ids=lambda file: file.stem)
def test_every_key_of_a_language_file_is_explained(file: Path) -> None:
    assert set(tomllib.loads(file.read_text(encoding="utf-8"))) - ticked(text_of("docs/languages.md")) == set()


@pytest.mark.parametrize("file", LANGUAGES, ids=lambda file: file.stem)
def test_every_group_that_a_language_file_gives_is_named(file: Path) -> None:
    people = tomllib.loads(file.read_text(encoding="utf-8"))["people"].values()
    groups = {g for entry in people if isinstance(entry, dict) for g in entry.get("group", "").split(",") if g}
    assert groups
    assert groups <= ticked(section(text_of("docs/claims.md"), "### `group`"))


# Examples and links


RUN = re.compile(r"echo |polon (?:extract|sources(?! check))\b")
"""Commands of the README that need no network and no store."""


def sessions() -> Iterator[list[tuple[str, list[str]]]]:
    """The README's console blocks that can be run here: commands with the lines that they print."""
    for language, body in FENCE.findall(text_of("README.md")):
        if language == "console":
            parts = [part.partition("\n") for part in re.split(r"^\$ ", body, flags=re.MULTILINE)[1:]]
            if all(RUN.match(command) for command, _, _ in parts):
                yield [(command, output.splitlines()) for command, _, output in parts]


@pytest.mark.parametrize("session", list(sessions()), ids=lambda session: session[-1][0][:60])
def test_the_examples_of_the_readme_print_what_they_show(session: list[tuple[str, list[str]]], tmp_path: Path) -> None:
    """A line `…` stands for lines that the README leaves out; blanks at a line's end do not count."""
    env = {"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8", "COLUMNS": "80"}
    env["POLON_SOURCES"] = str(ROOT / "sources")
    for command, output in session:
        line = re.sub(r"^polon ", f"{shlex.join([sys.executable, '-m', 'polon'])} ", command)
        run = subprocess.run(["sh", "-c", line], capture_output=True, text=True, env=env, cwd=tmp_path, check=False)
        shown = "".join(f"{row.rstrip()}\n" for row in run.stdout.splitlines())
        pattern = "".join(r"(?:.*\n)*" if row == "…" else re.escape(row.rstrip()) + "\n" for row in output)
        assert run.returncode == 0, run.stderr
        assert re.fullmatch(pattern, shown), shown


def test_the_readme_has_examples_of_both_kinds() -> None:
    commands = [command.split()[1] for session in sessions() for command, _ in session if command.startswith("polon")]
    assert {"extract", "sources"} <= set(commands)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_every_link_inside_leads_somewhere(file: Path) -> None:
    text = FENCE.sub("", file.read_text(encoding="utf-8"))
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if target.startswith(("https://", "http://")):
            continue
        name, _, anchor = target.partition("#")
        there = (file.parent / name) if name else file
        assert there.exists(), f"{file.name}: {target}"
        if anchor:
            headings = re.findall(r"^#+ (.+)$", there.read_text(encoding="utf-8"), re.MULTILINE)
            slugs = {re.sub(r"[^\w -]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}
            assert anchor in slugs, f"{file.name}: {target}"


def test_the_make_targets_that_the_documents_name_exist() -> None:
    targets = set(re.findall(r"^([a-z]+):", text_of("Makefile"), re.MULTILINE))
    named = {
        name for file in FILES for name in re.findall(r"(?:^|`)make ([a-z]+)", file.read_text(encoding="utf-8"), re.M)
    }
    assert {"demo", "test", "check"} <= named <= targets


def test_every_document_is_named_in_the_readme() -> None:
    named = set(re.findall(r"\]\((docs/[\w.-]+)", text_of("README.md")))
    assert {f"docs/{file.name}" for file in (ROOT / "docs").glob("*.md")} <= named


def test_every_module_of_the_extractor_has_its_place_in_the_manual() -> None:
    rows = re.findall(r"^\| `(\w+)` \|", text_of("docs/extraction.md"), re.MULTILINE)
    modules = {file.stem for file in (ROOT / "polon" / "extract").glob("*.py")} - {"__init__"}
    assert set(rows) == modules
    assert len(rows) == len(set(rows))
