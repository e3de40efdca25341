"""The figures of docs/accuracy.md: Polon and its peers on annotated sets.

    make accuracy                               prints them
    python benchmarks/accuracy.py PYTHON --write    writes them into docs/accuracy.md; PYTHON is that of the peers

Markdown: found and record of every set, each slot, the peers on the same sets, confidence against what is right,
and for tests/gold every claim that is missed, spurious or wrong. The sets are tests/gold and, where the annotated
news and posts lie beside the project, those; the texts of the latter are not printed.
"""

from __future__ import annotations

import io
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import redirect_stdout
from pathlib import Path

from polon import evaluate
from polon.commands.goldset import GoldSet, read_set
from polon.evaluate import Comparison

HERE = Path(__file__).parent
ROOT = HERE.parent
BESIDE = ROOT.parent / "shared" / "gold" / "dev"
DOCUMENT = ROOT / "docs" / "accuracy.md"
START, END = "<!-- figures: make accuracy -->", "<!-- end of the figures -->"
LANGUAGES = {"en": "English", "uk": "Ukrainian", "ru": "Russian"}
PEERS = {
    "search_dates": "a regular expression, `search_dates`",
    "quantulum3": "`quantulum3`, `search_dates`",
    "recognizers": "Recognizers-Text",
}


def sets() -> dict[str, Path]:
    """Name and folder of every set."""
    found = {f"tests/gold/{lang}": ROOT / "tests" / "gold" / lang for lang in LANGUAGES}
    beside = sorted(BESIDE.iterdir()) if BESIDE.is_dir() else []
    return found | {folder.name: folder for folder in beside if (folder / "gold.jsonl").is_file()}


def language(name: str) -> str:
    """The language of a set, by its name."""
    return name.rpartition("/")[2][:2]


def compared(folder: Path, claims: Path | None = None) -> GoldSet:
    """A set and what was found in it. Ends the program where a line cannot be used: a figure of a part is none."""
    found = read_set(folder / "docs.jsonl", folder / "gold.jsonl", claims)
    if found.problems:
        sys.exit("\n".join(found.problems))
    return found


def table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Prints a Markdown table."""
    print(f"| {' | '.join(head)} |")
    print(f"| {' | '.join('---' for _ in head)} |")
    for row in rows:
        print(f"| {' | '.join(map(str, row))} |")
    print()


def scores(name: str, comparisons: list[Comparison]) -> list[str]:
    """A row: claims, found P, R, F1, record F1."""
    found, record = evaluate.found(comparisons), evaluate.records(comparisons)
    shares = (found.precision, found.recall, found.f1, record.f1)
    return [name, str(len(comparisons)), str(found.asked), *(f"{share:.3f}" for share in shares)]


def slot_shares(comparisons: list[Comparison]) -> list[str]:
    """How often each slot is right."""
    return [f"{right / of:.3f}" if of else "—" for right, of in evaluate.slots(comparisons).values()]


def main() -> None:
    """Prints every table, or writes them into the document."""
    python = next((argument for argument in sys.argv[1:] if argument != "--write"), None)
    if "--write" not in sys.argv:
        figures(python)
        return
    tables = io.StringIO()
    with redirect_stdout(tables):
        figures(python)
    text = DOCUMENT.read_text(encoding="utf-8")
    before, _, rest = text.partition(START)
    _, _, after = rest.partition(END)
    DOCUMENT.write_text(f"{before}{START}\n\n{tables.getvalue().rstrip()}\n\n{END}{after}", encoding="utf-8")


def figures(python: str | None) -> None:
    """Prints every table; those of the peers with the Python of their environment."""
    folders = sets()
    read = {name: compared(folder) for name, folder in folders.items()}
    by_language = {
        lang: [c for name, r in read.items() if language(name) == lang for c in r.comparisons] for lang in LANGUAGES
    }
    every = [c for comparisons in by_language.values() for c in comparisons]
    rows = {name: r.comparisons for name, r in read.items()}
    rows |= {f"all {LANGUAGES[lang]}": comparisons for lang, comparisons in by_language.items()}
    print("### Found and record\n")
    table(
        ("set", "documents", "claims", "precision", "recall", "found F1", "record F1"),
        [scores(name, comparisons) for name, comparisons in rows.items()],
    )
    print("### Slots\n")
    table(("set", *evaluate.SLOTS), [[name, *slot_shares(comparisons)] for name, comparisons in rows.items()])
    print("### Confidence\n")
    reliability(every)
    if python is not None:
        print("### Peers\n")
        peers(folders, python)
    print("### What is still wrong, hit by hit\n")
    for lang, name in LANGUAGES.items():
        print(f"#### {name}\n")
        misses(read[f"tests/gold/{lang}"])


def reliability(comparisons: list[Comparison]) -> None:
    """Prints how often whole records are right, by confidence."""
    bins = evaluate.reliability(comparisons)
    rows = [(f"{b.low:.1f} to {b.high:.1f}", b.claims, f"{b.confidence:.3f}", f"{b.right:.3f}") for b in bins]
    table(("confidence", "claims", "mean confidence", "records right"), rows)
    print(f"Expected calibration error: {evaluate.calibration_error(bins):.3f}.\n")


def peers(folders: dict[str, Path], python: str) -> None:
    """Prints found and record F1 of each peer on each set."""
    rows = []
    for name, folder in folders.items():
        row: list[object] = [name]
        for tool in PEERS:
            with tempfile.NamedTemporaryFile(suffix=".jsonl") as file:
                command = [python, "-W", "ignore", str(HERE / "afternoon.py"), tool, str(folder / "docs.jsonl")]
                subprocess.run(command, stdout=file, check=True)
                found = compared(folder, Path(file.name)).comparisons
            row.append(f"{evaluate.found(found).f1:.3f} / {evaluate.records(found).f1:.3f}")
        own = compared(folder).comparisons
        rows.append([*row, f"{evaluate.found(own).f1:.3f} / {evaluate.records(own).f1:.3f}"])
    table(("set, found F1 / record F1", *PEERS.values(), "Polon"), rows)


def misses(read: GoldSet) -> None:
    """Prints every claim of a set that is missed, spurious, or wrong in a slot of its record."""
    rows = []
    for c in read.comparisons:
        rows += [(c.document, gold.surface, f"missed: {gold.event}") for gold in c.missed]
        rows += [(c.document, claim.surface, f"no claim, read as {claim.event}") for claim in c.spurious]
        for pair in c.pairs:
            wrong = [slot for slot in pair.wrong if slot in evaluate.RECORD]
            said = "; ".join(f"{s} {getattr(pair.claim, s)}, is {getattr(pair.gold, s)}" for s in wrong)
            rows += [(c.document, pair.gold.surface, said)] if wrong else []
    table(("example", "number", "what is wrong"), rows)


if __name__ == "__main__":
    main()
