"""The mock Telegram over HTTP: hosts of the preview and mirrors, each at its own port, and the scenes played there."""

from __future__ import annotations

import json
import sys
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from threading import Lock
from urllib.parse import unquote

from polon.mock import mirrors, preview
from polon.mock.http import JSON, NOT_FOUND, Ask, Reply, Site, moved, running
from polon.mock.scenario import Scenario, ScenarioError
from polon.mock.troubles import HOSTS, PREVIEWS, Host, Trouble
from polon.mock.world import World

ROBOTS = "User-agent: *\nDisallow:\n"
REMEMBERED = 100_000
"""Questions that are kept for `asked`; those before them are forgotten."""


class Telegram:
    """A running mock. Its attributes are base URLs without a slash at the end."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self.bases: dict[str, str] = {}
        self._asked: deque[tuple[str, str]] = deque(maxlen=REMEMBERED)
        self._lock = Lock()
        self._due: list[tuple[int, Callable[[], None]]] = []
        self._count = 0

    @property
    def hosts(self) -> tuple[str, str, str]:
        """The three hosts of the preview: t.me, telegram.me, telegram.dog."""
        first, second, third = (self.bases[host] for host in PREVIEWS)
        return first, second, third

    @property
    def rsshub(self) -> str:
        """An instance of RSSHub."""
        return self.bases["rsshub"]

    @property
    def rss_bridge(self) -> str:
        """An instance of RSS-Bridge."""
        return self.bases["rss-bridge"]

    @property
    def tgrss(self) -> str:
        """An instance of TelegramRSS, the program of tg.i-c-a.su."""
        return self.bases["tgrss"]

    @property
    def tgjson(self) -> str:
        """The same instance, for its JSON."""
        return self.bases["tgrss"]

    @property
    def asked(self) -> list[tuple[str, str]]:
        """Every question so far: the host's name as in a scenario, and the path with its query."""
        return list(self._asked)

    @property
    def pages(self) -> list[tuple[str, str]]:
        """Every question so far but those for robots.txt."""
        return [(host, path) for host, path in self._asked if path != "/robots.txt"]

    def forget(self) -> None:
        """Begins `asked` anew."""
        self._asked.clear()

    def go(self, name: str, at: int = 0) -> None:
        """Plays a scene: now, or just before the `at`th question from now. Raises ScenarioError as Scenario.go does.

        One that is to come and does not fit by then prints its error, and everything stays as it is.
        """
        if name not in self.scenario.scenes or not at:
            self.scenario.go(name)
        else:
            self.at(at, partial(self.scenario.go, name))

    def at(self, number: int, what: Callable[[], None]) -> None:
        """Does something just before the `number`th question from now, robots.txt not counted: kills a crawl, say."""
        with self._lock:
            self._due.append((self._count + number, what))

    def answer(self, host: Host, ask: Ask) -> Reply:
        """What a host answers. The paths below `/-/` are the mock's own."""
        if ask.path.startswith("/-/"):
            return self._order(ask)
        self._asked.append((host, ask.target))
        if ask.path != "/robots.txt":
            self._arrive()
        world = self.scenario.world
        if ask.path == "/robots.txt":
            status, text = world.robots.get(host, (200, ROBOTS))
            return Reply(text, status, kind="text/plain; charset=utf-8")
        shown = world.seen_by(host)
        names = _names(shown, host, ask)
        met = [trouble for trouble in world.troubles if trouble.meets(host, names)]
        return _refused(met[0], shown, host, ask) if met else _answer(shown, host, ask)

    def _arrive(self) -> None:
        """Counts a question and does what is due before it."""
        with self._lock:
            self._count += 1
            due = [what for number, what in self._due if number <= self._count]
            self._due = [later for later in self._due if later[0] > self._count]
        for what in due:
            try:
                what()
            except ScenarioError as error:
                sys.stderr.write(f"{error}\n")

    def _order(self, ask: Ask) -> Reply:
        """`POST /-/scene/<name>[?at=N]`, `GET /-/asked`, `GET /-/expected/<channel>`."""
        _, _, order, *rest = unquote(ask.path).split("/", maxsplit=3)
        try:
            if (ask.method, order, bool(rest)) == ("POST", "scene", True):
                self.go(rest[0], ask.number("at") or 0)
                return _json({"scene": rest[0]})
            if (ask.method, order, bool(rest)) == ("GET", "expected", True):
                return _json({str(number): text for number, text in self.scenario.texts(rest[0])})
        except ScenarioError as error:
            return _json({"error": str(error)}, 404)
        return _json(self.asked) if (ask.method, order) == ("GET", "asked") else NOT_FOUND


@contextmanager
def serve(scenario: Scenario, port: int = 0) -> Iterator[Telegram]:
    """Serves a scenario on 127.0.0.1 until the block ends: the first host at `port`, the others at those that follow.

    With 0 each gets a free port. Raises OSError where a port is taken.
    """
    telegram = Telegram(scenario)
    sites: dict[str, Site] = {}
    with ExitStack() as stack:
        for place, host in enumerate(HOSTS):
            own = stack.enter_context(running(sites, port + place if port else 0))
            telegram.bases[host] = f"http://{own}"
            sites |= dict.fromkeys((own, host), partial(telegram.answer, host))
        yield telegram


def _answer(world: World, host: Host, ask: Ask) -> Reply:
    return preview.answer(world, ask) if host in PREVIEWS else mirrors.answer(world, host, ask)


def _names(world: World, host: Host, ask: Ask) -> frozenset[str]:
    """The handles, of now and of the opening, of the account that a question is about."""
    asked = (preview.handle_in(ask.path) if host in PREVIEWS else mirrors.handle_in(host, ask)) or ""
    account = world.named(asked)
    names = (asked, account.face.handle, account.opening) if account else (asked,)
    return frozenset(name.lower() for name in names)


def _refused(trouble: Trouble, world: World, host: Host, ask: Ask) -> Reply:
    match trouble.kind:
        case "contact":
            return preview.contact_page(ask.path)
        case "no_posts":
            return preview.no_posts_page(world, ask)
        case "302":
            redirected = ask.path.startswith("/s/")
            return moved(f"{ask.base}/{preview.handle_in(ask.path)}") if redirected else _answer(world, host, ask)
        case "429":
            headers = {} if trouble.retry_after is None else {"Retry-After": str(trouble.retry_after)}
            return Reply(mirrors.refusal(host, 429), 429, headers=headers)
        case "403":
            return Reply(mirrors.refusal(host, 403), 403)
        case "500":
            return Reply(mirrors.refusal(host, 500), 500)
        case "empty":
            return Reply("")
        case "hang_up":
            return Reply(status=0)
        case "slow":
            reply = _answer(world, host, ask)
            return Reply(reply.body, reply.status, reply.kind, reply.headers, trouble.seconds)


def _json(value: object, status: int = 200) -> Reply:
    return Reply(json.dumps(value, ensure_ascii=False), status, JSON)
