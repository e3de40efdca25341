"""`python -m polon.mock SCENARIO.toml [--port N]`: serves a scenario and prints where, as one line of JSON."""

from __future__ import annotations

import argparse
import json
import signal
import sys
import threading

from polon.mock import Scenario, ScenarioError, serve


def main() -> int:
    """Serves until it is interrupted. 0: interrupted; 2: the scenario or the port cannot be used."""
    parser = argparse.ArgumentParser(prog="python -m polon.mock", description="A Telegram on this machine.")
    parser.add_argument("scenario", help="scenario file, see docs/mock.md")
    parser.add_argument("--port", type=int, default=0, help="port of the first host; the others follow (default: free)")
    arguments = parser.parse_args()
    end = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: end.set())
    try:
        with serve(Scenario.load(arguments.scenario), arguments.port) as telegram:
            print(json.dumps(telegram.bases), flush=True)  # noqa: T201 (this line is what the program is asked for)
            end.wait()
    except (ScenarioError, OSError, OverflowError) as error:
        print(f"polon.mock: {error}", file=sys.stderr)  # noqa: T201
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
