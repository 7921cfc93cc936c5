"""Put the wrong windows that a reader likes best first, so that `training.train_reader` shows them to it every time.

    python -m training.harden EXAMPLES SET…                    with the reader that ships
    python -m training.harden EXAMPLES SET… --reader READER    with other weights

`training.examples` puts first what search liked best. A reader that has learned is tempted by other windows: among the two that it is always shown,
nine questions in ten have another one afterwards. Each set's file is replaced once it is whole. Some ten minutes for 7,000 questions on one processor thread.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from tqdm import tqdm

from quoth.models.reader import SHIPPED, load_reader
from quoth.protocols import EvidenceModel
from quoth.types import Span, Unread
from training.examples import write
from training.loading import Row, read_examples


def harden(row: Row, reader: EvidenceModel) -> Row:
    """Return a question with its right windows first, then the wrong ones, those most like an answer to the reader before the others."""
    windows = row["windows"]
    readings = reader.read(row["question"], [_unread(window) for window in windows])
    liked = [max(reading.logits, default=float("-inf")) for reading in readings]
    right = [window for window in windows if 1 in window["labels"]]
    wrong = [i for i in range(len(windows)) if 1 not in windows[i]["labels"]]
    return {**row, "windows": right + [windows[i] for i in sorted(wrong, key=lambda i: -liked[i])]}


def _unread(window: Row) -> Unread:
    return Unread(context=window["context"], text=window["text"], sentences=tuple(Span(*span) for span in window["sentences"]))


def main() -> None:
    """Read the arguments and reorder the windows of each set."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("examples", type=Path)
    parser.add_argument("sets", nargs="+")
    parser.add_argument("--reader", type=Path, default=SHIPPED)
    arguments = parser.parse_args()
    reader = load_reader("auto", 1, arguments.reader)
    for name in arguments.sets:
        rows = read_examples(arguments.examples, [name])
        write((harden(row, reader) for row in tqdm(rows, desc=name)), arguments.examples / f"{name}.jsonl.gz")


if __name__ == "__main__":
    main()
