"""Quoth and its peers side by side.

python -m bench.peers                       all of them
python -m bench.peers haystack txtai        some
python -m bench.peers --set qed_nq          on a public set from ../shared/data
python -m bench.peers --questions 30        fewer questions, drawn by seed
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import tempfile
from pathlib import Path
from typing import Any

from bench.peers.environments import DEFAULT_FOLDER, ENVIRONMENTS, NOTES, PEERS, InstallError, make
from bench.peers.material import NAMES, gather
from bench.peers.measuring import Bench
from bench.peers.table import markdown


def main() -> None:
    """Make the environments, measure, print Markdown and write JSON."""
    arguments = _arguments()
    chosen = arguments.peers or list(ENVIRONMENTS)
    arguments.envs.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["TMPDIR"] = name  # what the peers leave behind goes with it
        (folder / "files").mkdir()
        material = gather(arguments.set, arguments.questions, folder / "files")
        bench = Bench(material, folder, requests=0 if arguments.skip_http else arguments.requests)
        documents = bench.write_texts(PEERS[0], make("quoth", arguments.envs))
        answerable = sum(item.answerable for item in material.items)
        about = {
            "set": arguments.set,
            "documents": documents,
            "questions": len(material.items),
            "answerable": answerable,
            **_machine(),
        }
        rows: dict[str, dict[str, Any]] = {}
        for peer in (peer for peer in PEERS if peer.environment in chosen):
            print(peer.name, file=sys.stderr)
            try:
                environment = make(peer.environment, arguments.envs)
            except InstallError as error:
                rows[peer.name] = {"error": f"not installed: {error}"}
            else:
                rows[peer.name] = bench.measure(peer, environment)
            if arguments.out:
                arguments.out.write_text(json.dumps({"about": about, "peers": rows}, indent=1) + "\n")
    print(", ".join(f"{key} {value}" for key, value in about.items()) + "\n")
    print(markdown(rows))
    print("\n" + "\n".join(f"- {note}" for name, note in NOTES.items() if name in chosen))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m bench.peers", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("peers", nargs="*", metavar="PEER", help=f"any of {', '.join(ENVIRONMENTS)}; all if none is named")
    parser.add_argument("--envs", type=Path, default=DEFAULT_FOLDER, help="where virtual environments are kept (%(default)s)")
    parser.add_argument("--set", choices=NAMES, default="corpus")
    parser.add_argument("--questions", type=int, metavar="N", help="ask at most so many, drawn by seed")
    parser.add_argument("--skip-http", action="store_true")
    parser.add_argument("--requests", type=int, default=200, metavar="N", help="requests per number of clients (%(default)s)")
    parser.add_argument("--out", type=Path, help="JSON file for the figures; written after each peer")
    arguments = parser.parse_args()
    if unknown := set(arguments.peers) - set(ENVIRONMENTS):
        parser.error(f"unknown peer {', '.join(sorted(unknown))}; choose from {', '.join(ENVIRONMENTS)}")
    arguments.envs = arguments.envs.resolve()
    return arguments


def _machine() -> dict[str, object]:
    threads = os.environ.get("OMP_NUM_THREADS", "not set")
    return {
        "python": platform.python_version(), "machine": platform.machine(),
        "cores": len(os.sched_getaffinity(0)), "OMP_NUM_THREADS": threads,
    }  # fmt: skip


if __name__ == "__main__":
    main()
