"""The one place where a crawl is made safe and polite, for every spider, however it was started."""

from __future__ import annotations

from typing import Any

from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.settings import BaseSettings, Settings

from polon.agent import ROBOTS_TOKEN, user_agent
from spiders.conditional import Conditional
from spiders.guard import Guard
from spiders.robots import Robots
from spiders.turns import TurnsMiddleware

PINNED = 100
"""A priority above the command line's: no project, spider or -s option undoes these."""

HARD: dict[str, Any] = {
    "ROBOTSTXT_OBEY": True,
    "ROBOTSTXT_USER_AGENT": ROBOTS_TOKEN,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
    "CONCURRENT_REQUESTS_PER_IP": 0,
    "DOWNLOAD_VERIFY_CERTIFICATES": True,
    "DOWNLOAD_HANDLERS": {"file": None, "ftp": None, "data": None, "s3": None},
    "COOKIES_ENABLED": False,
    "TELNETCONSOLE_ENABLED": False,
    "REMOTE_CONTROL_ENABLED": False,
    "HTTPCACHE_ENABLED": False,
    "METAREFRESH_ENABLED": False,
    "JOBDIR": None,  # it loses the queue when killed; the store knows what is done
}

SOFT: dict[str, Any] = {
    "DOWNLOAD_DELAY": 2.0,
    "DOWNLOAD_DELAY_JITTER": 0.0,  # Scrapy's own half up or down would make two seconds one
    "CONCURRENT_REQUESTS": 1,  # of one source; sources run side by side
    "DOWNLOAD_MAXSIZE": 16 * 1024 * 1024,
    "DOWNLOAD_WARNSIZE": 0,
    "DOWNLOAD_TIMEOUT": 60,
    "DNS_TIMEOUT": 20,
    "RETRY_TIMES": 2,
    "REDIRECT_MAX_TIMES": 5,
    "CLOSESPIDER_TIMEOUT": 3600,
    "MEMUSAGE_LIMIT_MB": 1024,
    "MEMUSAGE_CHECK_INTERVAL_SECONDS": 10.0,
}
"""Defaults that a setting of higher priority may change (a test's delay, a slow line's time limit)."""


class Hardening:
    """Scrapy add-on; `ADDONS` of the project names it."""

    @classmethod
    def update_pre_crawler_settings(cls, settings: BaseSettings) -> None:
        """Pins what a process reads before it makes its first crawler."""
        settings.set("TWISTED_DNS_RESOLVER", "spiders.guard.Resolver", PINNED)

    def update_settings(self, settings: Settings) -> None:
        """Pins HARD, offers SOFT, puts our middlewares in place."""
        settings.setdict(HARD, PINNED)
        settings.setdict(SOFT, "addon")
        settings.set("USER_AGENT", user_agent(settings["POLON_CONTACT"]), PINNED)
        ours = ((Guard, 10), (Robots, 100), (Conditional, 120), (TurnsMiddleware, 950))
        for middleware, order in ((RobotsTxtMiddleware, None), *ours):
            settings.set_in_component_priority_dict("DOWNLOADER_MIDDLEWARES", middleware, order)
