"""A channel through other programs than Telegram's own preview: for the time in which no preview answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from polon.pages import PageError
from polon.pages.telegram.mirrors import MirrorRefusal, Sheet, Way, way_of
from polon.sources import Mirror
from spiders.diagnosis import AnotherChannel
from spiders.items import Page
from spiders.kinds import NotFetched, kind_of_status
from spiders.walk import NEWEST

if TYPE_CHECKING:
    from spiders.telegram import TelegramSpider


class Mirrored:
    """Reads a channel's newest posts from a mirror; `served` once one has given some."""

    def __init__(self, spider: TelegramSpider):
        self.spider = spider
        self.served = False
        self.posts = 0

    def first(self, mirror: Mirror) -> Request:
        """A request for the newest posts."""
        way = way_of(mirror)
        url = way.newest(str(self.spider.source.channel))
        return self.spider.ask(url, self.parse, self.lost, way=way, first=True)

    def parse(self, response: Response, way: Way, first: bool) -> list[Request | Page]:
        """What another program than Telegram's own makes of the channel: its newest posts, as far as they are new."""
        try:
            if response.status != 200:
                raise self.refused(response, way)
            sheet = way.read(response.body, source=self.spider.source)
            if not sheet.ids and first:
                raise NotFetched("empty_feed", f"{response.url}: no posts in it")
            if sheet.odd and not sheet.posts:
                raise NotFetched("layout_changed", f"{response.url}: {sheet.odd[0]}")
            self.spider.diagnosis.identify(sheet.channel_id, None)
        except AnotherChannel as error:
            self.spider.give_up(error.kind, str(error))
            return []
        except (NotFetched, MirrorRefusal) as error:
            return self.spider.fail_over(error.kind, f"{response.url}: {error}", NEWEST)
        except PageError as error:
            return self.spider.fail_over("parse_error", f"{response.url}: {error}", NEWEST)
        return self.take(response, way, sheet)

    def refused(self, response: Response, way: Way) -> NotFetched | MirrorRefusal:
        """Why a mirror answers with an error: its own words where they tell more than the status."""
        words = ""
        try:
            way.read(response.body, source=self.spider.source)
        except MirrorRefusal as refusal:
            if refusal.kind != "mirror_error":
                return refusal
            words = f": {refusal}"
        except PageError:
            pass  # an error page in no known form says nothing
        return NotFetched(kind_of_status(response.status), f"{response.url}: HTTP {response.status}{words}")

    def take(self, response: Response, way: Way, sheet: Sheet) -> list[Request | Page]:
        """The posts of a mirror's page, and its next page as long as it may hold some that are not known."""
        self.spider.tally.pages += 1
        self.spider.tally.via, self.served = self.spider.base, True
        self.posts += len(sheet.ids)
        for words in sheet.odd:
            self.spider.tally.warn(f"{self.spider.base}: {words}")
        # A post without a time is not kept: its «yesterday» has no day. The preview will show it once more.
        dated = [post for post in sheet.posts if post.published is not None]
        steps: list[Request | Page] = [self.spider.page(response, dated)]
        oldest = min(sheet.ids, default=0)
        if oldest > (self.spider.tally.newest or 0) and oldest > 1 and self.posts < self.spider.source.limit:
            older = way.older(sheet, str(self.spider.source.channel))
            if older is not None:
                steps.append(self.spider.ask(older, self.parse, self.lost, way=way, first=False))
        return steps

    def lost(self, failure: Failure) -> list[Request | Page]:
        """A mirror that did not answer, or whose robots.txt forbids what we ask for: the next one."""
        kind, message = self.spider.describe(failure)
        return self.spider.fail_over(kind, message, NEWEST)
