"""The Slack bot under load: 1,000 questions at 50 a second, Quoth killed and started again in between, each answered once.

python -m bench.slack_load [--events 1000] [--rate 50] [--library DIR]

Three real processes: `quoth serve` on a small library, `quoth slack --http`, and this one, which plays Slack (tests/slack_server.py).
Every tenth delivery is repeated, as Slack does when it is in doubt.
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

_REPOSITORY = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(_REPOSITORY / "tests"))

from slack_api import BOT, SECRET, TOKEN  # type: ignore[import-not-found] # noqa: E402 - found by the line above
from slack_server import SlackServer  # type: ignore[import-not-found] # noqa: E402 - found by the line above

_DOCUMENT = "# Rye\n\nRye is sown in September.\n\n# Oats\n\nOats are sown in March.\n\n# Barley\n\nBarley is sown in April.\n"
_QUESTIONS = ("When is rye sown?", "When are oats sown?", "When is barley sown?")
_CHANNELS = 40
_READY_S = 180.0
_SETTLE_S = 1800.0


@dataclass(slots=True)
class Sent:
    """When an event went out, and how long Slack waited for its acknowledgement."""

    ts: str
    at: float
    acknowledged_s: float = 0.0


class Quoth:
    """`quoth serve` as a process that can be killed."""

    def __init__(self, library: Path, port: int) -> None:
        self._command = [sys.executable, "-m", "quoth", "serve", "--library", str(library), "--port", str(port)]
        self.url = f"http://127.0.0.1:{port}"

    def start(self) -> None:
        """Start it; wait until it answers without waiting."""
        self._process = subprocess.Popen(self._command, env=_environment(), stderr=subprocess.DEVNULL)  # noqa: S603 - our own command
        until = time.monotonic() + _READY_S
        while time.monotonic() < until:
            try:
                if httpx.get(f"{self.url}/readyz", timeout=5).status_code == 200:  # noqa: PLR2004
                    return
            except httpx.TransportError:
                time.sleep(0.2)
        raise SystemExit("quoth serve does not get ready")

    def kill(self) -> None:
        """End it without a word."""
        self._process.kill()
        self._process.wait()


def _environment(**extra: str) -> dict[str, str]:
    path = os.pathsep.join(str(_REPOSITORY / part) for part in ("src", "."))
    return {**os.environ, "PYTHONPATH": path, **extra}


@contextmanager
def _bot(slack: SlackServer, quoth: Quoth, library: Path) -> Iterator[None]:
    """Run `quoth slack --http`."""
    extra = {
        "SLACK_BOT_TOKEN": TOKEN, "SLACK_SIGNING_SECRET": SECRET, "QUOTH_SLACK__SLACK_URL": slack.url, "QUOTH_SLACK__QUOTH_URL": quoth.url,
        "QUOTH_SLACK__PERSON_PER_MINUTE": "100000", "QUOTH_SLACK__CHANNEL_PER_MINUTE": "100000", "QUOTH_SLACK__PATIENCE_S": "3600",
    }  # fmt: skip
    command = [sys.executable, "-m", "quoth", "slack", "--http", "--port", "0", "--library", str(library)]
    with subprocess.Popen(command, env=_environment(**extra), stderr=subprocess.PIPE, text=True) as process:  # noqa: S603
        assert process.stderr is not None  # noqa: S101 - it is a pipe
        said = process.stderr.readline()
        slack.bot_url = said.split()[-1]
        threading.Thread(target=process.stderr.read, daemon=True).start()
        yield
        process.send_signal(signal.SIGTERM)


def _deliver(slack: SlackServer, text: str, channel: str, sent: Sent, *, twice: bool) -> None:
    event = slack.event({**slack.said(text, channel, "U0000000001"), "ts": sent.ts, "type": "app_mention"})
    started = time.monotonic()
    slack.send(event)
    sent.acknowledged_s = time.monotonic() - started
    if twice:
        slack.send(event)


def run(events: int, rate: float, library: Path) -> bool:
    """Run the load and print what came of it; say whether each question was answered exactly once."""
    with SlackServer() as slack:
        quoth = Quoth(library, _free_port())
        quoth.start()
        channels = [f"C{n:010d}" for n in range(_CHANNELS)]
        slack.channels.update({channel: {} for channel in channels})
        with _bot(slack, quoth, library):
            sent = _send_all(slack, quoth, events, rate, channels)
            _wait(slack, events)
            time.sleep(3.0)  # a second answer would come now
        quoth.kill()
        return _report(slack, sent)


def _send_all(slack: SlackServer, quoth: Quoth, events: int, rate: float, channels: list[str]) -> list[Sent]:
    sent: list[Sent] = []
    restart: threading.Thread | None = None
    senders = ThreadPoolExecutor(64)
    began = time.monotonic()
    for n in range(events):
        time.sleep(max(0.0, began + n / rate - time.monotonic()))
        one = Sent(ts=slack.now(), at=time.monotonic())
        sent.append(one)
        text = f"<@{BOT}> {_QUESTIONS[n % len(_QUESTIONS)]}"
        kept = {"twice": n % 10 == 0}
        senders.submit(_deliver, slack, text, channels[n % len(channels)], one, **kept)
        if n == events // 3:
            quoth.kill()
            print(f"Quoth killed after {n} events", flush=True)
        if n == events // 2:
            restart = threading.Thread(target=quoth.start)
            restart.start()
    print(f"{events} events at {events / (time.monotonic() - began):.0f} a second", flush=True)
    senders.shutdown()
    if restart:
        restart.join()
    return sent


def _wait(slack: SlackServer, events: int) -> None:
    until, told = time.monotonic() + _SETTLE_S, time.monotonic()
    while time.monotonic() < until and len({message.get("thread_ts") for message in list(slack.messages)}) < events:
        time.sleep(0.5)
        if time.monotonic() - told > 15:  # noqa: PLR2004
            told = time.monotonic()
            print(f"{len(slack.messages)} of {events} answered", flush=True)
    while time.monotonic() < until and any("cannot be reached" in message["text"] for message in list(slack.messages)):
        time.sleep(0.5)


def _report(slack: SlackServer, sent: list[Sent]) -> bool:
    counts = [len(slack.answers(one.ts)) for one in sent]
    unanswered = sum("sown" not in slack.answers(one.ts)[0]["text"] for one in sent if slack.answers(one.ts))
    waits = sorted(one.acknowledged_s for one in sent)
    print(
        f"answered once {counts.count(1)}, not {counts.count(0)}, more than once {sum(n > 1 for n in counts)}, without a quote {unanswered}"
    )
    print(f"acknowledged after {1000 * waits[len(waits) // 2]:.0f} ms (median), {1000 * waits[-1]:.0f} ms at most")
    print(f"calls {dict(slack.calls)}; told to be late {sum('is_edited' in message for message in slack.messages)}")
    print(f"blocks beyond Slack's limits: {len(slack.problems)}")
    return counts == [1] * len(sent) and not unanswered and not slack.problems


def _free_port() -> int:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


def main() -> int:
    """Make a small library, run the load on it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--events", type=int, default=1000)
    parser.add_argument("--rate", type=float, default=50.0)
    given = parser.parse_args()
    folder = Path(tempfile.mkdtemp())
    try:
        (folder / "documents").mkdir()
        (folder / "documents" / "sowing.md").write_text(_DOCUMENT, encoding="utf-8")
        command = [sys.executable, "-m", "quoth", "ingest", str(folder / "documents"), "--library", str(folder / "library")]
        subprocess.run(command, env=_environment(), check=True, stdout=subprocess.DEVNULL)  # noqa: S603
        return 0 if run(given.events, given.rate, folder / "library") else 1
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    raise SystemExit(main())
