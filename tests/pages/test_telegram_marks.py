"""What stands around a post's text in Telegram's preview: whose it is, whether edited, and what cannot be read."""

from __future__ import annotations

import base64
import json

import pytest

from polon.pages import PageError
from polon.pages.telegram import read_embed, read_preview
from polon.records import Forward

TEXT = '<div class="tgme_widget_message_text js-message_text" dir="auto">Повернулися 95 людей</div>'
LABEL = (
    '<div class="message_media_not_supported_wrap"><div class="message_media_not_supported">'
    '<div class="message_media_not_supported_label">{words}</div>'
    '<span class="message_media_view_in_telegram">VIEW IN TELEGRAM</span></div></div>'
)
OPEN = LABEL.format(words="Please open Telegram to view this post")
TOO_BIG = LABEL.format(words="Media is too big")
SIGNED = '<span class="tgme_widget_message_from_author" dir="auto">{name}</span>'


def forwarded(inner: str) -> str:
    return f'<div class="tgme_widget_message_forwarded_from accent_color">Forwarded from&nbsp;{inner}</div>'


def name(inner: str, href: str | None = None) -> str:
    tag, link = ("a", f' href="{href}"') if href else ("span", "")
    return f'<{tag} class="tgme_widget_message_forwarded_from_name"{link}><span dir="auto">{inner}</span></{tag}>'


FORWARDS = {
    "a channel's post": (
        forwarded(name("Дзвін Півдня", "https://t.me/PivdenDzvin/627")),
        Forward(name="Дзвін Півдня", url="https://t.me/PivdenDzvin/627"),
    ),
    "a person": (
        forwarded(name("Тарас", "https://t.me/taras_example")),
        Forward(name="Тарас", url="https://t.me/taras_example"),
    ),
    "a person who hides": (forwarded(name("Хтось")), Forward(name="Хтось")),
    "signed": (
        forwarded(
            name("Дзвін Півдня", "https://t.me/PivdenDzvin/627")
            + ' (<span class="tgme_widget_message_forwarded_from_author" dir="auto">Черговий</span>)'
        ),
        Forward(name="Дзвін Півдня", url="https://t.me/PivdenDzvin/627", author="Черговий"),
    ),
    "name with emoji": (
        forwarded(name('Дзвін <i class="emoji" style="x"><b>🔔</b></i>', "https://t.me/PivdenDzvin/1")),
        Forward(name="Дзвін 🔔", url="https://t.me/PivdenDzvin/1"),
    ),
    "a closed channel's post": (
        forwarded(name("Закритий", "https://t.me/c/123456/78")),
        Forward(name="Закритий", url="https://t.me/c/123456/78"),
    ),
    "relative address": (
        forwarded(name("Південь", "/PivdenDzvin/9")),
        Forward(name="Південь", url="https://t.me/PivdenDzvin/9"),
    ),
    "an address that no one should follow": (forwarded(name("Хтось", "javascript:alert(1)")), Forward(name="Хтось")),
    "two lines": (forwarded(name("Дзвін\n   Півдня<br/>й Сходу")), Forward(name="Дзвін Півдня й Сходу")),
    "no name at all": (forwarded(""), None),
    "none": ("", None),
}


@pytest.mark.parametrize(("block", "expected"), FORWARDS.values(), ids=FORWARDS)
def test_forward(block, expected, channel, message, preview):
    (post,) = read_preview(preview(message(5, block + TEXT)), source=channel).posts
    assert post.text == "Повернулися 95 людей"
    assert post.forwarded == expected


def test_what_a_quoted_post_passes_on_is_not_passed_on_by_the_post(channel, message, preview):
    reply = f'<a class="tgme_widget_message_reply" href="https://t.me/DzvinNews/9">{forwarded(name("Чужий"))}</a>'
    (post,) = read_preview(preview(message(5, reply + TEXT)), source=channel).posts
    assert post.forwarded is None


MARKS = {
    "neither": ("", False, None),
    "edited": ("edited &nbsp;", True, None),
    "signed": (SIGNED.format(name="Марія Черга") + ", ", False, "Марія Черга"),
    "both": (SIGNED.format(name="Марія Черга") + ", edited &nbsp;", True, "Марія Черга"),
    "both, as written since 2025": (SIGNED.format(name="Марія Черга") + ",&nbsp;edited &nbsp;", True, "Марія Черга"),
    "signed with the word": (SIGNED.format(name="edited"), False, "edited"),
    "signature of two lines": (SIGNED.format(name="Марія\n  Черга"), False, "Марія Черга"),
    "empty signature": (SIGNED.format(name=" "), False, None),
}


@pytest.mark.parametrize(("meta", "edited", "author"), MARKS.values(), ids=MARKS)
def test_edited_and_signed(meta, edited, author, channel, message, preview):
    page = read_preview(preview(message(5, TEXT, meta=meta)), source=channel)
    (post,) = page.posts
    assert (post.edited, post.author, post.text) == (edited, author, "Повернулися 95 людей")
    assert page.strange == ()


def test_the_word_edited_in_a_text_marks_nothing(channel, message, preview):
    text = '<div class="tgme_widget_message_text js-message_text">This list was edited</div>'
    (post,) = read_preview(preview(message(5, text)), source=channel).posts
    assert not post.edited


def view(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


NUMBERS = {
    "a post": ({"c": -1186000001, "p": 5, "t": 1787555914, "h": "x"}, 1186000001),
    "an album": ({"c": -1186000001, "p": "5g"}, 1186000001),
    "positive": ({"c": 1186000001}, None),
    "zero": ({"c": 0}, None),
    "text": ({"c": "-1186000001"}, None),
    "true": ({"c": True}, None),
    "huge": ({"c": -(10**30)}, None),
    "none": ({"p": 5}, None),
    "a list": ([1, 2], None),
    "a number": (5, None),
}


@pytest.mark.parametrize(("value", "number"), NUMBERS.values(), ids=NUMBERS)
def test_channel_number(value, number, channel, message, preview):
    body = preview(message(5, TEXT)).replace(b'data-view="eyJjIjotMX0"', f'data-view="{view(value)}"'.encode())
    page = read_preview(body, source=channel)
    assert (page.channel_id, page.posts[0].channel) == (number, number)


@pytest.mark.parametrize("written", ["", "%%%", "=", "e30", "A" * 100_000, "W1tbW1tbW1tb", "я"])
def test_a_view_that_cannot_be_read(written, channel, message, preview):
    body = preview(message(5, TEXT)).replace(b'data-view="eyJjIjotMX0"', f'data-view="{written}"'.encode())
    page = read_preview(body, source=channel)
    assert (page.channel_id, page.ids, page.posts[0].text) == (None, (5,), "Повернулися 95 людей")


def test_the_page_has_the_number_that_most_of_its_posts_have(channel, message, preview):
    own, other = f'data-view="{view({"c": -77})}"', f'data-view="{view({"c": -88})}"'
    messages = [
        message(n, TEXT).replace('data-view="eyJjIjotMX0"', v) for n, v in ((1, other), (2, own), (3, own), (4, ""))
    ]
    page = read_preview(preview(*messages), source=channel)
    assert page.channel_id == 77
    assert [post.channel for post in page.posts] == [88, 77, 77, 77]


def test_title_and_description(channel, message, preview):
    about = (
        '<div class="tgme_channel_info_description">Новини <b>Дзвону</b><br/>'
        '<a href="https://dzvin.example/">dzvin.example</a></div></div><main'
    )
    page = read_preview(preview(message(5, TEXT)).replace(b"</div><main", about.encode()), source=channel)
    assert (page.title, page.description) == ("Дзвін", "Новини Дзвону\ndzvin.example")


def test_title_and_description_as_other_sites_are_told(channel, message, preview):
    head = '<meta property="og:title" content="Дзвін"><meta property="og:description" content="Новини\nДзвону">'
    page = read_preview(preview(message(5, TEXT), head=head, info=False), source=channel)
    assert (page.title, page.description, page.is_channel) == ("Дзвін", "Новини\nДзвону", False)


VIDEO = '<a class="tgme_widget_message_video_player" href="https://t.me/DzvinNews/5"><time>0:06</time>{notice}</a>'
PHOTO = '<a class="tgme_widget_message_photo_wrap 579 134" href="https://t.me/DzvinNews/5"></a>'
POLL = (
    '<div class="tgme_widget_message_poll js-poll"><div class="tgme_widget_message_poll_question">Скільки?</div></div>'
)
STICKER = (
    '<div class="message_media_not_supported_wrap media_not_supported_cont"><div class="message_media_not_supported">'
    "This media is not supported</div></div>"
    '<div class="tgme_widget_message_sticker_wrap media_supported_cont"><i class="tgme_widget_message_sticker"></i>'
    "</div>"
)
ORPHANS = {
    "the request alone": (OPEN, True),
    "in the copy for old browsers": (f'<div class="media_not_supported_cont">{OPEN}</div>', True),
    "with a text": (TEXT + OPEN, False),
    "with the full post beside it": (f'<div class="media_supported_cont">{TEXT}</div>{OPEN}', False),
    "in a video": (VIDEO.format(notice=TOO_BIG), False),
    "beside a video": (VIDEO.format(notice="") + OPEN, False),
    "beside a photo": (PHOTO + OPEN, False),
    "beside a poll": (POLL + OPEN, False),
    "beside a sticker": (STICKER, False),
    "beside a quoted post": ('<a class="tgme_widget_message_reply"><div>95 людей</div></a>' + OPEN, True),
    "for a service message": (LABEL.format(words="Service message"), False),
    "nothing": ("", False),
}


@pytest.mark.parametrize(("inner", "orphan"), ORPHANS.values(), ids=ORPHANS)
def test_orphan(inner, orphan, channel, message, preview):
    page = read_preview(preview(message(5, inner), message(6, TEXT)), source=channel)
    assert page.orphans == ((5,) if orphan else ())
    assert (page.unread, page.ids) == ((), (5, 6))
    embed = read_embed(message(5, inner).encode(), source=channel)
    assert (embed.found, embed.orphan, embed.unread) == (True, orphan, False)


READ_OR_NOT = {
    "words in unknown elements": ('<section class="tg-body"><p>Повернулися 95 людей</p></section>', True),
    "words in the bubble itself": ("Повернулися 95 людей", True),
    "words behind an unknown element": ("<span></span>Повернулися 95 людей", True),
    "in the full copy, unknown": ('<div class="media_supported_cont"><p>95</p></div>', True),
    "only an emoji": ("<p>🔔</p>", True),
    "beside the request to open": (f"<p>95 людей</p>{OPEN}", True),
    "blanks": ("<p> \u200b\n </p>", False),
    "a script": ("<script>var people = 95</script><style>p {}</style><svg><text>95</text></svg>", False),
    "a photo": (PHOTO, False),
    "a poll": (POLL + '<div class="tgme_widget_message_voters">95 votes</div>', False),
    "a file": (
        '<a class="tgme_widget_message_document_wrap"><div class="tgme_widget_message_document">'
        '<div class="tgme_widget_message_document_title">list.pdf</div>95 KB</div></a>',
        False,
    ),
    "a contact": ('<div class="tgme_widget_message_contact_wrap"><b>Дзвін</b></div>', False),
    "a forwarded photo": (forwarded(name("Хтось")) + PHOTO, False),
    "a link's page alone": (
        '<a class="tgme_widget_message_link_preview"><div class="link_preview_title">95 людей</div></a>',
        False,
    ),
    "a text": (TEXT + "<p>Ще щось</p>", False),
}


@pytest.mark.parametrize(("inner", "unread"), READ_OR_NOT.values(), ids=READ_OR_NOT)
def test_words_that_could_not_be_read_show(inner, unread, channel, message, preview):
    page = read_preview(preview(message(5, inner), message(6, TEXT)), source=channel)
    assert page.unread == ((5,) if unread else ())
    assert [post.id for post in page.posts][-1] == "dzvin/6"
    assert read_embed(message(5, inner).encode(), source=channel).unread is unread


def test_a_service_message_is_never_unread(channel, message, preview):
    page = read_preview(preview(message(5, "Channel created", classes="service_message")), source=channel)
    assert (page.unread, page.orphans, page.posts, page.ids) == ((), (), (), (5,))


def test_posts_without_a_time_show(channel, message, preview):
    page = read_preview(
        preview(message(5, TEXT, time=None), message(6, TEXT), message(7, PHOTO, time=None)), source=channel
    )
    assert page.undated == (5,)


STRANGE = {
    "class of a message": ({"classes": "brand_new"}, ("brand_new",)),
    "element beside the date": ({"meta": '<span class="boosted">3 boosts</span>'}, ("boosted",)),
    "an icon beside the date": ({"meta": '<i class="icon_new"></i>'}, ()),
    "word beside the date": ({"meta": "translated &nbsp;"}, ("translated",)),
}


@pytest.mark.parametrize(("marks", "strange"), STRANGE.values(), ids=STRANGE)
def test_what_was_never_seen_shows_and_the_post_is_read(marks, strange, channel, message, preview):
    page = read_preview(preview(message(5, TEXT, **marks)), source=channel)
    assert page.strange == strange
    assert [post.text for post in page.posts] == ["Повернулися 95 людей"]


def test_not_all_that_is_strange_is_told(channel, message, preview):
    page = read_preview(preview(*(message(n, TEXT, classes=f"new_{n:03}") for n in range(1, 101))), source=channel)
    assert page.strange == tuple(f"new_{n:03}" for n in range(1, 21))
    assert len(page.posts) == 100


def test_a_long_list_of_classes(channel, message, preview):
    text = TEXT.replace('class="', 'class="' + "c d " * 1_000)
    (post,) = read_preview(preview(message(5, text)), source=channel).posts
    assert post.text == "Повернулися 95 людей"


def quoted(*messages: str, cursor: str = "") -> bytes:
    return json.dumps(cursor + "".join(messages)).encode()


def test_answer_to_the_page_s_own_script(channel, message):
    more = '<div class="js-messages_more_wrap"><a class="tme_messages_more" data-before="5"></a></div>'
    page = read_preview(quoted(message(5, TEXT), message(6, TEXT), cursor=more), source=channel)
    assert (page.is_channel, page.ids, page.before, page.after, page.wraps) == (True, (5, 6), 5, None, 2)
    assert (page.channel, page.channel_id) == ("DzvinNews", 1)
    assert [post.text for post in page.posts] == ["Повернулися 95 людей"] * 2


def test_answer_without_messages_is_no_channel(channel):
    page = read_preview(quoted("<div>Something else</div>"), source=channel)
    assert (page.is_channel, page.ids, page.wraps) == (False, (), 0)


@pytest.mark.parametrize(
    "body",
    [b'"', b'"unfinished', b'""', b'"plain words"', b'" "', b'"\\ud800"', b'"x" 5', b'\xef\xbb\xbf"'],
)
def test_answers_that_are_no_page(body, channel):
    with pytest.raises(PageError):
        read_preview(body, source=channel)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("Post not found", "missing"),
        ("Channel with username <b>@dzvin</b> not found", "no_channel"),
        ("Unfortunately, this channel couldn't be displayed on your device.", "restricted"),
        ("Unfortunately, this channel couldn’t be displayed on your device.", "restricted"),
        ("This channel is unavailable due to copyright infringement.", "restricted"),
        ("This group can't be displayed because it violated local laws.", "restricted"),
        ("Discussion is not available at the moment.", None),
        ("Something nobody has ever read", None),
    ],
)
def test_refusals_of_a_single_post(words, told, channel):
    body = f'<div class="tgme_widget_message err_message"><div class="tgme_widget_message_error">{words}</div></div>'
    embed = read_embed(body.encode(), source=channel)
    assert [key for key in ("missing", "no_channel", "restricted") if getattr(embed, key)] == ([told] if told else [])
    assert (embed.found, embed.post, embed.ids) == (False, None, ())
    assert embed.refusal == words.replace("<b>", "").replace("</b>", "")


def test_a_single_post_is_read_as_on_its_page(channel, message, preview):
    inner = forwarded(name("Південь", "https://t.me/PivdenDzvin/9")) + TEXT
    one = message(5, inner, meta="edited &nbsp;")
    bubble = '<div class="tgme_widget_message_bubble">'
    logo = '<a class="tgme_widget_message_bubble_logo" href="//core.telegram.org/widgets"></a>'
    embed = read_embed(one.replace(bubble, bubble + logo).encode(), source=channel)
    assert embed.post == read_preview(preview(one), source=channel).posts[0]
    assert embed.channel == 1
