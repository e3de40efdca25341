"""A Telegram on this machine, scripted by a scenario: what the reader of real pages is tested on."""

from polon.mock.scenario import Scenario, ScenarioError
from polon.mock.server import Telegram, serve

__all__ = ["Scenario", "ScenarioError", "Telegram", "serve"]
