"""Sources and builders of pages; the markup is Telegram's and news sites', the words are this project's."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from polon.sources import Kind, Selectors, Source

Builder = Callable[..., str]


@pytest.fixture
def channel() -> Source:
    return Source(
        name="dzvin",
        title="Dzvin",
        kind=Kind.TELEGRAM,
        lang="uk",
        timezone="Europe/Kyiv",
        channel="DzvinNews",
        verified=False,
        evidence="made for tests",
    )


@pytest.fixture
def news() -> Callable[..., Source]:
    def make(lang: str = "uk", timezone: str = "Europe/Kyiv", **selectors: str) -> Source:
        return Source(
            name="visnyk",
            title="Visnyk",
            kind=Kind.NEWS,
            lang=lang,
            timezone=timezone,
            feeds=("https://visnyk.example/rss",),
            selectors=Selectors(**selectors),
            verified=False,
            evidence="made for tests",
        )

    return make


@pytest.fixture
def message() -> Builder:
    """One message: `inner` is what stands in the bubble before the footer; `time` None leaves the date out."""

    def make(
        number: int,
        inner: str,
        *,
        time: str | None = "2026-08-20T21:30:00+00:00",
        classes: str = "",
        handle: str = "DzvinNews",
        meta: str = "",
    ) -> str:
        date = f'<time datetime="{time}" class="time">21:30</time>' if time else ""
        return (
            '<div class="tgme_widget_message_wrap js-widget_message_wrap">'
            f'<div class="tgme_widget_message text_not_supported_wrap {classes} js-widget_message"'
            f' data-post="{handle}/{number}" data-view="eyJjIjotMX0">'
            '<div class="tgme_widget_message_user"><a href="https://t.me/DzvinNews"><i><img src="a.jpg"></i></a></div>'
            '<div class="tgme_widget_message_bubble">'
            '<div class="tgme_widget_message_author accent_color">'
            '<a class="tgme_widget_message_owner_name"><span dir="auto">Дзвін</span></a></div>'
            f"{inner}"
            '<div class="tgme_widget_message_footer compact js-message_footer">'
            '<div class="tgme_widget_message_info short js-message_info">'
            '<span class="tgme_widget_message_views">3.12K</span><span class="copyonly"> views</span>'
            f'<span class="tgme_widget_message_meta">{meta}<a class="tgme_widget_message_date"'
            f' href="https://t.me/{handle}/{number}">{date}</a></span></div></div></div></div></div>'
        )

    return make


@pytest.fixture
def preview() -> Callable[..., bytes]:
    """A channel's page around messages; `head` goes into the head, `more` before the messages."""

    def make(*messages: str, head: str = "", more: str = "", info: bool = True) -> bytes:
        about = (
            '<div class="tgme_channel_info"><div class="tgme_channel_info_header">'
            '<div class="tgme_channel_info_header_title"><span dir="auto">Дзвін</span></div>'
            '<div class="tgme_channel_info_header_username"><a href="https://t.me/DzvinNews">@DzvinNews</a></div>'
            "</div></div>"
        )
        return (
            f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>Дзвін – Telegram</title>{head}</head>'
            '<body class="widget_frame_base tgme_webpreview emoji_image tme_mode">'
            f'{about if info else ""}<main class="tgme_main" data-url="/DzvinNews"><div class="tgme_container">'
            f'<section class="tgme_channel_history js-message_history">{more}{"".join(messages)}</section></div></main>'
            "</body></html><!-- page generated in 8.02ms -->"
        ).encode()

    return make


BODY = (
    "Вчора до Києва повернулися 146 військових, повідомили у штабі.",
    "Серед них 12 поранених, решту обстежать лікарі упродовж двох тижнів.",
    "Це вже другий обмін за місяць, і сторони домовляються про наступний.",
)


@pytest.fixture
def article() -> Callable[..., bytes]:
    """A news page: `head` goes into the head, `before` and `after` stand around the headline, `body` are paragraphs."""

    def make(
        head: str = "",
        *,
        lang: str = 'lang="uk"',
        heading: str = "<h1>Додому повернулися 146 військових</h1>",
        before: str = "",
        after: str = "",
        body: tuple[str, ...] = BODY,
        title: str = "Додому повернулися 146 військових - Вісник",
    ) -> bytes:
        paragraphs = "".join(f"<p>{paragraph}</p>" for paragraph in body)
        return (
            f'<!DOCTYPE html><html {lang}><head><meta charset="utf-8"><title>{title}</title>{head}</head><body>'
            '<header><nav><a href="/">Головна</a> <a href="/war">Війна</a></nav></header>'
            f"<main><article>{before}{heading}{after}<div>{paragraphs}</div></article></main>"
            '<aside><p><a href="/1">Інша новина дня</a></p></aside><footer><p>© 2019 Вісник</p></footer></body></html>'
        ).encode()

    return make
