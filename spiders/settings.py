"""Scrapy's settings of this project; what makes a crawl safe and polite is pinned by the add-on."""

import os

BOT_NAME = "polon"
SPIDER_MODULES = ["spiders"]
ADDONS = {"spiders.addon.Hardening": 0}

ITEM_PIPELINES = {
    "pipelines.compare.Compare": 100,
    "pipelines.extract.Extract": 200,
    "pipelines.withhold.Withhold": 300,
    "pipelines.archive.Archive": 400,
    "pipelines.store.Store": 500,
}

LOG_LEVEL = "WARNING"
LOG_SHORT_NAMES = True
DEFAULT_DROPITEM_LOG_LEVEL = "DEBUG"  # an unchanged document is dropped, which is no news
RETRY_GIVE_UP_LOG_LEVEL = "DEBUG"  # the run's line tells it

POLON_DATA = os.environ.get("POLON_DATA", "data")
POLON_SOURCES = os.environ.get("POLON_SOURCES")
POLON_CONTACT = os.environ.get("POLON_CONTACT")
POLON_RECHECK_HOURS = os.environ.get("POLON_RECHECK_HOURS", "48")
POLON_REVISIT_HOURS = os.environ.get("POLON_REVISIT_HOURS", "1,6,24,72,168,720")
POLON_GAP_LOOKS = os.environ.get("POLON_GAP_LOOKS", "2")
POLON_CANARY = os.environ.get("POLON_CANARY", "telegram")
