"""Single posts of a channel by their own pages: what is missing elsewhere, ids never seen, posts without their text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from polon.pages import PageError
from polon.pages.telegram import Embed, read_embed, read_summary
from polon.records import Document, revision_of
from spiders.items import Page
from spiders.kinds import kind_of_status

if TYPE_CHECKING:
    from spiders.telegram import TelegramSpider


class SinglePosts:
    """Asks for single posts on behalf of a channel's spider; `description` is the channel's own text about itself."""

    def __init__(self, spider: TelegramSpider):
        self.spider = spider
        self.description: str | None = None

    def ask(self, post: int, *, gap: bool = False, orphan: bool = False) -> Request:
        """A request for a post's own page: of one that is missing, of an id never seen, or of one without its text."""
        url = f"{self.spider.base}/{self.spider.source.channel}/{post}?embed=1"
        return self.spider.ask(url, self.parse, self.unconfirmed, post=post, gap=gap, orphan=orphan)

    def parse(self, response: Response, post: int, gap: bool, orphan: bool) -> Iterator[Request | Page]:
        """A post's own page: deleted when it says so, read when it is there after all."""
        embed = self.read(response)
        if embed is not None:
            self.spider.notice(response.url, embed.strange)
            self.spider.tally.pages += 1
            yield from self.take(response, embed, post, gap, orphan)
        if gap and (following := self.spider.following()):
            yield following

    def read(self, response: Response) -> Embed | None:
        """What a post's own page tells; None, and an error counted, where it cannot be had."""
        if response.status != 200:
            self.spider.tally.error(kind_of_status(response.status), f"{response.url}: HTTP {response.status}")
            return None
        try:
            return read_embed(response.body, source=self.spider.source)
        except PageError as error:
            self.spider.tally.error("parse_error", f"{response.url}: {error}")
            return None

    def take(self, response: Response, embed: Embed, post: int, gap: bool, orphan: bool) -> Sequence[Request | Page]:
        """Everything that a post's own page gives."""
        visit = None
        if embed.found and (embed.unread or (embed.published is None and (embed.post or embed.orphan))):
            what = "words that cannot be read" if embed.unread else "no time"
            self.spider.tally.error("layout_changed", f"{response.url}: {what}")
            return []
        if embed.orphan and (gap or orphan):
            url = f"{self.spider.base}/{self.spider.source.channel}/{post}"
            known = {"post": post, "published": embed.published, "ids": embed.ids}
            asked: list[Request | Page] = [self.spider.ask(url, self.parse_summary, self.unconfirmed, **known)]
            if gap:  # looked for, even if nothing comes of it
                self.spider.coverage.learn(visit := self.spider.visit((post, post), (), alone=True))
                asked.append(self.spider.page(response, (), visit))
            return asked
        if (gap and (embed.found or embed.missing)) or (orphan and embed.found):
            self.spider.coverage.learn(visit := self.spider.visit((post, post), embed.ids, alone=gap))
        if embed.post is not None:
            return [self.spider.page(response, (embed.post,), visit)]
        if embed.missing and not gap:
            return [self.spider.page(response, (self.tombstone(post),))]
        if visit is None and embed.found and embed.published is not None:
            return [self.spider.page(response, (self.emptied(post, embed.published),))]
        if visit is None:
            self.spider.tally.warn(f"post {post} is not on its page: {embed.refusal or 'it has no text any more'}")
            return []
        return [self.spider.page(response, (), visit)]

    def summary(self, response: Response) -> str | None:
        """The text on a post's landing page. Raises PageError."""
        if response.status != 200:
            return None
        return read_summary(response.body, source=self.spider.source, channel_description=self.description)

    def parse_summary(
        self, response: Response, post: int, published: datetime | None, ids: Sequence[int]
    ) -> list[Page]:
        """A post that only Telegram itself shows whole: what its landing page says of it, if that is its own text."""
        try:
            text = self.summary(response)
        except PageError as error:
            self.spider.tally.error("parse_error", f"{response.url}: {error}")
            return []
        if response.status != 200:
            self.spider.tally.error(kind_of_status(response.status), f"{response.url}: HTTP {response.status}")
            return []
        self.spider.coverage.learn(visit := self.spider.visit((post, post), ids))
        if text is None:
            self.spider.tally.warn(f"post {post} is shown by Telegram alone: its text cannot be read")
            return [self.spider.page(response, (), visit)]
        document = replace(self.tombstone(post), deleted=False, text=text, published=published, via="summary")
        return [self.spider.page(response, (replace(document, revision=revision_of(None, text)),), visit)]

    def unconfirmed(self, failure: Failure) -> None:
        """A post's own page did not come: nothing is concluded from that."""
        self.spider.failed(failure)

    def emptied(self, post: int, published: datetime) -> Document:
        """The document of a post whose author has taken its words away: its claims no longer stand."""
        return replace(self.tombstone(post), deleted=False, edited=True, published=published)

    def tombstone(self, post: int) -> Document:
        """The document of a post that is gone."""
        return Document(
            id=f"{self.spider.source.name}/{post}",
            source=self.spider.source.name,
            url=f"https://t.me/{self.spider.source.channel}/{post}",
            lang=self.spider.source.lang,
            title=None,
            text="",
            published=None,
            channel=self.spider.channel_id,
            revision=revision_of(None, ""),
            deleted=True,
        )
