"""Why a channel's preview does not show the channel, in one word.

Telegram answers alike, by a redirect to the name's landing page, for a channel whose preview is off, a group, a bot, a
person and a name that nobody has; and an address that asks too often is shown the page of a name that nobody has. So
the landing page is read, one post's own page, and at last a canary: a channel that is certainly there.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from scrapy import Request
from scrapy.http import Response

from polon.pages import PageError
from polon.pages.telegram import Account, Landing, Preview, read_embed, read_landing, read_preview
from polon.sources import MirrorKind
from spiders.kinds import NotFetched, kind_of, kind_of_status

if TYPE_CHECKING:
    from spiders.telegram import TelegramSpider

KINDS = {Account.GROUP: "group", Account.BOT: "bot", Account.USER: "user", Account.INVITE: "preview_off"}
"""What a landing page says by itself."""


LEAP = 1_000_000
"""No page has two neighbours this far apart: one such id would make everything up to it count as asked for."""


AT_ONCE = 5
"""So many of the newest posts may be gone at once on the word of a single host."""


class AnotherChannel(NotFetched):
    """The page is of a channel that this source must not read; no mirror would help."""


class Diagnosis:
    """Judges the pages of one source's preview. What it has found out holds for the rest of the run."""

    def __init__(self, spider: TelegramSpider, canary: str):
        self.spider = spider
        self.canary = canary
        self.found: NotFetched | None = None

    async def judge(self, response: Response) -> Preview:
        """The preview on a page of the channel. Raises NotFetched, whose `kind` says why it is none."""
        if 300 <= response.status < 400:
            raise await self.refusal(response, None)
        if response.status != 200:
            raise NotFetched(kind_of_status(response.status), f"{response.url}: HTTP {response.status}")
        if not response.body.strip():
            raise NotFetched("empty_body", f"{response.url}: an answer without a page")
        try:
            preview = read_preview(response.body, source=self.spider.source)
            if not preview.is_channel and not preview.ids:
                raise await self.refusal(response, read_landing(response.body))
        except PageError as error:
            raise NotFetched("parse_error", f"{response.url}: {error}") from error
        if not preview.is_channel:
            raise NotFetched("layout_changed", f"{response.url}: posts without their channel")
        far = next(((low, high) for low, high in pairwise(preview.ids) if high - low > LEAP), None)
        if far is not None:
            raise NotFetched("parse_error", f"{response.url}: posts {far[0]} and {far[1]} side by side")
        self.identify(preview.channel_id, preview.channel)
        return preview

    def identify(self, number: int | None, handle: str | None) -> None:
        """Holds a page's channel against the source's. Raises AnotherChannel."""
        spider = self.spider
        if number is not None:
            if spider.channel_id not in (None, number):
                raise AnotherChannel(
                    "other_channel",
                    f"@{spider.source.channel} is now channel {number}, not {spider.channel_id}: the handle has passed"
                    " to somebody else, or 'channel_id' is wrong; nothing was read",
                )
            reader = spider.session.store.reader_of(number)
            if reader not in (None, spider.source.name):
                raise AnotherChannel(
                    "read_twice", f"channel {number} is already read as {reader}: give that source the new handle"
                )
            spider.channel_id = number
        if handle and handle.lower() != str(spider.source.channel).lower():
            spider.tally.warn(f"the channel now calls itself {handle}")

    async def refusal(self, response: Response, landing: Landing | None) -> NotFetched:
        """Why a page came that is not the channel's; asked once a run, since all hosts are of one service."""
        if self.found is None:
            self.found = await self.find_out(landing)
        return type(self.found)(self.found.kind, f"{response.url}: {self.found}")

    async def find_out(self, landing: Landing | None) -> NotFetched:
        """The reason, by the landing page of the name, a post's own page and the canary."""
        channel = self.spider.source.channel
        try:
            if landing is None:
                landing = read_landing((await self.get(f"/{channel}")).body)
            if landing.who is Account.CHANNEL:
                return await self.closed()
            known = self.spider.channel_id is not None
            if landing.who in KINDS and not (known and landing.who is Account.USER):
                kind = KINDS[landing.who]
                return NotFetched(kind, f"@{channel} has no preview: {kind.replace('_', ' ')}")
            if await self.shows_canary():
                return NotFetched("nonexistent", f"nobody is called @{channel}: gone, or renamed")
        except PageError as error:
            return NotFetched("parse_error", str(error))
        except Exception as error:  # of the download; its kind tells which
            return NotFetched(kind_of(error), f"no answer about @{channel}: {error}")
        return NotFetched("throttled", f"not even @{self.canary} is shown: this address is not served for now")

    async def closed(self) -> NotFetched:
        """A channel is there and shows no preview: restricted, in Telegram's words, or closed by its owner."""
        channel = self.spider.source.channel
        post = self.spider.tally.newest or 1
        embed = read_embed((await self.get(f"/{channel}/{post}?embed=1")).body, source=self.spider.source)
        if embed.restricted:
            return NotFetched("restricted", f"@{channel}: {embed.refusal}")
        return NotFetched("preview_off", f"@{channel} has its preview off")

    async def shows_canary(self) -> bool:
        """Whether a channel that is certainly there is shown to us, with its posts."""
        response = await self.get(f"/s/{self.canary}", strict=False)
        if response.status != 200 or not response.body.strip():
            return False
        preview = read_preview(response.body, source=self.spider.source)
        return preview.is_channel and bool(preview.ids)

    async def is_served(self) -> bool:
        """Whether the host still serves us, by the canary; not where even that cannot be had."""
        try:
            return await self.shows_canary()
        except Exception:  # of the download, or of a page that is none
            return False

    async def hold_against_known(self, response: Response, preview: Preview) -> None:
        """Asks the other hosts for the newest post that is kept, where the newest page ends before it.

        It was deleted, or this host shows an old copy of the channel, which is no witness of what is gone, nor of what
        is new. Raises NotFetched for such a copy, and where more than AT_ONCE are missing and no other host answers.
        """
        spider = self.spider
        top = max(preview.ids, default=0)
        newer = spider.session.store.posts(spider.source.name, top + 1, 2**62)
        if not top or not newer:
            return
        newest = newer[-1]
        others = [way.address for way in spider.source.ways() if way.kind is MirrorKind.PREVIEW]
        for base in others:
            if base == spider.base:
                continue
            try:
                page = await self.get(f"/{spider.source.channel}/{newest}?embed=1", base=base)
                embed = read_embed(page.body, source=spider.source)
            except Exception:  # noqa: S112 (no witness; without any, the post's own page at this host decides)
                continue
            if embed.found:
                raise NotFetched("stale_page", f"{response.url}: ends at post {top}, and {newest} is there elsewhere")
            if embed.missing:
                return
        if len(newer) > AT_ONCE:
            raise NotFetched("stale_page", f"{response.url}: ends at post {top}; {len(newer)} newer ones are kept")

    async def get(self, path: str, *, strict: bool = True, base: str | None = None) -> Response:
        """A page of the host that is being asked, or of another one. Raises NotFetched where it is none, unless lax."""
        engine = self.spider.crawler.engine
        if engine is None:
            raise NotFetched("interrupted", "the run is being stopped")
        meta = {"dont_redirect": True, "handle_httpstatus_all": True}
        response = await engine.download_async(Request((base or self.spider.base) + path, meta=meta, dont_filter=True))
        if strict and response.status != 200:
            raise NotFetched(kind_of_status(response.status), f"{response.url}: HTTP {response.status}")
        return response
