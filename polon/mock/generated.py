"""Channels of any length made up from a seed: each message follows from its number, so that none is kept.

The history is laid out in blocks of fifty messages. A block's kinds are shuffled by its own seed, and every block takes
the same number of ids: a message is found from its id, or from its place, without a look at the others.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from random import Random
from typing import Annotated, Literal

import msgspec

from polon.mock.posts import Forward, Media, Post, Preview

BLOCK = 50
ALBUM = 3

Share = Annotated[float, msgspec.Meta(ge=0, le=0.5)]


class Generated(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How a channel's messages are made up: how many, and which share of them is what."""

    count: Annotated[int, msgspec.Meta(ge=0, le=10_000_000)]
    seed: int = 1
    prisoners: Annotated[float, msgspec.Meta(ge=0, le=1)] = 0.2
    gaps: Share = 0
    albums: Annotated[float, msgspec.Meta(ge=0, le=0.3)] = 0
    service: Annotated[float, msgspec.Meta(ge=0, le=0.3)] = 0
    textless: Annotated[float, msgspec.Meta(ge=0, le=0.3)] = 0
    start: datetime = datetime(2024, 1, 1, tzinfo=UTC)
    every: Annotated[int, msgspec.Meta(ge=1, le=31_536_000)] = 600
    lang: Literal["uk", "ru", "en"] = "uk"


class Made:
    """The history that a Generated describes."""

    def __init__(self, plan: Generated) -> None:
        self._plan = plan
        self._album, self._gap = round(BLOCK * plan.albums), round(BLOCK * plan.gaps)
        self._span = BLOCK + self._album * (ALBUM - 1) + self._gap
        self._blocks = -(-plan.count // BLOCK)

    def before(self, number: int | None) -> Iterator[Post]:
        """As History says."""
        last = self._blocks - 1
        block = last if number is None else min(last, max(-1, (number - 2) // self._span))
        for at in range(block, -1, -1):
            ids, kinds = self._block(at)
            end = len(ids) if number is None else bisect_left(ids, number)
            for place in range(end - 1, -1, -1):
                yield self._post(at, place, ids[place], kinds[place])

    def after(self, number: int) -> Iterator[Post]:
        """As History says."""
        for at in range(max(0, (number - 1) // self._span), self._blocks):
            ids, kinds = self._block(at)
            for place in range(bisect_right(ids, number), len(ids)):
                yield self._post(at, place, ids[place], kinds[place])

    def find(self, number: int) -> Post | None:
        """As History says."""
        at = (number - 1) // self._span
        if not 0 <= at < self._blocks:
            return None
        ids, kinds = self._block(at)
        place = bisect_right(ids, number) - 1
        if place < 0:
            return None
        post = self._post(at, place, ids[place], kinds[place])
        return post if number in post.ids else None

    def _block(self, at: int) -> tuple[tuple[int, ...], tuple[str, ...]]:
        ids, kinds = _layout(self._plan.seed, at, self._album, self._gap, *self._others())
        left = self._plan.count - at * BLOCK
        return ids[:left], kinds[:left]

    def _others(self) -> tuple[int, int]:
        return round(BLOCK * self._plan.service), round(BLOCK * self._plan.textless)

    def _post(self, block: int, place: int, number: int, kind: str) -> Post:
        plan = self._plan
        index = block * BLOCK + place
        chance = Random(plan.seed * 1_000_003 + number)  # noqa: S311 (no secret: the same seed makes the same channel)
        at = plan.start + timedelta(seconds=index * plan.every)
        if kind == "service":
            return Post(id=number, at=at, kind="service", text="Channel photo updated")
        if kind == "textless":
            media = chance.choice(_TEXTLESS)
            return Post(id=number, at=at, photos=0 if media else 1, media=media, views="1.2K")
        return Post(
            id=number,
            at=at,
            text=_text(plan, index, chance),
            views=f"{chance.randint(11, 99) / 10}K",
            photos=ALBUM if kind == "album" else chance.choice((0, 0, 1)),
            forwarded=Forward(name="Ранковий огляд", url=f"https://t.me/mock_digest/{number}")
            if chance.random() < 0.05
            else None,
            reply=number - 1 if chance.random() < 0.05 else None,
            preview=_LINKED if chance.random() < 0.05 else None,
            signed="О. Писар" if chance.random() < 0.03 else None,
            edited=chance.random() < 0.05,
        )


@lru_cache(maxsize=64)
def _layout(
    seed: int, block: int, albums: int, gaps: int, service: int, textless: int
) -> tuple[tuple[int, ...], tuple[str, ...]]:
    """The ids and kinds of a block's messages."""
    kinds = ["gap"] * gaps + ["album"] * albums + ["service"] * service + ["textless"] * textless
    kinds += ["post"] * (BLOCK - albums - service - textless)
    Random(f"{seed}/{block}").shuffle(kinds)  # noqa: S311 (as above)
    number = 1 + block * (BLOCK + albums * (ALBUM - 1) + gaps)
    ids, found = [], []
    for kind in kinds:
        if kind != "gap":
            ids.append(number)
            found.append(kind)
        number += ALBUM if kind == "album" else 1
    return tuple(ids), tuple(found)


def _text(plan: Generated, index: int, chance: Random) -> str:
    """A text with its own number in it, so that no two are alike."""
    told = _PRISONERS if chance.random() < plan.prisoners else _OTHERS
    values = {"n": chance.randint(12, 390), "m": chance.randint(2, 11), "k": index + 1}
    first, second = chance.choice(told[plan.lang]), chance.choice(_CLOSINGS[plan.lang])
    start = "\u200b\u200b" if chance.random() < 0.03 else ""
    return start + f"{first}\n\n{second}".format(**values)


_TEXTLESS: tuple[Media | None, ...] = (None, None, "sticker", "voice", "roundvideo", "big_video")
_LINKED = Preview(
    site="site.example",
    title="Обмін полоненими: додому повернулися 555 людей",
    description="Чужа сторінка про 777 полонених, яку показано під дописом.",
    url="https://site.example/news/1",
)
_PRISONERS = {
    "uk": (
        "🇺🇦 **Обмін полоненими.** Сьогодні додому повернулися {n} захисників, серед них {m} поранених.",
        "З російського полону звільнено {n} військових та {m} цивільних.\nУсі вони потребують лікування.",
        "Станом на ранок у полоні залишаються {n} воїнів бригади. Усього повернуто 4\u00a0757 українців.",
        "> За добу взято в полон {n} окупантів.\nПро це повідомив речник угруповання.",
    ),
    "ru": (
        "**Обмен пленными.** Сегодня домой вернулись {n} военнослужащих, среди них {m} раненых.",
        "За сутки в плен взяты {n} военнослужащих ВСУ.\nОб этом сообщили в ведомстве.",
        "Из плена освобождены {n} человек, в том числе {m} женщин. ((🫡))",
    ),
    "en": (
        "**Prisoner exchange.** Today {n} soldiers came home, among them {m} wounded.",
        "As of this morning {n} defenders remain in captivity.\nSo says the brigade.",
    ),
}
_OTHERS = {
    "uk": (
        "⚡️ Уночі збито {n} із {k} ударних безпілотників.\nРобота триває.",
        "Збір на {m} дронів закрито! Дякуємо кожному: [звіт](https://bank.example/jar?from=tg&to={k}).",
        "Погода на завтра: {m} градусів, вітер {n} метрів.\nДолар сьогодні $41,{m}. Об'єднуймося!",
        "[#новини](?q=%23новини) Ремонт дороги завершать за {m} тижнів.",
    ),
    "ru": (
        "Ночью сбито {n} беспилотников.\nРабота продолжается. 🔥",
        "Погода на завтра: {m} градусов тепла.",
        "Цены выросли на {m} процентов за {n} дней.",
    ),
    "en": (
        "The air force shot down {n} drones overnight.\nWork goes on.",
        "Weather for tomorrow: {m} degrees, wind {n} km/h. 🔥",
    ),
}
_CLOSINGS = {
    "uk": ("Допис {k}.", "Підписуйтеся. Допис {k}.", "1️⃣ Допис {k}."),
    "ru": ("Запись {k}.", "Подписывайтесь. Запись {k}."),
    "en": ("Post {k}.", "Follow us. Post {k}."),
}
