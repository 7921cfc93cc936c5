"""Train the reader on the examples of `training.examples`.

    python -m training.train_reader EXAMPLES OUT --sets squad2 … corpus …     from the encoder
    python -m training.train_reader EXAMPLES OUT --sets … --start READER      from trained weights, the shipped ones for instance

Runs as `--workers` processes that average their gradients (on a CPU one thread each), or on one GPU. Every few minutes a checkpoint
is written; started again with the same OUT, it goes on from there. The learning rate falls to zero at `--minutes`, or at `--steps`.
"""

from __future__ import annotations

import argparse
import copy
import json
import os
import random
import time
from pathlib import Path

import torch
import torch.distributed as dist
from safetensors.torch import load_file, save_file
from torch import nn
from torch.multiprocessing.spawn import spawn
from transformers import BertConfig

from quoth.models.encoder import DEFAULT_MODEL, locate_encoder
from quoth.models.evidence_net import EvidenceNet
from quoth.models.reader import FROZEN
from quoth.models.windows import Packer
from training.examples import HELD
from training.loading import Labelled, Loader, Row, read_examples, shuffled
from training.losses import loss_of, validate

MOST_VALIDATED = 300


def start_net(start: Path | None, device: str) -> EvidenceNet:
    """Return the network with the encoder's weights and new heads, or with trained weights on top."""
    folder, _ = locate_encoder(DEFAULT_MODEL)
    # On a CPU plain matrix products are faster to learn through than the fused attention kernel (training/README.md).
    config = BertConfig.from_pretrained(folder, attn_implementation="eager" if device == "cpu" else "sdpa")
    config.hidden_dropout_prob = config.attention_probs_dropout_prob = 0.0
    net = EvidenceNet(config)
    stored = load_file(folder / "model.safetensors")
    net.bert.load_state_dict({name.removeprefix("bert."): value.float() for name, value in stored.items()}, strict=False)
    if start:
        net.load_state_dict(load_file(start), strict=False)
    for name, parameter in net.bert.named_parameters():
        parameter.requires_grad = name not in FROZEN
    return net


def save(net: EvidenceNet, path: Path) -> None:
    """Write what was trained; what is frozen stays in the encoder's own file."""
    kept = {
        name: value.detach().cpu().contiguous()
        for name, value in net.state_dict().items()
        if name.removeprefix("bert.") not in FROZEN and "position_ids" not in name
    }
    temporary = path.with_suffix(".tmp")
    save_file(kept, temporary)
    temporary.replace(path)


class Trainer:
    """One of the processes that train together.

    Weights are kept and moved in float32; a copy of them in bfloat16 reads and gives the gradients.
    """

    def __init__(self, rank: int, arguments: argparse.Namespace, net: EvidenceNet) -> None:
        self.rank, self.arguments = rank, arguments
        self.net = net.to(arguments.device).train()
        self.reading = copy.deepcopy(self.net).to(torch.bfloat16)
        self.trained = [p for p in self.net.parameters() if p.requires_grad]
        body = [p for p in self.net.bert.parameters() if p.requires_grad]
        heads = [p for name, p in self.net.named_parameters() if not name.startswith("bert.")]
        self.optimiser = torch.optim.AdamW(
            [{"params": body, "lr": arguments.lr}, {"params": heads, "lr": arguments.head_lr}], weight_decay=0.01
        )
        self.peaks = [group["lr"] for group in self.optimiser.param_groups]
        self.state, self.used, self.step = arguments.out / "state.pt", 0.0, 0
        if self.state.exists():
            stored = torch.load(self.state, map_location="cpu")
            self.net.load_state_dict(stored["net"])
            self.optimiser.load_state_dict(stored["optimiser"])
            self.used, self.step = stored["used"], stored["step"]
            self._copy()
        self.chance = random.Random(f"{arguments.seed} {rank} {self.step}")  # noqa: S311 - examples are drawn, no secrets

    def train(self, rows: list[Row], loader: Loader) -> None:
        """Go through the questions until time or steps are used up."""
        arguments = self.arguments
        started = saved = time.time()
        queue = shuffled(rows, self.chance)
        smooth: dict[str, float] = {}
        while (done := self._done(self.used + time.time() - started)) < 1:
            for group, peak in zip(self.optimiser.param_groups, self.peaks, strict=True):
                group["lr"] = peak * min(1.0, self.step / arguments.warmup) * (1 - done)
            questions = [loader.drawn(next(queue), self.chance) for _ in range(arguments.batch // arguments.workers)]
            figures = self._step(questions)
            smooth = {name: 0.95 * smooth.get(name, value) + 0.05 * value for name, value in figures.items()}
            if self.rank == 0 and self.step % 20 == 0:
                self.log({"step": self.step, "seconds": round(self.used + time.time() - started), **smooth})
            if self.rank == 0 and time.time() - saved > arguments.save_every * 60:
                saved = time.time()
                self._checkpoint(self.used + saved - started)

    def log(self, figures: dict[str, object]) -> None:
        """Print a line, and keep it."""
        shown = {name: round(value, 3) if isinstance(value, float) else value for name, value in figures.items()}
        print("  ".join(f"{name} {value}" for name, value in shown.items()), flush=True)
        with (self.arguments.out / "log.jsonl").open("a", encoding="utf-8") as file:
            file.write(json.dumps(shown) + "\n")

    def _done(self, seconds: float) -> float:
        """Return how far the training is, the same for all processes: the first one's clock decides."""
        arguments = self.arguments
        done = self.step / arguments.steps if arguments.steps else seconds / (arguments.minutes * 60)
        if arguments.workers == 1:
            return float(done)
        shared = torch.tensor([done])
        dist.broadcast(shared, 0)
        return float(shared)

    def _step(self, questions: list[list[Labelled]]) -> dict[str, float]:
        loss, figures = loss_of(self.reading, [windows for windows in questions if windows], self.arguments.device)
        loss.backward()
        for kept, read in zip(self.net.parameters(), self.reading.parameters(), strict=True):
            kept.grad = read.grad.float() if read.grad is not None else None
        self.reading.zero_grad(set_to_none=True)
        if self.arguments.workers > 1:
            self._average()
        nn.utils.clip_grad_norm_(self.trained, 1.0)
        self.optimiser.step()
        self._copy()
        self.step += 1
        return figures

    @torch.no_grad()
    def _copy(self) -> None:
        """Give the reading copy the weights as they are now."""
        torch._foreach_copy_(list(self.reading.parameters()), list(self.net.parameters()))

    def _average(self) -> None:
        grads = [p.grad if p.grad is not None else torch.zeros_like(p) for p in self.trained]
        flat = torch.cat([grad.reshape(-1) for grad in grads])
        dist.all_reduce(flat)
        flat /= self.arguments.workers
        for p, mean in zip(self.trained, flat.split([p.numel() for p in self.trained]), strict=True):
            p.grad = mean.view_as(p)

    def _checkpoint(self, used: float) -> None:
        save(self.net, self.arguments.out / "reader.safetensors")
        stored = {"net": self.net.state_dict(), "optimiser": self.optimiser.state_dict(), "used": used, "step": self.step}
        torch.save(stored, self.state.with_suffix(".tmp"))
        self.state.with_suffix(".tmp").replace(self.state)


def work(rank: int, arguments: argparse.Namespace) -> None:
    """Train in one process."""
    torch.manual_seed(arguments.seed)
    if arguments.device == "cpu":
        torch.set_num_threads(1)
    if arguments.workers > 1:
        os.environ |= {"MASTER_ADDR": "127.0.0.1", "MASTER_PORT": str(arguments.port)}
        dist.init_process_group("gloo", rank=rank, world_size=arguments.workers)
    loader = Loader(Packer(locate_encoder(DEFAULT_MODEL)[0] / "tokenizer.json"), arguments.negatives)
    rows = read_examples(arguments.examples, arguments.sets)
    held = read_examples(arguments.examples, arguments.held)
    trainer = Trainer(rank, arguments, start_net(arguments.start, arguments.device))
    trainer.train(rows, loader)
    if rank == 0:
        save(trainer.net, arguments.out / "reader.safetensors")
        trainer.state.unlink(missing_ok=True)
        for name in dict.fromkeys(row["source"] for row in held):
            part = [row for row in held if row["source"] == name]
            part = part[:: -(-len(part) // MOST_VALIDATED)]
            trainer.log({"held out": name, **validate(trainer.net, part, loader, arguments.device)})
    if arguments.workers > 1:
        dist.barrier()
        dist.destroy_process_group()


def main() -> None:
    """Read the arguments and start the processes."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("examples", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--sets", nargs="+", required=True)
    parser.add_argument("--held", nargs="*", default=[], help="sets to measure on at the end")
    parser.add_argument("--start", type=Path, help="trained weights to go on from")
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--steps", type=int, default=0)
    parser.add_argument("--batch", type=int, default=16, help="questions a step")
    parser.add_argument("--negatives", type=int, default=4)
    parser.add_argument("--lr", type=float, default=8e-5)
    parser.add_argument("--head-lr", type=float, default=5e-4)
    parser.add_argument("--warmup", type=int, default=60, help="steps")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--save-every", type=float, default=4, help="minutes")
    has_gpu = torch.cuda.is_available()
    parser.add_argument("--device", default="cuda" if has_gpu else "cpu")
    parser.add_argument("--workers", type=int, default=1 if has_gpu else 2)
    parser.add_argument("--port", type=int, default=29511)
    arguments = parser.parse_args()
    if both := sorted({*arguments.sets} & {*arguments.held, HELD}):
        parser.error(f"nothing may be learned from what is kept apart for measuring: {', '.join(both)}")
    arguments.out.mkdir(parents=True, exist_ok=True)
    if arguments.workers > 1:
        spawn(work, (arguments,), nprocs=arguments.workers)
    else:
        work(0, arguments)


if __name__ == "__main__":
    main()
