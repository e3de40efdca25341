"""How fast Polon reads a whole channel, as a ratio to an ordinary Scrapy spider over the same pages in the same run.

    make channel              # 100,000 posts, two rounds
    make channel POSTS=20000

A mock Telegram in a process of its own serves an invented channel on this machine. The two crawlers take turns, one
request at a time and without a pause; Polon extracts, keeps evidence and writes its store, the ordinary one (id, time
and text into a feed) does not. Printed are the posts a second, the ratio, and the resident memory on the way.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

HERE = Path(__file__).resolve().parent
HANDLE = "harbour_bench"
SCENARIO = """
[[channels]]
handle = "{handle}"
number = 1700000001
title = "An invented channel"
description = "Every post is made up."

[channels.generated]
count = {count}
seed = 7
prisoners = 0.05
gaps = 0.1
albums = 0.1
"""


@contextmanager
def telegram(count: int) -> Iterator[str]:
    """A mock Telegram with a channel of so many posts; gives the base URL of its first preview host."""
    with tempfile.TemporaryDirectory() as folder:
        scenario = Path(folder) / "channel.toml"
        scenario.write_text(SCENARIO.format(handle=HANDLE, count=count), encoding="utf-8")
        command = [sys.executable, "-m", "polon.mock", str(scenario)]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=HERE.parent)
        try:
            if process.stdout is None or not (line := process.stdout.readline()):
                sys.exit(f"the mock ended with status {process.wait()}")
            yield json.loads(line)["t.me"]
        finally:
            process.terminate()
            process.wait()


def crawl(tool: str, host: str) -> dict[str, object]:
    """One crawl of the whole channel in a process of its own, into an empty folder."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-W", "ignore", str(HERE / "crawler.py"), tool, host, HANDLE, folder]
        done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        sys.exit(f"{tool} ended with status {done.returncode}")
    answer: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    return answer


def main() -> None:
    """Prints a line for each crawl, and the ratio as the median over rounds."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 2
    print(f"{'crawler':10}{'posts':>10}{'seconds':>10}{'posts/s':>10}   memory on the way, MB", flush=True)
    ratios = []
    with telegram(count) as host:
        for _ in range(rounds):
            rates = {}
            for tool in ("ordinary", "polon"):
                told = crawl(tool, host)
                posts, seconds = int(str(told["posts"])), float(str(told["seconds"]))
                rates[tool] = posts / seconds
                memory = " ".join(f"{point}" for point in told["memory"])  # type: ignore[attr-defined]
                print(f"{tool:10}{posts:>10,}{seconds:>10.1f}{rates[tool]:>10,.0f}   {memory}", flush=True)
            ratios.append(rates["polon"] / rates["ordinary"])
    print(f"\nratio {median(ratios):.2f}")


if __name__ == "__main__":
    main()
