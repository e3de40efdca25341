"""Whose a name is on t.me, and what the page of a post tells other sites of its text."""

from __future__ import annotations

import pytest

from polon.pages import PageError
from polon.pages.telegram import Account, Landing, read_landing, read_summary

CONTACT = (
    "If you have <strong>Telegram</strong>, you can contact"
    ' <a class="tgme_username_link" href="tg://resolve?domain=dzvin">@dzvin</a> right away.'
)


def landing(inner: str, verb: str = "View", head: str = "", href: str = "tg://resolve?domain=dzvin") -> bytes:
    return (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>Telegram: {verb} @dzvin</title>{head}</head>'
        '<body class="no_transition"><div class="tgme_page_wrap"><div class="tgme_body_wrap"><div class="tgme_page">'
        f'{inner}<div class="tgme_page_action"><a class="tgme_action_button_new" href="{href}">Open</a></div>'
        "</div></div></div></body></html><!-- page generated in 3.25ms -->"
    ).encode()


def named(*extras: str, about: str = "") -> str:
    told = "".join(f'<div class="tgme_page_extra">{extra}</div>' for extra in extras)
    return (
        '<div class="tgme_page_photo"><a href="tg://resolve?domain=dzvin"><img src="a.jpg">'
        '</a></div><div class="tgme_page_title" dir="auto"><span dir="auto">Дзвін</span></div>'
        f'{told}<div class="tgme_page_description" dir="auto">{about}</div>'
    )


PREVIEW = '<div class="tgme_page_context_link_wrap"><a class="tgme_page_context_link" href="/s/dzvin">Preview</a></div>'
ICON = '<div class="tgme_page_icon"><i class="tgme_icon_user"></i></div>'
INVITED = '<div class="tgme_page_description">You are invited to a <strong>group chat</strong> on Telegram.</div>'
FRONT = (
    b"<!DOCTYPE html><html><head><title>Telegram Messenger</title></head><body><div class='tl_page_wrap'>"
    b"<div class='tl_page'><div class='tl_main_head'><h3>Recent News</h3></div></div></div></body></html>"
)

LANDINGS = {
    "channel with a preview": (
        landing(named("204 518 subscribers", about="Новини<br/>Дзвону") + PREVIEW),
        Landing(who=Account.CHANNEL, title="Дзвін", description="Новини\nДзвону", count=204518, preview=True),
    ),
    "channel without a preview": (
        landing(named("204\u00a0518 subscribers")),
        Landing(who=Account.CHANNEL, title="Дзвін", count=204518),
    ),
    "channel with a badge": (
        landing(named("5 subscribers").replace("Дзвін</span>", 'Дзвін</span><i class="verified-icon"> ✔</i>')),
        Landing(who=Account.CHANNEL, title="Дзвін", count=5),
    ),
    "channel of one": (landing(named("1 subscriber")), Landing(who=Account.CHANNEL, title="Дзвін", count=1)),
    "channel, rounded": (landing(named("12.5K subscribers")), Landing(who=Account.CHANNEL, title="Дзвін", count=12500)),
    "channel of millions": (
        landing(named("1,2M subscribers")),
        Landing(who=Account.CHANNEL, title="Дзвін", count=1200000),
    ),
    "channel in another language": (
        landing(named("204 518 підписників") + PREVIEW),
        Landing(who=Account.CHANNEL, title="Дзвін", count=204518, preview=True),
    ),
    "group": (
        landing(named("15 848 members, 3 465 online")),
        Landing(who=Account.GROUP, title="Дзвін", count=15848),
    ),
    "bot": (
        landing(named("@dzvin_helper", "8 705 765 monthly users"), "Launch"),
        Landing(who=Account.BOT, title="Дзвін", count=8705765),
    ),
    "bot that nobody counts": (landing(named("@dzvin_bot"), "Contact"), Landing(who=Account.BOT, title="Дзвін")),
    "user": (
        landing(named("@dzvin", about="Пишіть мені"), "Contact"),
        Landing(who=Account.USER, title="Дзвін", description="Пишіть мені"),
    ),
    "nobody": (
        landing(f'{ICON}<div class="tgme_page_description">{CONTACT}</div>', "Contact"),
        Landing(who=Account.NOBODY),
    ),
    "nobody, in another language": (
        landing('<div class="tgme_page_description">Якщо у Вас є Telegram</div>', "Напишіть"),
        Landing(who=Account.NOBODY),
    ),
    "invitation": (landing(INVITED, "Join", href="tg://join?invite=abc"), Landing(who=Account.INVITE)),
    "invitation to a named group": (
        landing(named("2 410 members"), "Join", href="tg://join?invite=abc"),
        Landing(who=Account.INVITE, title="Дзвін", count=2410),
    ),
    "post in a closed channel": (
        landing(INVITED, href="tg://privatepost?channel=123&amp;post=456"),
        Landing(who=Account.INVITE),
    ),
    "front page": (FRONT, Landing(who=Account.HOME)),
    "name that says nothing more": (landing(named()), Landing(who=Account.UNKNOWN, title="Дзвін")),
    "another site": (b"<html><body><h1>Welcome</h1><p>5 subscribers</p></body></html>", Landing(who=Account.UNKNOWN)),
}


@pytest.mark.parametrize(("body", "expected"), LANDINGS.values(), ids=LANDINGS)
def test_landing(body, expected):
    assert read_landing(body) == expected


def test_a_preview_itself_is_a_channel_s(message, preview):
    found = read_landing(preview(message(5, "")))
    assert (found.who, found.title, found.preview) == (Account.CHANNEL, "Дзвін", True)


@pytest.mark.parametrize(
    "extra", ["9" * 100 + " subscribers", "1.2.3K subscribers", "K subscribers", "9" * 9_000 + "K"]
)
def test_counts_that_are_none(extra):
    assert read_landing(landing(named(extra))).count is None


@pytest.mark.parametrize("body", [b"", b"\x00", b'{"ok":false}', b"Too Many Requests"])
def test_no_landing(body):
    with pytest.raises(PageError):
        read_landing(body)


def post_page(words: str) -> bytes:
    return landing(named("204 518 subscribers"), head=f'<meta property="og:description" content="{words}">')


SUMMARIES = {
    "whole": ("Додому повернулися 146 військових.", "Додому повернулися 146 військових."),
    "lines": ("Додому повернулися 146.\n\nСеред них 12 поранених", "Додому повернулися 146.\n\nСеред них 12 поранених"),
    "entities": ("&#036;5 &amp; &quot;більше&quot;", '$5 & "більше"'),
    "cut within a word": ("Додому повернулися військові та циві…", "Додому повернулися військові та …"),
    "cut within a number": ("Додому повернулися 14…", "Додому повернулися …"),
    "cut within a number with a blank": ("Додому повернулися 1 20…", "Додому повернулися …"),
    "cut within a number with a no-break blank": ("Додому повернулися 1\u00a020…", "Додому повернулися …"),
    "cut before what a number counts": ("Повернулися троє, ще 12 тис…", "Повернулися троє, ще …"),
    "cut after a whole line": ("Повернулися 146 військових\n12 пора…", "Повернулися 146 військових …"),
    "cut after a blank": ("Повернулися 146 …", "Повернулися …"),
    "three full stops are the author's": ("Повернулися 146...", "Повернулися 146..."),
    "nothing but a cut word": ("Повернули…", None),
    "nothing but a cut": ("…", None),
    "empty": ("", None),
    "blanks": (" \u200b ", None),
    "the channel's own words": ("Новини Дзвону, щодня", None),
    "the channel's own words, in lines": ("Новини\nДзвону,  щодня", None),
}


@pytest.mark.parametrize(("words", "expected"), SUMMARIES.values(), ids=SUMMARIES)
def test_summary(words, expected, channel):
    found = read_summary(post_page(words), source=channel, channel_description="Новини\nДзвону, щодня")
    assert found == expected


def test_summary_of_a_channel_without_description(channel):
    assert read_summary(post_page("Повернулися"), source=channel, channel_description=None) == "Повернулися"
    assert read_summary(post_page(""), source=channel, channel_description=None) is None


def test_no_place_for_a_summary(channel):
    with pytest.raises(PageError, match=r"source dzvin: .*og:description"):
        read_summary(landing(named("5 subscribers")), source=channel, channel_description=None)
