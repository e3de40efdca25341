"""How fast Polon extracts, as a ratio to search_dates and quantulum3 on the same texts in the same run.

    make speed

Each tool works in a process of its own, round by round in turn, so that a slow moment of the machine meets all of
them; printed are the texts a second of the best round, on one core, and the ratio as the median over rounds.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from statistics import median
from typing import IO

from texts import LANGUAGES, SIZE, off_topic, on_topic

HERE = Path(__file__).parent
PUBLISHED = "2026-05-20"
ROUNDS = int(os.environ.get("ROUNDS", "5"))


class Worker:
    """One tool in its process."""

    def __init__(self, python: str, tool: str, lang: str, texts: list[str]) -> None:
        command = [python, "-W", "ignore", str(HERE / "work.py"), tool]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.tool = tool
        self._say({"lang": lang, "published": PUBLISHED, "texts": texts})

    def round(self) -> float:
        """Processor seconds of one round over the texts."""
        self._say("go")
        answer = _stream(self.process.stdout).readline()
        if not answer:
            sys.exit(f"{self.tool} ended with status {self.process.wait()}")
        return float(answer)

    def _say(self, what: object) -> None:
        stream = _stream(self.process.stdin)
        stream.write(json.dumps(what) + "\n")
        stream.flush()

    def end(self) -> None:
        """Ends the process."""
        _stream(self.process.stdin).close()
        self.process.wait()


def _stream(pipe: IO[str] | None) -> IO[str]:
    if pipe is None:
        raise RuntimeError("a worker has no pipe")
    return pipe


def compare(kind: str, lang: str, texts: list[str], peers: str) -> None:
    """Prints a line for each tool."""
    workers = [Worker(sys.executable, "polon", lang, texts)]
    workers += [Worker(peers, tool, lang, texts) for tool in ("search_dates", "quantulum3")]
    times: dict[str, list[float]] = {w.tool: [] for w in workers}
    for _ in range(ROUNDS):
        for worker in workers:
            times[worker.tool].append(worker.round())
    for worker in workers:
        worker.end()
        rate = len(texts) / min(times[worker.tool])
        ratio = median(theirs / ours for ours, theirs in zip(times["polon"], times[worker.tool], strict=True))
        told = "" if worker.tool == "polon" else f"{ratio:9.1f}"
        print(f"{kind:10} {lang:5} {worker.tool:13} {rate:12,.0f} {told}", flush=True)


def main() -> None:
    """Prints the table. The one argument is the Python of the peers' environment."""
    peers = sys.argv[1] if len(sys.argv) > 1 else str(HERE.parent / ".venv-peers" / "bin" / "python")
    if not Path(peers).exists():
        sys.exit(f"{peers} is not there; make speed sets it up")
    print(f"Texts of {SIZE} bytes, one core, best and median of {ROUNDS} rounds\n")
    print(f"{'texts':10} {'lang':5} {'tool':13} {'texts/second':>12} {'Polon is … times as fast':>9}")
    for kind, texts in (("on topic", on_topic), ("off topic", off_topic)):
        for lang in LANGUAGES:
            compare(kind, lang, texts(lang), peers)


if __name__ == "__main__":
    main()
