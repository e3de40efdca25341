"""The spider against a Telegram on this machine, scene by scene: what it keeps is what the script says."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from polon import mock
from polon.commands import crawl
from polon.records import Forward, Outcome, SourceRun, Withdrawal
from polon.sources import Kind, Mirror, MirrorKind, Source
from tests.worlds import FAST, claims, documents, numbers_of

SCENARIO = Path(__file__).with_name("scenario.toml")
NOW = datetime(2026, 5, 20, 12, tzinfo=UTC)
HANDLE = "harbour_watch"


@pytest.fixture(autouse=True)
def _numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipelines.extract.claims_of", numbers_of)


class Play:
    """A scenario that is being served, and a store that reads it."""

    def __init__(self, telegram: Any, scenario: mock.Scenario, data: Path):
        self.telegram, self.scenario, self.data = telegram, scenario, data
        self.now = NOW
        self.looked_at = 0

    def source(self, channel: str = HANDLE, *, name: str = "harbour", mirrors: str = "", **keys: Any) -> Source:
        addresses = {
            "rsshub": self.telegram.rsshub,
            "rss-bridge": self.telegram.rss_bridge,
            "tgrss": self.telegram.tgrss,
            "tgjson": self.telegram.tgrss,
        }
        return Source(
            name=name,
            title="Harbour watch",
            kind=Kind.TELEGRAM,
            lang="uk",
            timezone="Europe/Kyiv",
            channel=channel,
            hosts=tuple(self.telegram.hosts),
            mirrors=tuple(Mirror(MirrorKind(kind), addresses[kind]) for kind in mirrors.split()),
            verified=True,
            evidence="Written for a test.",
            **{"limit": 1000, **keys},
        )

    def crawl(self, source: Source | None = None, *, history: bool = False, **settings: Any) -> SourceRun:
        """One run; the next one is an hour later."""
        chosen = source or self.source()
        done = crawl.run(
            [chosen], self.data, settings=FAST | settings, quiet=True, clock=lambda: self.now, history=history
        )
        self.now += timedelta(hours=1)
        return done.sources[0]

    def go(self, scene: str) -> None:
        self.telegram.go(scene)

    @property
    def expected(self) -> dict[str, str]:
        return {f"harbour/{post}": text for post, text in self.scenario.expected(HANDLE).items()}

    @property
    def kept(self) -> dict[str, str]:
        return {key: document.text for key, document in documents(self.data).items() if not document.deleted}

    @property
    def asked(self) -> list[str]:
        """Paths that were asked for since this was last looked at, robots.txt apart."""
        asked = list(self.telegram.asked)
        found, self.looked_at = asked[self.looked_at :], len(asked)
        return [path for _, path in found if path != "/robots.txt"]


@pytest.fixture
def play(tmp_path: Path) -> Iterator[Play]:
    scenario = mock.Scenario.load(SCENARIO)
    with mock.serve(scenario) as telegram:
        yield Play(telegram, scenario, tmp_path)


def test_a_channel_is_kept_as_the_script_has_it(play: Play) -> None:
    told = play.crawl()
    assert (told.outcome, told.errors, told.new) == (Outcome.OK, {}, len(play.expected))
    assert play.kept == play.expected
    assert (told.channel, told.via) == (1700000011, play.telegram.hosts[0])
    assert told.unseen > 0, "the script has gaps"
    assert told.history == told.newest


def test_each_kind_of_post_is_kept_with_what_it_carries(play: Play) -> None:
    told = play.crawl(play.source("harbour_mixed"))
    assert (told.outcome, told.errors) == (Outcome.OK, {})
    kept = documents(play.data)
    assert {key: document.text for key, document in kept.items()} == {
        "harbour/2": "Today 12 prisoners came home.\nAmong them 3 officers.",
        "harbour/3": "A correction follows.",
        "harbour/4": "Pictures of the 12 at the border.",
        "harbour/8": "Of the 12, 2 are in hospital.",
        "harbour/9": "Only the app shows that 14 more are expected.",
        "harbour/11": "Read what others write.",
    }
    assert {document.channel for document in kept.values()} == {1700000019}
    assert [key for key, document in kept.items() if document.edited] == ["harbour/8"]
    assert {key: document.author for key, document in kept.items() if document.author} == {"harbour/2": "Duty desk"}
    forwards = {key: document.forwarded for key, document in kept.items() if document.forwarded}
    assert forwards == {
        "harbour/3": Forward(name="River post", url="https://t.me/river_post/77", author="Editor"),
        "harbour/8": Forward(name="Hidden sender"),
    }
    times = {key: document.published.isoformat() for key, document in kept.items() if document.published}
    assert times["harbour/4"] == "2026-05-18T14:00:00+03:00"
    assert times["harbour/9"] == "2026-05-18T16:00:00+03:00"
    assert (kept["harbour/9"].via, kept["harbour/8"].via) == ("summary", None)
    assert told.unseen == 1, "number 7 was never there; 5 and 6 are the album's"


def test_a_post_that_only_telegram_shows_is_asked_for_once(play: Play) -> None:
    source = play.source("harbour_mixed")
    play.crawl(source)
    asked = play.asked
    assert [path for path in asked if path.startswith("/harbour_mixed/9")] == [
        "/harbour_mixed/9?embed=1",
        "/harbour_mixed/9",
    ]
    told = play.crawl(source, POLON_GAP_LOOKS="0")
    assert (told.new, told.changed, play.asked) == (0, 0, ["/s/harbour_mixed"])


def test_a_post_whose_own_page_did_not_come_is_asked_for_again_as_a_gap(play: Play) -> None:
    source = play.source("harbour_mixed")
    play.crawl(source, POLON_GAP_LOOKS="0")
    whole = play.kept
    before = play.asked.index("/harbour_mixed/9")
    play.data = play.data / "second"
    play.telegram.go("no previews", at=before + 1)
    told = play.crawl(source, RETRY_TIMES=0, POLON_GAP_LOOKS="0")
    assert "harbour/9" not in play.kept
    assert told.errors
    play.go("calm")
    play.crawl(source, POLON_GAP_LOOKS="9")
    assert play.kept == whole


def test_the_second_run_reads_the_newest_page_and_keeps_nothing_twice(play: Play) -> None:
    play.crawl()
    before = play.kept
    assert play.asked
    told = play.crawl(POLON_GAP_LOOKS="0")
    assert (told.outcome, told.new, told.changed, told.deleted) == (Outcome.OK, 0, 0, 0)
    assert (play.asked, play.kept) == ([f"/s/{HANDLE}"], before)


def test_new_posts_are_read_back_to_the_last_complete_crawl(play: Play) -> None:
    play.crawl()
    play.go("more")
    told = play.crawl(POLON_GAP_LOOKS="0")
    assert told.new == len(play.expected) - (len(play.kept) - told.new)
    assert play.kept == play.expected


def test_what_the_limit_leaves_is_read_by_the_next_runs(play: Play) -> None:
    play.crawl()
    play.go("more")
    source = play.source(limit=25)
    runs_ = [play.crawl(source, POLON_GAP_LOOKS="0") for _ in range(3)]
    assert "are left to the next run" in runs_[0].warnings[0]
    assert play.kept == play.expected
    assert (runs_[-1].newest or 0) >= max(play.scenario.expected(HANDLE))
    assert not runs_[-1].warnings


def test_history_is_read_forwards_from_the_beginning(play: Play) -> None:
    first = play.crawl(play.source(limit=20))
    assert first.new < len(play.expected)
    assert play.asked
    told = play.crawl(history=True)
    assert play.kept == play.expected
    assert (told.outcome, told.history) == (Outcome.OK, told.newest)
    paths = play.asked
    assert paths[:2] == [f"/s/{HANDLE}", f"/s/{HANDLE}/1"]
    after = [int(path.rpartition("after=")[2]) for path in paths[2:] if "after=" in path]
    assert after == sorted(after)
    assert len(after) >= 2


def test_a_history_that_was_read_is_not_read_again(play: Play) -> None:
    play.crawl(history=True)
    assert play.asked
    play.crawl(history=True)
    assert play.asked == [f"/s/{HANDLE}"]


@pytest.mark.parametrize(
    ("channel", "word"),
    [
        ("closed_channel", "preview_off"),
        ("quiet_people", "group"),
        ("helper_bot", "bot"),
        ("some_person", "user"),
        ("nobody_at_all", "nonexistent"),
        ("shut_channel", "restricted"),
    ],
)
def test_each_refusal_has_its_word(play: Play, channel: str, word: str) -> None:
    told = play.crawl(play.source(channel))
    assert (told.outcome, told.errors) == (Outcome.FAILED, {word: 3})
    assert (told.reason or "").startswith(f"{word} at ")
    assert (told.new, told.newest, play.kept) == (0, None, {})


@pytest.mark.parametrize(
    ("scene", "word"),
    [
        ("closed", "preview_off"),
        ("gone", "nonexistent"),
        ("rename", "nonexistent"),
        ("banned", "throttled"),
        ("no posts", "empty_page"),
        ("empty answers", "empty_body"),
        ("too many requests", "http_429"),
    ],
)
def test_a_known_channel_that_is_refused_loses_nothing(play: Play, scene: str, word: str) -> None:
    first = play.crawl()
    kept = play.kept
    play.go(scene)
    told = play.crawl()
    assert (told.outcome, (told.reason or "").split()[0]) == (Outcome.FAILED, word)
    assert set(told.errors) == {word}
    assert (told.deleted, told.newest, play.kept) == (0, first.newest, kept)
    play.go("calm")


def test_a_host_that_is_tired_of_us_is_left_for_the_next(play: Play) -> None:
    play.go("banned at the first host")
    told = play.crawl()
    assert (told.outcome, told.errors, told.via) == (Outcome.OK, {"throttled": 1}, play.telegram.hosts[1])
    assert play.kept == play.expected


@pytest.mark.parametrize("history", [False, True], ids=["back", "forwards"])
def test_fail_over_in_the_middle_of_paging_loses_and_doubles_nothing(play: Play, history: bool) -> None:
    play.go("the first host dies in the middle")
    told = play.crawl(history=history, RETRY_TIMES=0)
    assert (told.outcome, told.errors) == (Outcome.OK, {"http_5xx": 1})
    assert (play.kept, told.new) == (play.expected, len(play.expected))


@pytest.mark.parametrize("history", [False, True], ids=["back", "forwards"])
def test_missing_anchors_end_nothing(play: Play, history: bool) -> None:
    play.go("no anchors")
    assert play.crawl(history=history).outcome is Outcome.OK
    assert play.kept == play.expected


@pytest.mark.parametrize("history", [False, True], ids=["back", "forwards"])
def test_anchors_that_lead_in_a_circle_are_not_followed(play: Play, history: bool) -> None:
    play.go("anchors lead in a circle")
    assert play.crawl(history=history).outcome is Outcome.OK
    assert play.kept == play.expected


@pytest.mark.parametrize("mirror", ["rsshub", "rss-bridge", "tgrss", "tgjson"])
def test_each_mirror_gives_the_newest_posts_as_the_preview_would(play: Play, mirror: str) -> None:
    play.go("advertisements")
    play.go("no previews")
    told = play.crawl(play.source(mirrors=mirror), RETRY_TIMES=0)
    assert (told.outcome, told.errors) == (Outcome.OK, {"http_5xx": 3})
    assert told.newest is None, "a mirror cannot tell what is missing"
    kept = play.kept
    assert len(kept) >= 5
    assert kept.items() <= play.expected.items()
    assert {document.via for document in documents(play.data).values()} == {mirror}
    play.go("calm")
    told = play.crawl(play.source(mirrors=mirror))
    assert (told.changed, told.deleted) == (0, 0), "the same post by two ways is one document"
    assert play.kept == play.expected
    assert told.newest == max(play.scenario.expected(HANDLE))


@pytest.mark.parametrize(
    ("mirror", "expected"),
    [
        ("rsshub", {"http_5xx": 3, "preview_off": 1}),
        ("rss-bridge", {"http_5xx": 3, "preview_off": 1}),
        ("tgrss", {"http_5xx": 3}),
        ("tgjson", {"http_5xx": 3}),
    ],
)
def test_a_mirror_says_in_its_own_word_that_it_sees_no_preview(
    play: Play, mirror: str, expected: dict[str, int]
) -> None:
    """RSSHub answers with HTTP 503 then; TelegramRSS needs no preview."""
    play.go("closed")
    play.go("no previews")
    told = play.crawl(play.source(mirrors=mirror), RETRY_TIMES=0)
    assert told.errors == expected
    assert told.outcome is (Outcome.FAILED if "preview_off" in expected else Outcome.OK)


@pytest.mark.parametrize("mirror", ["tgrss", "tgjson"])
def test_a_mirror_says_in_its_own_word_that_nobody_has_the_name(play: Play, mirror: str) -> None:
    play.go("no previews")
    told = play.crawl(play.source("harbour_nobody", mirrors=mirror), RETRY_TIMES=0)
    assert (told.outcome, told.errors) == (Outcome.FAILED, {"http_5xx": 3, "nonexistent": 1})


@pytest.mark.parametrize("mirror", ["rsshub", "rss-bridge", "tgrss", "tgjson"])
def test_an_old_copy_at_a_mirror_replaces_nothing(play: Play, mirror: str) -> None:
    play.go("old copies at the mirrors")
    play.go("edited at once")
    play.crawl()
    newer = play.kept
    play.go("no previews")
    told = play.crawl(play.source(mirrors=mirror), RETRY_TIMES=0)
    assert (told.outcome, told.changed, told.new) == (Outcome.OK, 0, 0)
    assert play.kept == newer


def test_the_handle_that_leads_on_is_told_and_read(play: Play) -> None:
    play.crawl()
    play.go("rename, and the old handle leads on")
    told = play.crawl(POLON_GAP_LOOKS="0")
    assert (told.outcome, told.new, told.deleted) == (Outcome.OK, 0, 0)
    assert "the channel now calls itself harbour_news" in told.warnings


def test_a_new_handle_in_the_source_goes_on_with_the_old_history(play: Play) -> None:
    play.crawl()
    expected = play.expected
    play.go("rename")
    told = play.crawl(play.source("harbour_news"), POLON_GAP_LOOKS="0")
    assert (told.outcome, told.new, told.deleted) == (Outcome.OK, 0, 0)
    assert play.kept == expected


def test_another_channel_under_the_handle_is_not_read(play: Play) -> None:
    play.crawl()
    kept = play.kept
    play.go("the handle passes to somebody else")
    told = play.crawl()
    assert (told.outcome, told.errors) == (Outcome.FAILED, {"other_channel": 1})
    assert play.kept == kept


def test_a_channel_is_read_by_one_source_only(play: Play) -> None:
    play.crawl()
    play.go("rename")
    told = play.crawl(play.source("harbour_news", name="harbour_again"))
    assert (told.outcome, told.errors, told.new) == (Outcome.FAILED, {"read_twice": 1}, 0)


def test_the_number_in_the_source_is_held_against_the_channel(play: Play) -> None:
    told = play.crawl(play.source(channel_id=5))
    assert (told.outcome, told.errors, told.new) == (Outcome.FAILED, {"other_channel": 1}, 0)


# Edits, deletions, gaps: the scenes are written for the ids that the script's own channel has.

CHANGES = """
[[scenes]]
name = "edited"
steps = [
  {{ do = "edit", channel = "harbour_watch", id = {new}, text = "Corrected: 77 people came home." }},
  {{ do = "edit", channel = "harbour_watch", id = {old}, text = "Corrected: 66 people came home." }},
]

[[scenes]]
name = "deleted"
steps = [{{ do = "delete", channel = "harbour_watch", ids = [{old}, {new}] }}]

[[scenes]]
name = "emptied"
steps = [{{ do = "edit", channel = "harbour_watch", id = {new}, text = "" }}]

[[scenes]]
name = "restored"
steps = [{{ do = "restore", channel = "harbour_watch", ids = [{old}, {new}] }}]

[[scenes]]
name = "hidden"
steps = [{{ do = "hide", channel = "harbour_watch", ids = [{new}] }}]

[[scenes]]
name = "shown"
steps = [{{ do = "show", channel = "harbour_watch" }}]

[[scenes]]
name = "markup"
steps = [{{ do = "layout", classes = {{ {layout} }} }}]
"""


def changing(layout: str = "") -> tuple[mock.Scenario, int, int]:
    """The scenario with scenes about two posts with text: an old one and one of the newest page."""
    text = SCENARIO.read_text(encoding="utf-8")
    ids = list(mock.Scenario.parse(text).expected(HANDLE))
    old, new = ids[10], ids[-3]
    return mock.Scenario.parse(text + CHANGES.format(old=old, new=new, layout=layout)), old, new


@pytest.fixture
def changes(tmp_path: Path) -> Iterator[tuple[Play, str, str]]:
    scenario, old, new = changing()
    with mock.serve(scenario) as telegram:
        yield Play(telegram, scenario, tmp_path), f"harbour/{old}", f"harbour/{new}"


def published(play: Play, document: str) -> datetime:
    found = documents(play.data)[document].published
    assert found is not None
    return found


def test_an_edit_is_seen_at_once_on_the_newest_page_and_further_back_at_the_next_look(
    changes: tuple[Play, str, str],
) -> None:
    play, old, new = changes
    play.crawl()
    before = documents(play.data)
    play.go("edited")
    assert play.crawl(POLON_REVISIT_HOURS="").changed == 1
    assert play.kept[new] == "Corrected: 77 people came home."
    assert play.kept[old] == before[old].text
    play.now = published(play, old) + timedelta(hours=72, minutes=5)
    told = play.crawl(POLON_REVISIT_HOURS="1,72")
    assert (told.changed, told.errors) == (1, {})
    assert play.kept == play.expected
    assert documents(play.data)[old].previous == before[old].revision
    withdrawn = {claim.withdrawn for claim in claims(play.data).values() if claim.document == old}
    assert withdrawn == {None, Withdrawal.EDITED}


def test_a_look_that_was_taken_is_not_taken_again(changes: tuple[Play, str, str]) -> None:
    play, old, _ = changes
    play.crawl()
    play.now = published(play, old) + timedelta(hours=72, minutes=5)
    play.crawl(POLON_REVISIT_HOURS="1,72", POLON_GAP_LOOKS="0")
    assert f"/s/{HANDLE}?before={int(old.partition('/')[2]) + 1}" in play.asked
    play.now -= timedelta(hours=1)  # or later posts would reach the age
    play.crawl(POLON_REVISIT_HOURS="1,72", POLON_GAP_LOOKS="0")
    assert play.asked == [f"/s/{HANDLE}"]


def test_a_look_that_could_not_be_taken_is_taken_by_the_next_run(changes: tuple[Play, str, str]) -> None:
    play, old, _ = changes
    first = play.crawl()
    play.go("edited")
    play.now = published(play, old) + timedelta(hours=72, minutes=5)
    play.go("no previews after the first page")
    told = play.crawl(POLON_REVISIT_HOURS="1,72", RETRY_TIMES=0)
    assert (told.outcome, told.looked, told.changed) == (Outcome.OK, first.looked, 1)
    play.go("calm")
    assert play.crawl(POLON_REVISIT_HOURS="1,72").changed == 1
    assert play.kept == play.expected


def test_deleted_and_restored(changes: tuple[Play, str, str]) -> None:
    play, old, _ = changes
    play.crawl()
    texts = play.kept
    play.go("deleted")
    assert play.crawl(POLON_REVISIT_HOURS="").deleted == 1
    play.now = published(play, old) + timedelta(hours=72, minutes=5)
    assert play.crawl(POLON_REVISIT_HOURS="1,72").deleted == 1
    assert play.kept == play.expected
    gone = documents(play.data)[old]
    assert (gone.deleted, gone.text) == (True, texts[old]), "nothing old is lost"
    assert {c.withdrawn for c in claims(play.data).values() if c.document == old} == {Withdrawal.DELETED}
    play.go("restored")
    play.now = published(play, old) + timedelta(hours=168, minutes=5)
    told = play.crawl(POLON_REVISIT_HOURS="1,72,168")
    assert (told.outcome, told.changed) == (Outcome.OK, 2)
    assert play.kept == play.expected == texts


def test_a_post_that_loses_its_words_loses_its_claims(changes: tuple[Play, str, str]) -> None:
    play, _, new = changes
    play.crawl()
    before = documents(play.data)[new]
    play.go("emptied")
    told = play.crawl(POLON_GAP_LOOKS="0")
    assert (told.outcome, told.changed, told.deleted) == (Outcome.OK, 1, 0)
    now = documents(play.data)[new]
    assert (now.text, now.deleted, now.previous) == ("", False, before.revision)
    assert {c.withdrawn for c in claims(play.data).values() if c.document == new} == {Withdrawal.EDITED}
    assert play.asked
    told = play.crawl(POLON_GAP_LOOKS="0")
    assert (told.changed, play.asked) == (0, [f"/s/{HANDLE}"]), "once is enough"


def test_a_post_that_a_page_leaves_out_is_read_by_itself_and_not_deleted(changes: tuple[Play, str, str]) -> None:
    play, _, new = changes
    play.crawl()
    play.go("hidden")
    told = play.crawl(POLON_GAP_LOOKS="0")
    assert (told.outcome, told.deleted, told.unchanged > 0) == (Outcome.OK, 0, True)
    assert any(f"/{new.partition('/')[2]}?embed=1" in path for path in play.asked)
    assert play.kept == play.expected


def test_a_gap_is_looked_into_until_it_is_settled(changes: tuple[Play, str, str]) -> None:
    play, _, new = changes
    play.go("hidden")
    first = play.crawl(POLON_GAP_LOOKS="0")
    assert new not in play.kept
    play.go("shown")
    assert play.crawl(play.source(limit=20), POLON_GAP_LOOKS="0").unseen == first.unseen - 1
    assert play.kept == play.expected
    assert play.asked
    play.crawl(POLON_GAP_LOOKS="1000")
    looked = [path for path in play.asked if "embed" in path]
    assert len(looked) == first.unseen - 1
    play.crawl(POLON_GAP_LOOKS="1000")
    assert play.asked == [f"/s/{HANDLE}"], "what was not there is not asked for again the same day"
    play.now += timedelta(days=8)
    play.crawl(POLON_GAP_LOOKS="1000", POLON_REVISIT_HOURS="")
    assert [path for path in play.asked if "embed" in path] == looked, "once more, a week later"
    play.now += timedelta(days=80)
    play.crawl(POLON_GAP_LOOKS="1000", POLON_REVISIT_HOURS="")
    assert play.asked == [f"/s/{HANDLE}"], "twice is enough"


def test_a_gap_may_hold_a_post_after_all(changes: tuple[Play, str, str]) -> None:
    play, _, new = changes
    play.go("hidden")
    play.crawl(POLON_GAP_LOOKS="0")
    assert new not in play.kept
    play.crawl(POLON_GAP_LOOKS="1000")
    assert play.kept == play.expected


@pytest.mark.parametrize(
    "layout",
    [
        'tgme_widget_message_text = "tgme_w_text", "js-message_text" = "js-text"',
        'tgme_channel_info = "tgme_channel_card", tgme_widget_message_bubble = "tgme_w_bubble"',
        'tgme_widget_message_date = "tgme_w_date", time = "t"',
    ],
    ids=["texts", "channel", "times"],
)
def test_a_changed_markup_is_an_alarm_within_one_run(tmp_path: Path, layout: str) -> None:
    scenario, _, _ = changing(layout)
    with mock.serve(scenario) as telegram:
        play = Play(telegram, scenario, tmp_path)
        play.go("markup")
        told = play.crawl()
        assert (told.outcome, (told.reason or "").split()[0].rstrip(":")) == (Outcome.FAILED, "layout_changed")
        play.go("calm")
        assert play.crawl(history=True).outcome is Outcome.OK
        assert play.kept == play.expected


def test_renamed_texts_fail_the_source(tmp_path: Path) -> None:
    scenario, _, _ = changing('tgme_widget_message_text = "tgme_w_text", "js-message_text" = "js-text"')
    with mock.serve(scenario) as telegram:
        play = Play(telegram, scenario, tmp_path)
        first = play.crawl()
        play.go("markup")
        play.go("more")
        told = play.crawl()
        assert (told.outcome, told.newest, told.deleted) == (Outcome.FAILED, first.newest, 0)
        assert (told.reason or "").startswith("layout_changed: ")
        assert told.errors.keys() == {"layout_changed"}
        play.go("calm")
        assert play.crawl().outcome is Outcome.OK
        assert play.kept == play.expected
