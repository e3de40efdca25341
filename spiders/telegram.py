"""Telegram channels, through the public preview `/s/<channel>` of the source's hosts.

The preview refuses with 302 or with another page rather than with an error status, so redirects stay visible here and
every page is judged by what it is. See docs/crawl.md for what each outcome means.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Sequence
from typing import Any
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from polon.pages import PageError
from polon.pages.telegram import Preview, read_embed, read_preview
from polon.records import Document, revision_of
from polon.sources import Kind
from spiders.base import SourceSpider, request_of
from spiders.items import Item
from spiders.kinds import NotFetched, kind_of_status
from spiders.robots import Disallowed
from spiders.walk import Walk

Steps = Iterator[Request | Item]

AS_IT_IS: dict[str, Any] = {"dont_redirect": True, "handle_httpstatus_all": True}
"""Request meta: neither follow a redirect nor refuse a status, because both tell us something."""


FULL_PAGE = 20
"""Messages on a full page, each part of an album counted."""


def below_full_page(ids: Sequence[int]) -> int | None:
    """Telegram sometimes leaves the link out in the middle of the history; a page that is not full is its start."""
    return ids[0] if len(ids) >= FULL_PAGE and ids[0] > 1 else None


class TelegramSpider(SourceSpider):
    """Reads a channel back to the newest post of the last complete crawl, whichever of its hosts answers."""

    name = "telegram"
    kind = Kind.TELEGRAM

    async def start(self) -> AsyncIterator[Request]:
        """The newest page, at the first host."""
        known = self.session.store.known(self.source.name)
        ids = [int(key.rpartition("/")[2]) for key, value in known.items() if not value.deleted]
        self.walk = Walk(self.tally.newest, self.source.limit, ids)
        self.hosts = [address.rstrip("/") for address in self.source.addresses()]
        self.troubles: list[str] = []
        yield self.page(None)

    def page(self, before: int | None) -> Request:
        """A request for the posts before an id, or the newest."""
        url = f"{self.hosts[0]}/s/{self.source.channel}" + (f"?before={before}" if before is not None else "")
        return self.ask(url, self.parse, self.lost, before=before)

    def ask(self, url: str, callback: Any, errback: Any, **known: Any) -> Request:
        """A request whose answer comes back as it is; what is `known` goes to both callbacks."""
        meta = AS_IT_IS | known
        return Request(url, callback, errback=errback, meta=meta, cb_kwargs=known, dont_filter=True)

    def parse(self, response: Response, before: int | None) -> Steps:
        """A page of posts: its documents, what is missing on it, and the next older page; else the next host."""
        try:
            preview = self.judge(response)
        except NotFetched as error:
            yield from self.fail_over(error.kind, str(error), before)
            return
        if preview.ids:
            yield from self.read(response, preview, before)
        elif preview.empty and before is not None:
            yield from self.second_opinion(before)
        else:
            yield from self.fail_over("layout_changed", f"{response.url}: a channel's page with no post", before)

    def judge(self, response: Response) -> Preview:
        """The preview on a page. Raises NotFetched where it is none of the channel's."""
        if response.status != 200:
            raise NotFetched(kind_of_status(response.status), f"{response.url}: HTTP {response.status}")
        try:
            preview = read_preview(response.body, source=self.source)
        except PageError as error:
            raise NotFetched("parse_error", f"{response.url}: {error}") from error
        if not preview.is_channel:
            raise NotFetched("blocked", f"{response.url}: not the channel's page")
        if preview.channel and preview.channel.lower() != str(self.source.channel).lower():
            self.tally.warn(f"the channel now calls itself {preview.channel}")
        return preview

    def read(self, response: Response, preview: Preview, before: int | None) -> Steps:
        """Everything that a page of posts gives."""
        self.tally.pages += 1
        yield from self.items(response, preview.posts)
        for post in self.walk.missing(preview.ids, before):
            url = f"{self.hosts[0]}/{self.source.channel}/{post}?embed=1"
            yield self.ask(url, self.parse_embed, self.unconfirmed, post=post)
        older = self.walk.step(preview.ids, preview.before or below_full_page(preview.ids))
        if older is not None:
            yield self.page(older)

    def fail_over(self, kind: str, message: str, before: int | None) -> Steps:
        """The same page at the next host; after the last one the source has failed."""
        self.tally.error(kind, message)
        self.troubles.append(f"{kind} at {urlsplit(self.hosts.pop(0)).netloc}")
        if self.hosts:
            yield self.page(before)
        else:
            self.tally.fail(", ".join(self.troubles))

    def second_opinion(self, before: int) -> Steps:
        """An empty page may be the end of the history, or a host that has had enough of us: all hosts must say it."""
        if len(self.hosts) > 1:
            self.hosts.pop(0)
            yield self.page(before)
        else:
            self.walk.complete = True

    def lost(self, failure: Failure) -> Steps:
        """A page that did not come. A robots.txt that forbids it is the source's own word: no mirror is tried."""
        if isinstance(failure.value, Disallowed):
            self.failed(failure)
            self.tally.fail(f"robots: {failure.value}")
            return
        kind, message = self.describe(failure)
        yield from self.fail_over(kind, message, request_of(failure).meta["before"])

    def parse_embed(self, response: Response, post: int) -> Steps:
        """A post that its page did not show: deleted when its own page says so, read when it is there after all."""
        if response.status != 200:
            self.tally.error(kind_of_status(response.status), f"{response.url}: HTTP {response.status}")
            return
        try:
            embed = read_embed(response.body, source=self.source)
        except PageError as error:
            self.tally.error("parse_error", f"{response.url}: {error}")
            return
        self.tally.pages += 1
        if embed.post is not None:
            yield from self.items(response, (embed.post,))
        elif embed.missing:
            yield from self.items(response, (self.tombstone(post),))
        else:
            self.tally.warn(f"post {post} is not on its page: {embed.refusal or 'it has no text any more'}")

    def unconfirmed(self, failure: Failure) -> None:
        """A post is missing, and nobody confirms it."""
        self.failed(failure)

    def tombstone(self, post: int) -> Document:
        """The document of a post that is gone."""
        return Document(
            id=f"{self.source.name}/{post}",
            source=self.source.name,
            url=f"https://t.me/{self.source.channel}/{post}",
            lang=self.source.lang,
            title=None,
            text="",
            published=None,
            revision=revision_of(None, ""),
            deleted=True,
        )

    def settle(self) -> None:
        """A walk that has come to its end moves the anchor; any other must say what it left unread."""
        if self.tally.outcome is not None:
            return
        if self.walk.complete:
            self.tally.newest = self.walk.newest
        elif self.walk.gap is not None:
            first, last = self.walk.gap
            self.tally.warn(f"posts {first} to {last} were not read: raise 'limit' above {self.source.limit}")
        else:
            self.tally.fail(f"layout_changed: pages repeat themselves at before={self.walk.looped}")
