"""How fast Polon reads a news site, as a ratio to ordinary Scrapy spiders over the same pages in the same run.

    make site                 # 5,000 articles
    make site ARTICLES=500

A site in a process of its own serves a sitemap and invented articles on this machine, with entity tags and
`Cache-Control: no-cache`. The crawlers take turns, one request at a time and without a pause: `text` has trafilatura
take the text alone, `ordinary` the title and the date as well, both into a feed; Polon reads, extracts, keeps evidence
and writes its store. `again` is Polon's second run over the unchanged site. Printed are pages a second, what the site
had to send whole, the resident memory on the way, and the ratios.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from crawler import watched

HERE = Path(__file__).resolve().parent
ON_TOPIC = 10
"""One article of so many is about prisoners."""

PAGE = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title} | River Post</title>
<meta property="og:title" content="{title}"><meta property="article:published_time" content="{time}">
<script type="application/ld+json">{{"@context": "https://schema.org", "@type": "NewsArticle", "headline": "{title}",
"datePublished": "{time}", "author": {{"@type": "Person", "name": "A. Writer"}}}}</script>
<link rel="canonical" href="{url}"><style>{style}</style></head><body>
<header><nav><ul>{menu}</ul></nav></header>
<main><article><h1>{title}</h1><div class="byline"><time datetime="{time}">today</time></div>{text}</article>
<aside><h3>Most read</h3><ul>{read}</ul></aside></main>
<footer><p>All rights reserved. Contact the desk.</p></footer><script>{script}</script></body></html>"""


def article(number: int, time: str, base: str) -> bytes:
    """One of the site's pages, of the size and build of real ones: menu, boxes, scripts around the text."""
    from texts import off_topic, on_topic

    texts = on_topic("en") if number % ON_TOPIC == 0 else off_topic("en")
    sentences = texts[number % len(texts)].replace("\n", " ").split(". ")
    paragraphs = "".join(f"<p>{'. '.join(sentences[i : i + 3])}.</p>" for i in range(0, len(sentences), 3))
    links = [f'<li class="item"><a class="link" href="/{n}">Story of the day {n}</a></li>' for n in range(120)]
    filled = PAGE.format(
        title=f"Story {number} of the river", time=time, url=f"{base}/{number}", text=paragraphs,
        menu="".join(links[:60]), read="".join(links[60:]), style=".a{margin:0}" * 400, script="var a=1;" * 1000,
    )  # fmt: skip
    return filled.encode()


class Handler(BaseHTTPRequestHandler):
    """The site. `/sent` tells how many articles went out whole, how many were called unchanged, since it was asked."""

    protocol_version = "HTTP/1.1"
    time = datetime.now(UTC).isoformat(timespec="seconds")
    whole = unchanged = 0

    def __init__(self, count: int, *rest: Any):
        self.count = count
        super().__init__(*rest)

    def do_GET(self) -> None:
        """A page, its own word that it is unchanged, the sitemap, or the count."""
        name = self.path.strip("/")
        base = f"http://{self.headers['Host']}"
        if name == "sent":
            self.send(json.dumps([Handler.whole, Handler.unchanged]).encode())
            Handler.whole = Handler.unchanged = 0
        elif name == "sitemap.xml":
            urls = (f"<url><loc>{base}/{n}</loc><lastmod>{self.time}</lastmod></url>" for n in range(self.count))
            self.send(f"<urlset>{''.join(urls)}</urlset>".encode())
        elif not name.isdigit() or int(name) >= self.count:
            self.send(b"not found", 404)
        elif self.headers["If-None-Match"] == f'"{name}"':
            Handler.unchanged += 1
            self.send(b"", 304, f'"{name}"')
        else:
            Handler.whole += 1
            self.send(article(int(name), self.time, base), 200, f'"{name}"')

    def send(self, body: bytes, status: int = 200, tag: str | None = None) -> None:
        """One answer."""
        self.send_response(status)
        self.send_header("Cache-Control", "no-cache")
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        if tag:
            self.send_header("ETag", tag)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the base class's name)
        """Says nothing."""


def serve(count: int) -> None:
    """The site's own process: prints its address and serves until it is ended."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, count)) as server:
        print(f"http://127.0.0.1:{server.server_port}", flush=True)
        server.serve_forever()


def polon(address: str, folder: Path) -> int:
    """`polon crawl` without the pause between pages; gives how many articles were read."""
    sys.path.insert(0, str(HERE.parent))
    from polon.commands.crawl import run
    from polon.sources import Kind, Source

    source = Source(
        name="river", title="River Post", kind=Kind.NEWS, lang="en", timezone="Europe/Kyiv", verified=True,
        sitemaps=(f"{address}/sitemap.xml",), limit=100_000, evidence="Served on loopback for a benchmark.",
    )  # fmt: skip
    settings = {"DOWNLOAD_DELAY": 0, "MEMUSAGE_LIMIT_MB": 0, "CLOSESPIDER_TIMEOUT": 0}
    line = run([source], folder / "data", settings=settings, quiet=True).sources[0]
    if line.outcome.value != "ok":
        sys.exit(f"the crawl failed: {line.reason}")
    return line.new + line.unchanged


def ordinary(address: str, folder: Path, *, metadata: bool) -> int:
    """What a Scrapy user writes in an afternoon: every page of the sitemap through trafilatura, into a feed."""
    import trafilatura
    from scrapy.crawler import CrawlerProcess
    from scrapy.spiders import SitemapSpider

    class Site(SitemapSpider):  # type: ignore[misc]
        name = "site"
        sitemap_urls = (f"{address}/sitemap.xml",)

        def parse(self, response: Any) -> Any:
            if not metadata:
                yield {"url": response.url, "text": trafilatura.extract(response.text)}
                return
            found = trafilatura.bare_extraction(response.text, with_metadata=True)
            yield {"url": response.url, "title": found.title, "date": found.date, "text": found.text}

    out = folder / f"articles-{metadata}.jsonl"
    settings = {
        "FEEDS": {out: {"format": "jsonlines"}}, "LOG_LEVEL": "WARNING", "ROBOTSTXT_OBEY": False,
        "CONCURRENT_REQUESTS": 1, "DOWNLOAD_DELAY": 0, "TELNETCONSOLE_ENABLED": False,
    }  # fmt: skip
    process = CrawlerProcess(settings)
    process.crawl(Site)
    process.start()
    with out.open(encoding="utf-8") as lines:
        return sum(bool(json.loads(line)["text"]) for line in lines)


CRAWLERS: dict[str, Any] = {
    "text": partial(ordinary, metadata=False),
    "ordinary": partial(ordinary, metadata=True),
    "polon": polon,
    "again": polon,
}


@contextmanager
def site(count: int) -> Iterator[str]:
    """The site in a process of its own; gives its address."""
    command = [sys.executable, str(HERE / "site.py"), "serve", str(count)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        if process.stdout is None or not (address := process.stdout.readline().strip()):
            sys.exit(f"the site ended with status {process.wait()}")
        yield address
    finally:
        process.terminate()
        process.wait()


def crawl(tool: str, address: str, folder: str) -> float:
    """One crawl of the whole site in a process of its own; prints its line, gives pages a second."""
    command = [sys.executable, "-W", "ignore", str(HERE / "site.py"), "work", tool, address, folder]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        sys.exit(f"{tool} ended with status {done.returncode}")
    told = json.loads(done.stdout.splitlines()[-1])
    with urllib.request.urlopen(f"{address}/sent") as answer:  # noqa: S310 (our own)
        whole, unchanged = json.load(answer)
    rate = float(told["posts"] / told["seconds"])
    memory = " ".join(map(str, told["memory"]))
    sent = f"{told['posts']:>10,}{whole:>9,}{unchanged:>11,}"
    print(f"{tool:10}{sent}{told['seconds']:>9.1f}{rate:>9.1f}   {memory}", flush=True)
    return rate


def main() -> None:
    """Prints a line for each crawl, and the ratios."""
    if sys.argv[1:2] == ["serve"]:
        serve(int(sys.argv[2]))
        return
    if sys.argv[1:2] == ["work"]:
        tool, address, folder = sys.argv[2:]
        print(json.dumps(watched(lambda: CRAWLERS[tool](address, Path(folder)))))
        return
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 5_000
    head = f"{'crawler':10}{'articles':>10}{'sent':>9}{'unchanged':>11}{'seconds':>9}{'pages/s':>9}"
    print(f"{head}   memory on the way, MB", flush=True)
    with site(count) as address, tempfile.TemporaryDirectory() as folder:
        rates = {tool: crawl(tool, address, folder) for tool in CRAWLERS}
    print(f"\nratio to ordinary {rates['polon'] / rates['ordinary']:.2f}, to text {rates['polon'] / rates['text']:.2f}")


if __name__ == "__main__":
    main()
