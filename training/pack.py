"""Make trained weights ready to ship: half precision, and the name by which `weights.json` pins them.

python -m training.pack READER.safetensors [--out src/quoth/models/reader.safetensors]
"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file

from quoth.models import load_reader
from quoth.models.reader import SHIPPED


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("weights", type=Path)
    parser.add_argument("--out", type=Path, default=SHIPPED)
    arguments = parser.parse_args()
    save_file({name: value.to(torch.float16) for name, value in load_file(arguments.weights).items()}, arguments.out)
    arguments.out.chmod(0o644)
    print(f"{arguments.out}: {arguments.out.stat().st_size / 1e6:.1f} MB, {load_reader('float32', weights=arguments.out).name}")


if __name__ == "__main__":
    main()
