"""Telegram channels, through the public preview `/s/<channel>` of the source's hosts, or else through its mirrors.

The preview refuses with 302 or with another page rather than with an error status, so redirects stay visible here and
every page is judged by what it is. See docs/crawl.md for what each outcome means.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from typing import Any
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from polon.coverage import Coverage, ranges_of
from polon.pages.telegram import Preview
from polon.records import Visit, revision_of
from polon.sources import Kind, Mirror, MirrorKind
from spiders.base import SourceSpider, request_of
from spiders.diagnosis import AnotherChannel, Diagnosis
from spiders.items import Page
from spiders.kinds import NotFetched
from spiders.looks import Looks
from spiders.mirrored import Mirrored
from spiders.robots import Disallowed
from spiders.single import SinglePosts
from spiders.walk import NEWEST, Ask, Walk

Steps = AsyncIterator[Request | Page]

AS_IT_IS: dict[str, Any] = {"dont_redirect": True, "handle_httpstatus_all": True}
"""Request meta: neither follow a redirect nor refuse a status, because both tell us something."""


WORDLESS = revision_of(None, "")
"""The revision of a post without words."""


class TelegramSpider(SourceSpider):
    """Reads a channel back to the newest post of the last complete crawl, whichever of its mirrors answers.

    With `history` it reads all of it instead, forwards from the beginning, and goes on where an earlier run stopped.
    """

    name = "telegram"
    kind = Kind.TELEGRAM

    async def start(self) -> AsyncIterator[Request]:
        """The newest page, at the first mirror."""
        store, settings = self.session.store, self.crawler.settings
        self.coverage = Coverage.of(store.visits(self.source.name))
        self.walk = Walk(self.coverage, self.tally.newest, self.source.limit, bool(self.history))
        self.looks = Looks.planned(
            store, self.source.name, self.session.started, settings["POLON_REVISIT_HOURS"], settings["POLON_GAP_LOOKS"]
        )
        self.channel_id = self.source.channel_id or self.coverage.channel
        self.diagnosis = Diagnosis(self, settings["POLON_CANARY"])
        self.ways = list(self.source.ways())
        self.troubles: list[str] = []
        self.single, self.mirrored = SinglePosts(self), Mirrored(self)
        self.posts_read = self.posts_unread = 0
        self.newest_read = self.newest_unread = 0
        self.named_older = self.doubted = False
        self.strange: set[str] = set()
        yield self.first_at(self.ways[0])

    def first_at(self, way: Mirror, ask: Ask | None = None) -> Request:
        """The first request to a mirror: of the preview the page that is next, of another its newest posts."""
        if way.kind is MirrorKind.PREVIEW:
            return self.page_at(ask or self.walk.next() or NEWEST)
        return self.mirrored.first(way)

    @property
    def base(self) -> str:
        """The base URL of the mirror that is being asked."""
        return self.ways[0].address

    def page_at(self, ask: Ask) -> Request:
        """A request for a page of the preview."""
        url = f"{self.base}/s/{self.source.channel}"
        if ask.after is not None:
            url += f"?after={ask.after}" if ask.after else "/1"
        elif ask.before is not None:
            url += f"?before={ask.before}"
        return self.ask(url, self.parse, self.lost, ask=ask)

    def ask(self, url: str, callback: Any, errback: Any, **known: Any) -> Request:
        """A request whose answer comes back as it is; what is `known` goes to both callbacks."""
        return Request(url, callback, errback=errback, meta=AS_IT_IS | known, cb_kwargs=known, dont_filter=True)

    async def parse(self, response: Response, ask: Ask) -> Steps:
        """A page of posts: its documents, what is missing on it, and the next page; else the next mirror."""
        try:
            preview = await self.diagnosis.judge(response)
            if ask == NEWEST:
                await self.diagnosis.hold_against_known(response, preview)
        except AnotherChannel as error:
            self.tally.error(error.kind, str(error))
            self.tally.fail(f"{error.kind}: {error}")
            return
        except NotFetched as error:
            for step in self.fail_over(error.kind, str(error), ask):
                yield step
            return
        told = ask.told(preview.ids)
        if told is not None:
            async for step in self.read(response, preview, ask, told):
                yield step
        else:
            for step in await self.without_answer(response, preview, ask):
                yield step

    async def read(self, response: Response, preview: Preview, ask: Ask, told: tuple[int, int]) -> Steps:
        """Everything that a page of posts gives. The next page is asked for first, so that it comes meanwhile."""
        self.tally.pages += 1
        self.tally.via = self.base
        # A post without its text counts as unseen until its own page has been read: a kill in between loses nothing.
        unseen = self.coverage.unseen
        fresh = [post for post in preview.orphans if post not in self.coverage.covered or post in unseen]
        self.looks.tried.update(fresh)
        visit = self.visit(told, sorted(set(preview.ids).difference(fresh)))
        # What could not be read is not done: a later walk through the history comes by once more.
        tells = self.coverage.learn(visit) and not preview.unread and not preview.undated
        if not ask.look:
            self.walk.saw(preview.ids)
        self.looks.seen(told)
        self.weigh(response, preview, newest=ask == NEWEST)
        self.notice(response.url, preview.strange)
        self.named_older, self.single.description = preview.before is not None, preview.description
        if following := self.following():
            yield following
        # A post without a time is not kept: its «yesterday» has no day, and once kept it would count as read.
        dated = [post for post in preview.posts if post.published is not None]
        yield self.page(response, dated, visit if tells else None)
        for post in [*self.missing(preview.ids, told), *self.emptied(preview)]:
            yield self.single.ask(post)
        for post in fresh:
            yield self.single.ask(post, orphan=True)

    def following(self) -> Request | None:
        """The next request: a page of the walk, else a second look, else a gap to look into; None at the end."""
        ask = self.walk.next()
        if ask is not None:
            return self.page_at(ask)
        if not self.walk.complete or self.history:
            return None
        if (again := self.looks.next()) is not None:
            return self.page_at(again)
        self.tally.looked = self.session.started
        gap = self.looks.next_gap(self.coverage)
        return None if gap is None else self.single.ask(gap, gap=True)

    def visit(self, told: tuple[int, int], ids: Sequence[int], *, alone: bool = False) -> Visit:
        """What a page told, as a record."""
        return Visit(
            source=self.source.name,
            run=self.session.run_id,
            channel=self.channel_id,
            first=told[0],
            last=told[1],
            seen=ranges_of(ids),
            alone=alone,
        )

    def missing(self, ids: Sequence[int], told: tuple[int, int]) -> list[int]:
        """Posts that are kept, and that a page should show and does not, newest first.

        The newest page vouches for nothing above it; a post kept from there was the newest one, and is gone.
        """
        last = told[1] if told[1] < (self.walk.newest or 0) else 2**62
        kept = self.session.store.posts(self.source.name, told[0], last)
        return sorted(set(kept) - set(ids), reverse=True)

    def emptied(self, preview: Preview) -> list[int]:
        """Posts that are kept with their text, and that a page shows without any now."""
        told = {int(post.id.rpartition("/")[2]) for post in preview.posts}
        silent = set(preview.ids).difference(told, preview.orphans, preview.unread)
        known = self.session.store.known(self.source.name)
        kept = {post: known.get(f"{self.source.name}/{post}") for post in sorted(silent)}
        return [post for post, one in kept.items() if one and not one.deleted and one.revision != WORDLESS]

    def notice(self, url: str, strange: Sequence[str]) -> None:
        """Tells markup that was never seen before, each kind once a run: the first sign that Telegram changes it."""
        new = [one for one in strange if one not in self.strange]
        self.strange.update(new)
        if new:
            self.tally.warn(f"{url}: markup never seen before: {', '.join(new[:5])}")

    def weigh(self, response: Response, preview: Preview, *, newest: bool) -> None:
        """Counts what of a page could not be read, which tells a changed markup from an empty day.

        Of the newest page it also counts apart what stands from the first unread post on: posts in a new markup may
        be few yet among those in the old one.
        """
        unread = {*preview.unread, *preview.undated}
        read = {int(post.id.rpartition("/")[2]) for post in preview.posts} - unread
        self.posts_read += len(read)
        self.posts_unread += len(unread)
        if newest and unread:
            self.newest_read, self.newest_unread = sum(post > min(unread) for post in read), len(unread)
        if preview.unread:
            numbers = ", ".join(map(str, preview.unread[:5]))
            self.tally.error("layout_changed", f"{response.url}: posts {numbers} hold words that cannot be read")
        if preview.undated:
            numbers = ", ".join(map(str, preview.undated[:5]))
            self.tally.error("layout_changed", f"{response.url}: posts {numbers} have no time")

    async def without_answer(self, response: Response, preview: Preview, ask: Ask) -> list[Request | Page]:
        """A channel's page that does not show what it was asked for.

        Going forwards there is another way, from the hole's other end. Going back, an empty page may be the
        beginning, or a host that has had enough of us: it is none where posts further back are known, and only
        the beginning where the page before named no older one, or every host says the same; and where the canary
        still has posts.
        """
        if ask.look and ask.before is not None and preview.empty:  # nothing that old is left; what of the post itself?
            return [self.single.ask(ask.before - 1), *self.next_or_none()]
        if ask.after is not None:
            self.walk.backwards = True
            return self.next_or_none()
        if not preview.empty or ask.before is None or self.known_below(ask.before):
            kind = "empty_page" if preview.empty else "layout_changed"
            what = "pages repeat themselves" if preview.ids else "a channel's page without a post"
            return self.fail_over(kind, f"{response.url}: {what}", ask)
        others = [way for way in self.ways[1:] if way.kind is MirrorKind.PREVIEW]
        if self.named_older and others:
            self.ways.pop(0)
            return [self.page_at(ask)]
        if not await self.diagnosis.is_served():
            return self.fail_over("throttled", f"{response.url}: no posts, and none of the canary's either", ask)
        self.tally.pages += 1
        self.coverage.learn(visit := self.visit((1, ask.before - 1), ()))
        self.doubted = self.named_older
        if self.named_older:  # nothing is noted of what may be there after all: a walk through the history may find it
            self.tally.warn(f"the pages end at post {ask.before}, although an older one was named")
            return self.next_or_none()
        return [self.page(response, (), visit), *self.next_or_none()]

    def next_or_none(self) -> list[Request | Page]:
        """What follows, as a list."""
        following = self.following()
        return [] if following is None else [following]

    def known_below(self, post: int) -> bool:
        """Whether a post before this one has ever been seen."""
        covered, unseen = self.coverage.covered.within(1, post - 1), self.coverage.unseen.within(1, post - 1)
        return covered != unseen or (self.tally.newest or post) < post

    def fail_over(self, kind: str, message: str, ask: Ask) -> list[Request | Page]:
        """The same page at the next mirror; after the last one the source has failed."""
        self.tally.error(kind, message)
        self.troubles.append(f"{kind} at {urlsplit(self.ways.pop(0).address).netloc}")
        if self.walk.complete:  # what remains are second looks, which another run can take
            self.ways = [way for way in self.ways if way.kind is MirrorKind.PREVIEW]
        if self.ways:
            return [self.first_at(self.ways[0], ask)]
        if not self.walk.complete:
            self.tally.fail(", ".join(self.troubles))
        return []

    def lost(self, failure: Failure) -> list[Request | Page]:
        """A page that did not come. A robots.txt that forbids it is the source's own word: no mirror is tried."""
        if isinstance(failure.value, Disallowed):
            self.failed(failure)
            self.tally.fail(f"robots: {failure.value}")
            return []
        kind, message = self.describe(failure)
        return self.fail_over(kind, message, request_of(failure).meta["ask"])

    def settle(self) -> None:
        """A walk that has come to its end moves the anchor; any other must say what it left unread."""
        self.tally.channel = self.channel_id
        self.tally.unseen = len(self.coverage.unseen)
        self.tally.history = None if self.doubted else self.walk.read_up_to
        for unread, read in ((self.posts_unread, self.posts_read), (self.newest_unread, self.newest_read)):
            if unread > read:
                self.tally.fail(f"layout_changed: {unread} posts could not be read, {read} could")
        if self.tally.outcome is not None:
            return
        if self.walk.complete:
            self.tally.newest = self.walk.newest
        elif self.walk.gap is not None:
            first, last = self.walk.gap
            self.tally.warn(f"posts {first} to {last} are left to the next run: 'limit' is {self.source.limit}")
        elif self.mirrored.served:
            self.tally.warn(f"read through {self.tally.via}: what is older, edited or deleted waits for the preview")
        else:
            self.tally.fail("exception: the walk ended without saying how")
