"""What the elements of a Telegram page are, by their classes.

The markup is Telegram's own of 2020 to 2026. Classes beginning with `js-` name what an element is for; others only how
it looks, and a quoted reply looks like the post itself.
"""

from __future__ import annotations

from enum import IntEnum, auto
from functools import lru_cache

WRAP = "tgme_widget_message_wrap"
MESSAGE = "tgme_widget_message"
SERVICE = "service_message"
NO_POSTS = "tme_no_messages_found"
KINDS_OF_MESSAGE = frozenset((MESSAGE, SERVICE, "js-widget_message", "text_not_supported_wrap", "force_userpic"))
KINDS_OF_MESSAGE |= {"err_message", "no_bubble", "sticker_media", "roundvideo_media"}
"""Every class that a message's own element has been seen with."""


class Part(IntEnum):
    """What an element of a message is. Where its classes say two things, the one that stands first here holds."""

    NOTICE = auto()
    """The web player's own words: too big, not supported, open Telegram."""
    OTHER = auto()
    """Another message, or another's words: what is answered, a page that is linked to."""
    POLL = auto()
    TEXT = auto()
    LOOKS = auto()
    """Looks like a text: the post's own where nothing is named as such."""
    FORWARD = auto()
    FORWARD_NAME = auto()
    FORWARD_AUTHOR = auto()
    META = auto()
    SIGNATURE = auto()
    DATE = auto()
    VIEWS = auto()
    MEDIA = auto()
    ASIDE = auto()
    """Below the post: how many liked it, buttons."""
    ABOUT = auto()
    """Known words about the post that are not its text: whose it is, how many saw it."""
    SUPPORTED = auto()
    """Around the full post, where old browsers get another copy: UNSUPPORTED."""
    UNSUPPORTED = auto()


def _named(part: Part, prefix: str, names: str) -> dict[str, Part]:
    """Classes of one part: each of the names, with the prefix before it."""
    return dict.fromkeys((prefix + name for name in names.split()), part)


_OF_MESSAGE = "tgme_widget_message_"
_PARTS = {
    **_named(Part.NOTICE, "message_media_", "not_supported_wrap not_supported not_supported_label view_in_telegram"),
    **_named(Part.OTHER, "", f"{WRAP} {MESSAGE} js-message_reply_text"),
    **_named(Part.OTHER, _OF_MESSAGE, "reply link_preview metatext"),
    **_named(Part.OTHER, "link_preview_", "site_name title description author"),
    **_named(Part.POLL, _OF_MESSAGE, "poll poll_question poll_type poll_options poll_option voters"),
    **_named(Part.POLL, _OF_MESSAGE, "poll_option_percent poll_option_text poll_option_value"),
    **_named(Part.TEXT, "", "js-message_text"),
    **_named(Part.LOOKS, _OF_MESSAGE, "text"),
    **_named(Part.FORWARD, _OF_MESSAGE, "forwarded_from"),
    **_named(Part.FORWARD_NAME, _OF_MESSAGE, "forwarded_from_name"),
    **_named(Part.FORWARD_AUTHOR, _OF_MESSAGE, "forwarded_from_author"),
    **_named(Part.META, _OF_MESSAGE, "meta"),
    **_named(Part.SIGNATURE, _OF_MESSAGE, "from_author"),
    **_named(Part.DATE, _OF_MESSAGE, "date"),
    **_named(Part.VIEWS, _OF_MESSAGE, "views"),
    **_named(Part.MEDIA, _OF_MESSAGE, "photo_wrap photo service_photo video_player video_wrap video video_duration"),
    **_named(Part.MEDIA, _OF_MESSAGE, "roundvideo_player roundvideo roundvideo_duration"),
    **_named(Part.MEDIA, _OF_MESSAGE, "voice_player voice voice_duration audio_player"),
    **_named(Part.MEDIA, _OF_MESSAGE, "document_wrap document document_title document_extra"),
    **_named(Part.MEDIA, _OF_MESSAGE, "sticker_wrap sticker tgsticker videosticker game invoice venue_wrap"),
    **_named(Part.MEDIA, _OF_MESSAGE, "location_wrap location location_info location_title location_address"),
    **_named(Part.MEDIA, _OF_MESSAGE, "contact_wrap contact contact_name contact_phone"),
    **_named(Part.MEDIA, "", "message_video_play message_video_duration js-message_video_duration grouped_media_wrap"),
    **_named(Part.ASIDE, _OF_MESSAGE, "reactions inline_keyboard inline_row inline_button inline_button_text"),
    **_named(Part.ASIDE, "", "js-message_reactions tgme_reaction"),
    **_named(Part.ABOUT, _OF_MESSAGE, "author author_name owner_name via_bot footer info"),
    **_named(Part.ABOUT, _OF_MESSAGE, "user user_photo bubble_logo bubble_tail"),
    **_named(Part.ABOUT, "", "js-message_footer js-message_info copyonly"),
    **_named(Part.SUPPORTED, "", "media_supported_cont"),
    **_named(Part.UNSUPPORTED, "", "media_not_supported_cont"),
}


def part_of(classes: str | None) -> Part | None:
    """What an element with this `class` attribute is; None for one that says nothing."""
    if not classes:
        return None
    return _remembered(classes) if len(classes) <= LONGEST else _part(classes)


def _part(classes: str) -> Part | None:
    return min((_PARTS[name] for name in classes.split() if name in _PARTS), default=None)


_remembered = lru_cache(maxsize=4096)(_part)
LONGEST = 300
"""Characters of a `class` attribute whose meaning is remembered: a page must not fill the memory with others."""
