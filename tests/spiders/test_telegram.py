"""The Telegram spider against channels on this machine: paging, fail-over, edits, deletions, refusals."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

import pytest

from polon.records import Outcome, Withdrawal
from tests.servers import Answer, Answers, dead_address, html, moved, serving
from tests.worlds import (
    CONTACT,
    NO_POSTS,
    PAGE,
    Channel,
    claims,
    documents,
    numbered,
    numbers_of,
    run_one,
    telegram,
)


@pytest.fixture(autouse=True)
def _numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipelines.extract.claims_of", numbers_of)


def test_first_crawl_reads_every_page_and_the_second_only_the_newest(tmp_path: Path) -> None:
    with serving(Channel(posts=numbered(1, 45))) as site:
        source = telegram(site.address)
        first = run_one(tmp_path, source)
        asked = list(site.pages)
        second = run_one(tmp_path, source)
    assert asked == ["/s/harbour", "/s/harbour?before=26", "/s/harbour?before=6"]
    assert (first.outcome, first.pages, first.new, first.claims, first.newest) == (Outcome.OK, 3, 45, 45, 45)
    assert site.pages[3:] == ["/s/harbour"]
    assert (second.new, second.unchanged, second.claims, second.newest) == (0, 20, 0, 45)
    kept = documents(tmp_path)
    assert set(kept) == {f"harbour/{i}" for i in range(1, 46)}
    assert kept["harbour/45"].text == "Today 450 prisoners came home."
    assert kept["harbour/45"].published is not None
    assert kept["harbour/45"].published.isoformat() == "2026-04-10T20:00:00+03:00"
    assert kept["harbour/45"].evidence is not None
    assert kept["harbour/45"].evidence.file is not None
    assert {claim.value for claim in claims(tmp_path).values()} == {i * 10 for i in range(1, 46)}


def test_new_posts_are_paged_back_to_the_anchor_not_to_the_first_known_post(tmp_path: Path) -> None:
    channel = Channel(posts=numbered(1, 30))
    with serving(channel) as site:
        source = telegram(site.address)
        run_one(tmp_path, source)
        channel.posts |= numbered(31, 80)
        site.asked.clear()
        second = run_one(tmp_path, source)
    assert site.pages == ["/s/harbour", "/s/harbour?before=61", "/s/harbour?before=41"]
    assert (second.new, second.newest) == (50, 80)


def test_first_crawl_stops_at_the_limit_by_whole_pages(tmp_path: Path) -> None:
    with serving(Channel(posts=numbered(1, 100))) as site:
        first = run_one(tmp_path, telegram(site.address, limit=30))
    assert (first.outcome, first.new, first.newest, first.warnings) == (Outcome.OK, 40, 100, ())


def test_what_the_limit_leaves_is_named_and_read_by_the_next_runs(tmp_path: Path) -> None:
    channel = Channel(posts=numbered(1, 20))
    with serving(channel) as site:
        run_one(tmp_path, telegram(site.address))
        channel.posts |= numbered(21, 120)
        site.asked.clear()
        runs = [run_one(tmp_path, telegram(site.address, limit=40)) for _ in range(4)]
    assert [(run.outcome, run.new, run.newest) for run in runs] == [
        (Outcome.OK, 40, 20),
        (Outcome.OK, 20, 20),
        (Outcome.OK, 20, 20),
        (Outcome.OK, 20, 120),
    ]
    left = "posts 21 to {} are left to the next run: 'limit' is 40"
    assert [run.warnings for run in runs] == [(left.format(80),), (left.format(60),), (left.format(40),), ()]
    assert len(documents(tmp_path)) == 120


def refusals() -> dict[str, tuple[Answers, str]]:
    return {
        "redirect to nowhere": (lambda _: moved("/harbour"), "redirect_only"),
        "contact page to everybody": (lambda _: html(CONTACT), "throttled"),
        "forbidden": (lambda _: html("no", 403), "blocked"),
        "too many requests": (lambda _: html("later", 429), "http_429"),
        "server error": (lambda _: html("oops", 500), "http_5xx"),
        "gone": (lambda _: html("gone", 410), "http_404"),
        "hangs up": (lambda _: Answer(status=0), "connection"),
        "nothing": (lambda _: Answer(b" "), "empty_body"),
        "no html": (lambda _: Answer(b"{}"), "parse_error"),
        "channel without posts": (lambda _: html(PAGE.format(handle="harbour", older="", posts="")), "layout_changed"),
        "no posts found": (lambda _: html(PAGE.format(handle="harbour", older="", posts=NO_POSTS)), "empty_page"),
    }


def only_pages(answers: Answers) -> Answers:
    return lambda path: None if path == "/robots.txt" else answers(path)


@pytest.mark.parametrize(("answers", "kind"), refusals().values(), ids=refusals().keys())
def test_a_host_that_refuses_is_left_for_the_next(tmp_path: Path, answers: Answers, kind: str) -> None:
    with serving(only_pages(answers)) as bad, serving(Channel(posts=numbered(1, 3))) as good:
        both = run_one(tmp_path / "both", telegram(bad.address, good.address))
        alone = run_one(tmp_path / "alone", telegram(bad.address))
    assert (both.outcome, both.new, both.errors) == (Outcome.OK, 3, {kind: 1})
    host = bad.address.removeprefix("http://")
    assert (alone.outcome, alone.reason, alone.new) == (Outcome.FAILED, f"{kind} at {host}", 0)
    assert not documents(tmp_path / "alone")


@pytest.mark.parametrize(
    ("address", "kind"),
    [(dead_address(), "refused"), ("http://no-such-host.invalid", "dns_failure")],
    ids=["nobody listens", "no such name"],
)
def test_dead_hosts_fail_the_source_and_say_why(tmp_path: Path, address: str, kind: str) -> None:
    result = run_one(tmp_path, telegram(address), RETRY_TIMES=0)
    assert (result.outcome, result.errors) == (Outcome.FAILED, {kind: 1})
    assert result.reason == f"{kind} at {address.removeprefix('http://')}"


def test_a_slow_host_is_a_timeout(tmp_path: Path) -> None:
    with serving(lambda path: None if path == "/robots.txt" else Answer(delay=3)) as site:
        result = run_one(tmp_path, telegram(site.address), DOWNLOAD_TIMEOUT=0.3, RETRY_TIMES=0)
    assert (result.outcome, result.errors) == (Outcome.FAILED, {"timeout": 1})


def test_fail_over_in_the_middle_of_paging_goes_on_at_the_same_page(tmp_path: Path) -> None:
    channel = Channel(posts=numbered(1, 60))

    def tired(path: str) -> Answer | None:
        return html("oops", 502) if "before=41" in path else channel(path)

    with serving(tired) as first, serving(channel) as second:
        result = run_one(tmp_path, telegram(first.address, second.address))
    assert (result.outcome, result.new, result.errors) == (Outcome.OK, 60, {"http_5xx": 1})
    assert second.pages == ["/s/harbour?before=41", "/s/harbour?before=21"]


def test_an_empty_older_page_is_the_end_only_if_every_host_says_so(tmp_path: Path) -> None:
    channel = Channel(posts=numbered(1, 30))

    def throttled(path: str) -> Answer | None:
        empty = html(PAGE.format(handle="harbour", older="", posts=NO_POSTS))
        return empty if "before" in path else channel(path)

    with ExitStack() as stack:
        tired, sound = (stack.enter_context(serving(answers)) for answers in (throttled, channel))
        first = run_one(tmp_path / "1", telegram(tired.address, sound.address))
        second = run_one(tmp_path / "2", telegram(tired.address), POLON_GAP_LOOKS="0", POLON_CANARY="harbour")
        third = run_one(tmp_path / "3", telegram(tired.address), POLON_GAP_LOOKS="0")
    assert (first.outcome, first.new, first.newest) == (Outcome.OK, 30, 30)
    assert (second.outcome, second.new, second.newest) == (Outcome.OK, 20, 30)
    assert second.warnings == ("the pages end at post 11, although an older one was named",)
    assert second.history is None, "nothing is known of what may be before it"
    assert (third.outcome, third.new, third.newest) == (Outcome.FAILED, 20, None)
    assert (third.reason or "").startswith("throttled"), "a host that shows not even the canary's posts"


def test_pages_that_repeat_themselves_end_and_fail_the_source(tmp_path: Path) -> None:
    channel = Channel(posts=numbered(21, 40))
    page = channel("/s/harbour")
    assert page is not None
    stuck = Answer(page.body.replace(b"</head>", b'<link rel="prev" href="/s/harbour?before=21"></head>'))
    with serving(only_pages(lambda _: stuck)) as site:
        result = run_one(tmp_path, telegram(site.address))
    assert site.pages == ["/s/harbour", "/s/harbour?before=21"]
    assert (result.outcome, result.new, result.newest) == (Outcome.FAILED, 20, None)
    assert (result.reason or "").startswith("layout_changed at ")
    assert result.warnings[0].endswith("pages repeat themselves")


def test_an_edited_post_is_changed_and_its_old_number_withdrawn(tmp_path: Path) -> None:
    channel = Channel(posts=numbered(1, 5))
    with serving(channel) as site:
        source = telegram(site.address)
        run_one(tmp_path, source)
        before = documents(tmp_path)["harbour/4"]
        channel.posts[4] = "Correction: today 41 prisoners came home."
        second = run_one(tmp_path, source)
    assert (second.new, second.changed, second.unchanged, second.claims, second.withdrawn) == (0, 1, 4, 1, 1)
    assert documents(tmp_path)["harbour/4"].previous == before.revision
    kept = {claim.value: claim.withdrawn for claim in claims(tmp_path).values() if claim.document == "harbour/4"}
    assert kept == {40: Withdrawal.EDITED, 41: None}


@pytest.mark.parametrize("post", [3, 5], ids=["in the middle", "the newest"])
def test_a_deleted_post_is_confirmed_by_its_own_page(tmp_path: Path, post: int) -> None:
    channel = Channel(posts=numbered(1, 5))
    with serving(channel) as site:
        source = telegram(site.address)
        run_one(tmp_path, source)
        del channel.posts[post]
        second = run_one(tmp_path, source)
        asked = site.pages[1:]
        third = run_one(tmp_path, source)
    assert asked == ["/s/harbour", f"/harbour/{post}?embed=1"]
    assert (second.deleted, second.withdrawn, second.new) == (1, 1, 0)
    gone = documents(tmp_path)[f"harbour/{post}"]
    assert (gone.deleted, gone.text) == (True, f"Today {post * 10} prisoners came home.")
    assert (third.deleted, third.withdrawn) == (0, 0)
    assert len(site.pages) == 4, "a deleted post is not asked for again"


def test_a_post_that_a_page_leaves_out_is_not_deleted_for_that(tmp_path: Path) -> None:
    channel = Channel(posts=numbered(1, 5))
    with serving(channel) as site:
        source = telegram(site.address)
        run_one(tmp_path, source)
        channel.hidden = {3}
        channel.posts[3] = "It was 33 prisoners."
        second = run_one(tmp_path, source)
    assert (second.outcome, second.deleted, second.changed) == (Outcome.OK, 0, 1)
    assert documents(tmp_path)["harbour/3"].text == "It was 33 prisoners."


@pytest.mark.parametrize(
    ("embed", "errors"),
    [
        (html("<html><div class='tgme_widget_message_error'>This channel is unavailable</div></html>"), {}),
        (html("<html><p>Something else</p></html>"), {"parse_error": 1}),
        (html("busy", 429), {"http_429": 1}),
        (Answer(status=0), {"connection": 1}),
    ],
    ids=["another refusal", "not a post's page", "429", "hangs up"],
)
def test_a_deletion_that_is_not_confirmed_is_none(tmp_path: Path, embed: Answer, errors: dict[str, int]) -> None:
    channel = Channel(posts=numbered(1, 5))
    with serving(channel) as site:
        source = telegram(site.address)
        run_one(tmp_path, source)
        del channel.posts[3]
        site.answers = lambda path: embed if "embed" in path else channel(path)
        second = run_one(tmp_path, source)
    assert (second.outcome, second.deleted, second.errors) == (Outcome.OK, 0, errors)
    assert len(second.warnings) == 1
    assert not documents(tmp_path)["harbour/3"].deleted


def test_the_preview_is_asked_in_english_with_an_honest_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(Channel(posts=numbered(1, 2))) as site:
        run_one(tmp_path, telegram(site.address), POLON_CONTACT="desk@example.org")
    assert {headers["accept-language"] for headers in site.headers} == {"en"}
    assert all(headers["user-agent"].startswith("Polon/") for headers in site.headers)
    assert all(headers["user-agent"].endswith("(+desk@example.org)") for headers in site.headers)
    assert all("cookie" not in headers for headers in site.headers)


def test_an_extractor_that_fails_keeps_the_document_for_the_next_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stumbling(document: object) -> object:
        if getattr(document, "id", "") == "harbour/2":
            raise ZeroDivisionError("a bad rule")
        return ()

    with serving(Channel(posts=numbered(1, 3))) as site:
        monkeypatch.setattr("pipelines.extract.claims_of", stumbling)
        first = run_one(tmp_path, telegram(site.address))
        monkeypatch.setattr("pipelines.extract.claims_of", numbers_of)
        second = run_one(tmp_path, telegram(site.address))
    assert (first.outcome, first.new, first.errors, first.newest) == (Outcome.FAILED, 2, {"extraction": 1}, None)
    assert first.reason == "extraction: harbour/2: ZeroDivisionError: a bad rule"
    assert (second.outcome, second.new, second.newest) == (Outcome.OK, 1, 3)


@pytest.mark.parametrize("place", ["spiders.diagnosis.read_preview", "spiders.items.withhold"])
def test_an_exception_of_ours_fails_the_source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str) -> None:
    def broken(*_: object, **__: object) -> object:
        raise KeyError("surprise")

    monkeypatch.setattr(place, broken)
    with serving(Channel(posts=numbered(1, 1))) as site:
        result = run_one(tmp_path, telegram(site.address))
    assert (result.outcome, result.reason) == (Outcome.FAILED, "exception: KeyError: 'surprise'")
    assert result.errors == {"exception": 1}


def test_an_exception_in_start_fails_the_source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("spiders.telegram.Walk", None)
    result = run_one(tmp_path, telegram(dead_address()))
    assert result.outcome is Outcome.FAILED
    assert (result.reason or "").startswith("exception: TypeError")


def test_a_renamed_channel_is_told(tmp_path: Path) -> None:
    channel = Channel(posts=numbered(1, 2))
    renamed = Channel("new_harbour", posts=numbered(1, 2))
    with serving(lambda path: renamed(path.replace("harbour", "new_harbour"))) as site:
        result = run_one(tmp_path, telegram(site.address, channel=channel.handle))
    assert result.warnings == ("the channel now calls itself new_harbour",)


def test_lists_of_names_are_not_kept_neither_as_text_nor_as_page(tmp_path: Path) -> None:
    roll = "<br/>".join(f"{number}. Тестенко Вигад Прикладович, 0{number}.01.1990" for number in range(1, 8))
    with serving(Channel(posts={1: "Today 10 prisoners came home.", 2: f"Released, 17 people:<br/>{roll}"})) as site:
        run_one(tmp_path, telegram(site.address))
        again = run_one(tmp_path, telegram(site.address))
    kept = documents(tmp_path)
    assert (kept["harbour/2"].text, kept["harbour/2"].withheld) == ("", "list of names")
    assert kept["harbour/1"].text == "Today 10 prisoners came home."
    assert kept["harbour/1"].evidence is not None
    assert kept["harbour/1"].evidence.file is None, "the page holds the list, so its bytes are not kept"
    everything = b"".join(file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())
    assert "Тестенко".encode() not in everything
    assert again.unchanged == 2
