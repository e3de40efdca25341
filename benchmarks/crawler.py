"""A worker of the channel benchmark: reads a whole channel, and tells how long it took and how the memory grew.

`crawler.py polon|ordinary HOST HANDLE FOLDER` prints one JSON object: `posts`, `seconds`, and `memory`, the process's
resident megabytes at ten points of the way.
"""

from __future__ import annotations

import json
import re
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

POLL = 0.25


def polon(host: str, handle: str, folder: Path) -> int:
    """`polon crawl --history` without the pause between pages: extraction, evidence and store are on."""
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    from polon.commands.crawl import run
    from polon.sources import Kind, Source

    source = Source(
        name=handle, title=handle, kind=Kind.TELEGRAM, lang="uk", timezone="Europe/Kyiv", channel=handle,
        hosts=(host,), verified=True, evidence="Served on loopback for a benchmark.",
    )  # fmt: skip
    settings = {"DOWNLOAD_DELAY": 0, "MEMUSAGE_LIMIT_MB": 0}
    done = run([source], folder / "data", settings=settings, quiet=True, history=True)
    line = done.sources[0]
    if line.outcome.value != "ok":
        sys.exit(f"the crawl failed: {line.reason}")
    return line.new


def ordinary(host: str, handle: str, folder: Path) -> int:
    """What a Scrapy user writes in an afternoon: id, time and text of each message into a feed."""
    from scrapy import Request, Spider
    from scrapy.crawler import CrawlerProcess

    class Channel(Spider):  # type: ignore[misc]
        name = "channel"
        count = 0

        async def start(self) -> Any:
            yield Request(f"{host}/s/{handle}/1")

        def parse(self, response: Any) -> Any:
            for message in response.css(".tgme_widget_message[data-post]"):
                text = message.css(".js-message_text:not(.js-message_reply_text)")
                Channel.count += 1
                yield {
                    "id": message.attrib["data-post"],
                    "time": message.css("time[datetime]::attr(datetime)").get(),
                    "text": "\n".join(text.css("::text").getall()),
                }
            following = response.css("a[data-after]::attr(href)").get()
            if following:
                yield response.follow(following)

    out = folder / "posts.jsonl"
    settings = {
        "FEEDS": {out: {"format": "jsonlines"}}, "LOG_LEVEL": "WARNING", "ROBOTSTXT_OBEY": False,
        "CONCURRENT_REQUESTS": 1, "DOWNLOAD_DELAY": 0, "TELNETCONSOLE_ENABLED": False,
    }  # fmt: skip
    process = CrawlerProcess(settings)
    process.crawl(Channel)
    process.start()
    with out.open(encoding="utf-8") as lines:
        return sum(bool(json.loads(line)["text"]) for line in lines)


def megabytes() -> float:
    """Resident memory of this process."""
    found = re.search(r"VmRSS:\s+(\d+) kB", Path("/proc/self/status").read_text())
    return int(found[1]) / 1024 if found else 0.0


def watched(work: Callable[[], int]) -> dict[str, object]:
    """Runs `work`, which gives a number of posts, and looks at the memory meanwhile."""
    samples: list[float] = []
    over = threading.Event()

    def look() -> None:
        while not over.wait(POLL):
            samples.append(megabytes())

    thread = threading.Thread(target=look, daemon=True)
    thread.start()
    started = time.perf_counter()
    posts = work()
    seconds = time.perf_counter() - started
    over.set()
    thread.join()
    points = [samples[len(samples) * part // 10] for part in range(10)] if samples else []
    return {"posts": posts, "seconds": seconds, "memory": [round(point) for point in [*points, megabytes()]]}


def main() -> None:
    """See the module's own words."""
    tool, host, handle, folder = sys.argv[1:]
    work = {"polon": polon, "ordinary": ordinary}[tool]
    print(json.dumps(watched(lambda: work(host, handle, Path(folder)))))


if __name__ == "__main__":
    main()
