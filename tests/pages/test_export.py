"""Telegram Desktop's result.json: types of text, albums, notices, whole accounts, and files that are none."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, BinaryIO

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from polon.pages import PageError
from polon.pages.telegram import events, read_preview
from polon.pages.telegram.export import Reason, Skipped, WrongExport, read_export
from polon.records import Document, Forward
from polon.sources import Source
from tests.pages import mirror_forms as forms
from tests.pages.mirror_forms import NUMBER, TITLE, Line, Written, said
from tests.pages.test_mirrors import POSTS, WRITTEN

Builder = Callable[..., Any]

AT = datetime(2026, 8, 20, 21, 30, tzinfo=UTC)
STAMP = str(int(AT.timestamp()))


def read(body: bytes, source: Source) -> tuple[list[Document], list[Skipped]]:
    found = list(read_export(io.BytesIO(body), source=source))
    return [f for f in found if isinstance(f, Document)], [f for f in found if isinstance(f, Skipped)]


def known(source: Source, number: int = NUMBER) -> Source:
    return msgspec.structs.replace(source, channel_id=number)


def message(number: int = 7, text: object = "сім", **more: object) -> dict[str, object]:
    return {"id": number, "type": "message", "date": "2026-08-21T00:30:00", "date_unixtime": STAMP, "text": text} | more


def chat(*messages: object, **head: object) -> dict[str, object]:
    return {"name": TITLE, "type": "public_channel", "id": NUMBER} | head | {"messages": list(messages)}


def encoded(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1).encode()


def one(source: Source, **more: object) -> Document:
    (document,), skipped = read(encoded(chat(message(**more))), source)  # type: ignore[arg-type]
    assert skipped == []
    return document


# One post


@pytest.mark.parametrize(("lines", "expected"), POSTS, ids=lambda value: value[:20] if isinstance(value, str) else "")
def test_a_post_reads_as_its_author_wrote_it(lines: tuple[Line, ...], expected: str, channel: Source) -> None:
    (document,), _ = read(forms.export([Written(7, lines, at=AT)]), channel)
    assert (document.id, document.url, document.text) == ("dzvin/7", "https://t.me/DzvinNews/7", expected)
    assert (document.published, document.via, document.channel, document.lang) == (AT, "export", NUMBER, document.lang)
    assert document.published is not None
    assert document.published.utcoffset() == timedelta(hours=3)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lines=WRITTEN)
def test_a_post_reads_equal_through_the_preview_and_the_export(
    lines: list[Line], channel: Source, message: Builder, preview: Builder
) -> None:
    post = Written(7, tuple(lines), at=AT)
    shown = read_preview(forms.preview_page([post], message, preview), source=channel)
    documents, _ = read(forms.export([post]), channel)
    assert [(d.id, d.text, d.revision) for d in documents] == [(d.id, d.text, d.revision) for d in shown.posts]


TYPES = [
    "plain", "unknown", "mention", "hashtag", "bot_command", "link", "email", "bold", "italic", "code", "pre",
    "text_link", "mention_name", "phone", "cashtag", "underline", "strikethrough", "blockquote", "bank_card", "spoiler",
    "custom_emoji", "a_type_of_tomorrow",
]  # fmt: skip


@pytest.mark.parametrize("kind", TYPES)
@pytest.mark.parametrize("field", ["text", "text_entities"])
def test_every_type_of_text_is_text(kind: str, field: str, channel: Source) -> None:
    piece = {
        "type": kind,
        "text": "146",
        "href": "https://x.example",
        "document_id": "1",
        "language": "",
        "collapsed": True,
    }
    pieces = ["Вдома\n", piece, "\nвійськових"] if field == "text" else [
        {"type": "plain", "text": "Вдома\n"}, piece, {"type": "plain", "text": "\nвійськових"}
    ]  # fmt: skip
    body = message(text="") | {field: pieces}
    (document,), _ = read(encoded(chat(body)), channel)
    assert document.text == "Вдома\n146\nвійськових"


@pytest.mark.parametrize(
    ("pieces", "expected"),
    [
        (["а", {"type": "blockquote", "text": "б"}, "в"], "а\nб\nв"),
        (["а\n\n", {"type": "blockquote", "text": "б\n\nв"}], "а\n\nб\n\nв"),
        ([{"type": "pre", "text": "1  2", "language": ""}, {"type": "pre", "text": "3", "language": ""}], "1 2\n3"),
        (["а ", {"type": "bold", "text": "б"}, " в"], "а б в"),
        ([], ""),
    ],
)
def test_quotations_and_listings_have_lines_of_their_own(pieces: list[object], expected: str, channel: Source) -> None:
    documents, skipped = read(encoded(chat(message(text=pieces))), channel)
    assert [document.text for document in documents] == ([expected] if expected else [])
    assert [each.reason for each in skipped] == ([] if expected else [Reason.TEXTLESS])


def test_the_time_is_the_one_that_has_no_zone_to_guess(channel: Source) -> None:
    """`date` is a clock of whoever made the file."""
    assert one(channel, date="1999-01-01T00:00:00").published == AT
    old = message()
    del old["date_unixtime"]
    (document,), _ = read(encoded(chat(old)), channel)
    assert document.published is None


@pytest.mark.parametrize("stamp", ["", "0", "-5", "tomorrow", "99999999999", "1755725400.5", 0, None])
def test_a_time_that_cannot_be_read_is_none(stamp: object, channel: Source) -> None:
    assert one(channel, date_unixtime=stamp).published is None


def test_an_edit_has_its_time(channel: Source) -> None:
    document = one(channel, edited="2026-08-21T10:00:00", edited_unixtime=str(int(AT.timestamp()) + 3600))
    assert (document.edited, document.modified, document.published) == (True, AT + timedelta(hours=1), AT)
    assert one(channel).edited is False


def test_old_files_call_what_was_never_edited_edited_in_1970(channel: Source) -> None:
    bare = {key: value for key, value in message().items() if key != "date_unixtime"}
    (never,), _ = read(encoded(chat(bare | {"edited": "1970-01-01T03:00:00"})), channel)
    (once,), _ = read(encoded(chat(bare | {"edited": "2020-05-01T03:00:00"})), channel)
    assert (never.edited, once.edited, once.modified) == (False, True, None)


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({}, None),
        ({"forwarded_from": "Штаб", "forwarded_from_id": "channel777"}, Forward(name="Штаб")),
        ({"forwarded_from": None, "forwarded_from_id": "user1005"}, Forward(name="user1005")),
        ({"forwarded_from": "Прихований"}, Forward(name="Прихований")),
        ({"forwarded_from": "x" * 900}, Forward(name="x" * 300)),
    ],
)
def test_whose_post_is_passed_on_is_kept_as_data(
    more: dict[str, object], expected: Forward | None, channel: Source
) -> None:
    assert one(channel, **more).forwarded == expected


def test_a_signature_is_kept_and_an_answered_post_is_not(channel: Source) -> None:
    document = one(channel, author="Олена", reply_to_message_id=3, reply_to_peer_id="channel9", via_bot="@x")
    assert (document.author, document.text) == ("Олена", "сім")


# What is no post


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (message(type="service", action="pin_message", text=""), Reason.SERVICE),
        (message(type="service", action="edit_group_title", title="45 полонених", text=""), Reason.SERVICE),
        ({"id": 7, "type": "unsupported"}, Reason.UNSUPPORTED),
        (message(text="", photo="photos/1.jpg"), Reason.TEXTLESS),
        (message(text="\u200b \n"), Reason.TEXTLESS),
        (message(text="", poll={"question": "Скільки полонених?", "answers": [{"text": "300"}]}), Reason.TEXTLESS),
        (message(text="", media_type="sticker", sticker_emoji="🔥", file="x"), Reason.TEXTLESS),
        (message(type="tomorrow"), Reason.UNREADABLE),
        (message(text=5), Reason.UNREADABLE),
        (message(text=[["a"]]), Reason.UNREADABLE),
        (message(text=[{"type": "bold"}]), Reason.UNREADABLE),
        (message(author=["Олена"]), Reason.UNREADABLE),
        (message(number="7"), Reason.UNREADABLE),  # type: ignore[arg-type]
        (message(number=-7), Reason.UNREADABLE),
        (message(number=10**30), Reason.UNREADABLE),
        (5, Reason.UNREADABLE),
        ([], Reason.UNREADABLE),
        (None, Reason.UNREADABLE),
        ("too_large", Reason.UNREADABLE),
    ],
)
def test_what_gives_no_document_says_why(value: object, reason: Reason, channel: Source) -> None:
    documents, skipped = read(encoded(chat(value, message(9, "дев'ять"))), channel)
    assert [document.id for document in documents] == ["dzvin/9"]
    assert [each.reason for each in skipped] == [reason]
    assert bool(skipped[0].words) == (reason is Reason.UNREADABLE)


def test_an_unreadable_message_is_named(channel: Source) -> None:
    _, (skipped,) = read(encoded(chat(message(text=5))), channel)
    assert (skipped.number, skipped.words) == (7, "Expected `str | array`, got `int` - at `$.text`")


# Albums


def test_an_album_is_one_post_under_its_first_id(channel: Source) -> None:
    parts = [message(n, text, photo="p.jpg") for n, text in ((41, ""), (42, "альбом"), (43, ""))]
    documents, skipped = read(encoded(chat(message(40), *parts, message(44, "далі", photo="p.jpg"))), channel)
    assert [(d.id, d.text) for d in documents][:1] == [("dzvin/40", "сім")]
    assert [each.number for each in skipped] != []
    later = [message(44, "далі", photo="p.jpg", date_unixtime=str(int(STAMP) + 9))]
    documents, skipped = read(encoded(chat(message(40), *parts, *later)), channel)
    assert [(d.id, d.text) for d in documents] == [("dzvin/40", "сім"), ("dzvin/41", "альбом"), ("dzvin/44", "далі")]
    assert [each.number for each in skipped] == [42, 43]


@pytest.mark.parametrize(
    "second",
    [
        message(43, "друга", photo="p.jpg"),
        message(42, "друга"),
        message(42, "друга", photo="p.jpg", date_unixtime=str(int(STAMP) + 1)),
        message(42, "друга", file="v.ogg", media_type="voice_message"),
        message(42, "друга", photo="p.jpg", forwarded_from="Штаб"),
    ],
)
def test_what_is_no_album_stays_apart(second: dict[str, object], channel: Source) -> None:
    documents, _ = read(encoded(chat(message(41, "", photo="p.jpg"), second)), channel)
    assert [document.id for document in documents] == [f"dzvin/{second['id']}"]


def test_two_texts_at_one_second_are_two_posts(channel: Source) -> None:
    parts = [message(n, text, photo="p.jpg") for n, text in ((41, "перша"), (42, "друга"))]
    documents, _ = read(encoded(chat(*parts)), channel)
    assert [document.id for document in documents] == ["dzvin/41", "dzvin/42"]


def test_more_than_ten_pictures_are_more_than_one_album(channel: Source) -> None:
    parts = [message(n, "кінець" if n == 25 else "", photo="p.jpg") for n in range(10, 26)]
    (document,), skipped = read(encoded(chat(*parts)), channel)
    assert (document.id, len(skipped)) == ("dzvin/20", 15)


# Whose file it is


def account(*chats: object, left: tuple[object, ...] = ()) -> bytes:
    about = {"about": "Here is the data you requested.", "personal_information": {"user_id": 1, "bio": "[]{}"}}
    listed = {"chats": {"about": "This page lists all chats.", "list": list(chats)}}
    return encoded(about | {"contacts": {"list": [{"name": 5}]}} | listed | {"left_chats": {"list": list(left)}})


OTHER = chat(message(1, "чуже"), id=999, name="Інший")
TALK = chat(message(2, "особисте"), id=5, type="personal_chat", name="Олена")
SAVED = {"type": "saved_messages", "id": 5, "messages": [message(3, "нотатка")]}


def test_a_whole_account_gives_the_posts_of_the_channel_only(channel: Source) -> None:
    documents, skipped = read(account(TALK, SAVED, OTHER, chat(message())), known(channel))
    assert ([document.text for document in documents], skipped) == (["сім"], [])
    documents, _ = read(account(TALK, OTHER, left=(SAVED, chat(message()))), known(channel))
    assert [document.text for document in documents] == ["сім"]


def test_without_its_number_the_channel_in_an_account_cannot_be_told(channel: Source) -> None:
    with pytest.raises(WrongExport, match="channel_id"):
        read(account(chat(message())), channel)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (encoded(OTHER), "it is of 'Інший' (public_channel, id 999), not of the channel 1463721328"),
        (account(TALK, OTHER), "none of its 2 chats is the channel 1463721328"),
        (encoded(TALK), "which is no channel"),
        (encoded(chat(message(), type="public_supergroup")), "which is no channel"),
        (encoded(chat(message(), type=None)), "which is no channel"),
        (encoded(chat(message(), id="1463721328")), "id None"),
        (encoded({"messages": [message()], "id": NUMBER, "type": "public_channel"}), "no type"),
    ],
)
def test_another_channels_file_is_refused_before_anything_is_given(body: bytes, words: str, channel: Source) -> None:
    given_: list[object] = []
    with pytest.raises(WrongExport) as caught:
        given_.extend(read_export(io.BytesIO(body), source=known(channel)))
    assert words in str(caught.value)
    assert given_ == []


def test_files_of_before_2021_have_their_own_form_of_the_number(channel: Source) -> None:
    shifted = chat(message(), id=NUMBER + 2**33)
    (document,), _ = read(encoded(shifted), known(channel))
    assert document.channel == NUMBER
    (document,), _ = read(encoded(shifted), channel)
    assert document.channel is None  # a number of either form: nobody knows


def test_a_private_channel_of_ones_own_is_a_channel(channel: Source) -> None:
    documents, _ = read(encoded(chat(message(), type="private_channel")), channel)
    assert len(documents) == 1


# Files that are none


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "breaks off"),
        (b"   ", "breaks off"),
        (b"<!DOCTYPE html><html>", "not JSON"),
        (b"\x00" * 50, "not JSON"),
        (b"\xff\xfe{\x00", "not JSON"),
        (b"[]", "no object"),
        (b'"x"', "no object"),
        (b"{}", "no chat in it"),
        (b'{"messages": 5}', "no chat in it"),
        (b'{"chats": {"list": [1, []]}}', "no chat in it"),
        (b'{"chats": [[]], "left_chats": 5}', "no chat in it"),
        (b'{"a": ' + b"[" * 100_000, "nests more than 64"),
        (b'{"a":' * 100_000, "nests more than 64"),
        (b'{"id": ' + b"9" * 5_000 + b"}", "more than 4100 digits"),
        (b'{"id": -' + b"9" * 200_000 + b"}", "more than 4100 digits"),
    ],
)
def test_what_is_no_export_says_so(body: bytes, words: str, channel: Source) -> None:
    with pytest.raises(PageError, match=words):
        read(body, channel)


def test_a_file_that_breaks_off_gives_what_is_whole(channel: Source) -> None:
    body = encoded(chat(*(message(n, f"пост {n}", date_unixtime=str(int(STAMP) + n)) for n in range(1, 6))))
    counts = []
    for end in range(len(body)):
        got: list[object] = []
        with pytest.raises(PageError):
            got.extend(read_export(io.BytesIO(body[:end]), source=channel))
        assert [each.text for each in got if isinstance(each, Document)] == [
            f"пост {n}" for n in range(1, len(got) + 1)
        ]
        counts.append(len(got))
    assert counts == sorted(counts)
    assert counts[-1] >= 4


def test_numbers_beyond_all_bounds_are_named(channel: Source) -> None:
    body = encoded(chat(message(), message(9, "дев'ять"))).replace(b'"id": 7', b'"id": 1e400')
    documents, skipped = read(body, channel)
    assert [document.id for document in documents] == ["dzvin/9"]
    assert [each.reason for each in skipped] == [Reason.UNREADABLE]


@pytest.mark.parametrize("block", [1, 7, 64 * 1024])
@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (r"a\x1Fb", "a b"),
        (r"a\\x1Fb", r"a\x1Fb"),
        (r"a\\\x1Fb", "a\\ b"),
        (r"x\x0A\x0b x", "x x"),
        (r"end\\", "end\\"),
        (r"\u2028a\nb\"", '\na\nb"'.strip()),
        (r"a\u0000b\ud800c", None),
    ],
)
def test_escapes_of_telegram_desktop_that_are_no_json_are_read(
    written: str, expected: str | None, block: int, channel: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its control characters are `\\x1F`; a block may end in the middle of one."""
    monkeypatch.setattr(events, "_BLOCK", block)
    body = encoded(chat(message(text="@"))).replace(b"@", written.encode())
    documents, skipped = read(body, channel)
    assert len(documents) + len(skipped) == 1
    if expected is not None:
        assert [document.text for document in documents] == [expected]
    else:
        assert all("\x00" not in document.text and document.text.isprintable() for document in documents)


def test_a_message_of_too_many_parts_is_named_and_the_others_are_read(channel: Source) -> None:
    many = message(text=["а"] * (events.MAX_EVENTS + 10))
    documents, skipped = read(encoded(chat(many, message(9, "дев'ять"))), channel)
    assert [document.id for document in documents] == ["dzvin/9"]
    assert skipped == [Skipped(Reason.UNREADABLE, None, "a message of more than 200000 parts")]


class Endless(io.RawIOBase):
    """A file whose one text never ends."""

    def __init__(self, head: bytes) -> None:
        self.head = head
        self.given = 0

    def read(self, size: int = -1) -> bytes:
        block, self.head = self.head or b"x" * size, b""
        self.given += len(block)
        return block


@pytest.mark.parametrize(
    "head", [b'{"name": "', b'{"messages', b'{"type": "public_channel", "id": 5, "messages": [{"text": "']
)
def test_a_text_without_an_end_is_given_up(head: bytes, channel: Source) -> None:
    stream = Endless(head)
    with pytest.raises(PageError, match="more than 16 MiB"):
        list(read_export(stream, source=channel))  # type: ignore[arg-type]
    assert stream.given < 20 * 1024 * 1024


def test_a_byte_order_mark_is_no_trouble(channel: Source) -> None:
    assert len(read(b"\xef\xbb\xbf" + encoded(chat(message())), channel)[0]) == 1


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_flipped_bytes_raise_nothing_else(data: st.DataObject, channel: Source) -> None:
    body = bytearray(
        forms.export([Written(7, said("сім\n> осіб"), photos=2), Written(9, said("дев'ять"), service=True)])
    )
    for place in data.draw(st.lists(st.integers(0, len(body) - 1), max_size=6)):
        body[place] = data.draw(st.integers(0, 255))
    try:
        documents, _ = read(bytes(body), channel)
    except PageError:
        return
    assert all(document.id.startswith("dzvin/") for document in documents)


# Size


def large(count: int) -> Iterator[bytes]:
    """An export of so many posts, in pieces."""
    yield json.dumps(chat()).encode().removesuffix(b"]}")
    text = "Повернулися 146 військових, серед них 12 поранених. " * 12
    for number in range(1, count + 1):
        post = message(number, [text, {"type": "bold", "text": str(number)}], date_unixtime=str(1_600_000_000 + number))
        yield (b"," if number > 1 else b"") + json.dumps(post, ensure_ascii=False).encode()
    yield b"]}"


class Piecewise(io.RawIOBase):
    """A file that is made while it is read."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self.pieces = pieces
        self.rest = b""

    def read(self, size: int = -1) -> bytes:
        while len(self.rest) < size and (piece := next(self.pieces, b"")):
            self.rest += piece
        block, self.rest = self.rest[:size], self.rest[size:]
        return block


def peak(count: int, source: Source) -> tuple[int, int]:
    """Documents read from an export of `count` posts, and the most memory that this took, in bytes."""
    import tracemalloc  # noqa: PLC0415

    stream: BinaryIO = Piecewise(large(count))  # type: ignore[assignment]
    tracemalloc.start()
    try:
        found = sum(isinstance(each, Document) for each in read_export(stream, source=source))
        return found, tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_memory_does_not_grow_with_the_file(channel: Source) -> None:
    peak(10, channel)
    small, little = peak(300, channel)
    many, much = peak(3_000, channel)
    assert (small, many) == (300, 3_000)
    assert much < little + 200_000
