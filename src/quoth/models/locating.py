"""Find another reader than the one that is shipped: its folder, what it can do, and a name that its files decide. Nothing is loaded or fetched."""

from __future__ import annotations

import hashlib
import importlib.util
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

from quoth.errors import ModelError

Kind = Literal["question answering", "cross-encoder"]
_KINDS: Final[dict[str, Kind]] = {"ForQuestionAnswering": "question answering", "ForSequenceClassification": "cross-encoder"}
# Labels that say of a question and a text that they belong together, in lower case, with "_" for what is no letter.
_RELEVANT: Final = frozenset(
    "relevant is_relevant relevance yes true match answer answers answerable has_answer entailment".split()
)
_MOST_LABELS: Final = 3
# What decides what a model says: weights, config, tokenizer. A folder may hold much else.
_PATTERNS: Final = ("*.safetensors", "*.json", "*.txt", "*.model")
REMEDY: Final = (
    "Set QUOTH_READER__MODEL to the folder of a Hugging Face model for question answering, or of a cross-encoder, that holds config.json, "
    "tokenizer.json and model.safetensors, or to builtin (docs/reader.md)."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Located:
    """A reader's folder, not loaded yet.

    Attributes:
        name: The folder's, and twelve digits of the sha256 of all files that decide what it says.
        label: For a cross-encoder: which of its labels means that text and question belong together; None where it has but one.
    """

    folder: Path
    name: str
    kind: Kind
    label: int | None = None


def locate_reader(model: str) -> Located:
    """Return where a reader lies and what it is.

    Args:
        model: A folder, or the name of an installed package that holds one.

    Raises:
        ModelError: There is none, or it cannot be told from its config.json what its numbers mean.
    """
    folder = _folder(model)
    config = _config(folder)
    if not any(folder.glob("*.safetensors")):
        pickled = next((path.name for path in sorted(folder.glob("*.bin"))), None)
        if pickled is not None:
            raise ModelError(
                f"Reader {folder}: its weights are in {pickled}, which could run any program when it is opened.",
                "Save them as safetensors with `save_pretrained` of transformers, where you trust them, and take that folder.",
            )
        raise ModelError(f"Reader {folder}: there are no weights (model.safetensors).", REMEDY)
    kind = _kind(folder, config)
    label = _label(folder, config) if kind == "cross-encoder" else None
    return Located(folder=folder, name=f"{folder.resolve().name}:{_digest(folder)[:12]}", kind=kind, label=label)


def _folder(model: str) -> Path:
    folder = Path(model).expanduser()
    if folder.is_dir():
        return folder
    for root in _roots(model.replace("-", "_")):
        below = [path.parent for path in root.glob("*/config.json")]
        lone = below if len(below) == 1 else []
        for place in (root, root / "model", *lone):
            if (place / "config.json").is_file():
                return place
    raise ModelError(
        f"Reader {model!r}: there is no such folder, and no installed package of this name that holds a model.",
        f"Nothing is fetched at run time: bring the model here as files. {REMEDY}",
    )


def _roots(package: str) -> list[Path]:
    """Return the folders of an installed package, which is not imported."""
    if not package.isidentifier():
        return []
    try:
        spec = importlib.util.find_spec(package)
    except ValueError:  # what Python itself made, such as __main__, comes from nowhere
        return []
    return [Path(place) for place in (spec.submodule_search_locations if spec is not None else None) or ()]


def _config(folder: Path) -> dict[str, Any]:
    path = folder / "config.json"
    try:
        config = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise ModelError(f"Reader {folder}: there is no config.json.", REMEDY) from error
    except (OSError, ValueError, RecursionError) as error:
        raise ModelError(f"Reader {folder}: config.json cannot be read: {error}.", REMEDY) from error
    if not isinstance(config, dict):
        raise ModelError(f"Reader {folder}: config.json holds no settings of a model.", REMEDY)
    return config


def _kind(folder: Path, config: dict[str, Any]) -> Kind:
    named = config.get("architectures")
    architectures = [str(name) for name in named] if isinstance(named, list) else []
    kinds = {kind for name in architectures for ending, kind in _KINDS.items() if name.endswith(ending)}
    if len(kinds) != 1 or config.get("is_encoder_decoder") is True:
        said = ", ".join(architectures) or "none"
        raise ModelError(
            f"Reader {folder}: it neither marks spans nor scores pairs of texts (architectures in config.json: {said}).", REMEDY
        )
    return kinds.pop()


def _label(folder: Path, config: dict[str, Any]) -> int | None:
    """Return the number of the label that means relevant; None for a model of one number."""
    stored = config.get("id2label")
    n = len(stored) if isinstance(stored, dict) else config.get("num_labels", 2)
    if n == 1:
        return None
    labels = stored if isinstance(stored, dict) else {}
    found = [int(place) for place, name in labels.items() if str(place).isdecimal() and _plain(str(name)) in _RELEVANT]
    # Of three labels with "entailment" the pair is premise and hypothesis, and a question is neither.
    is_inference = n == _MOST_LABELS and any(_plain(str(name)) == "entailment" for name in labels.values())
    if n not in range(2, _MOST_LABELS + 1) or len(found) != 1 or is_inference or found[0] >= n:
        said = ", ".join(str(name) for name in labels.values()) or f"{n} without names"
        raise ModelError(
            f"Reader {folder}: it cannot be told which of its labels says that a text answers a question (labels in config.json: {said}).",
            'Take a cross-encoder of one label; or, if one of its labels means that, name it "relevant" in id2label of config.json.',
        )
    return found[0]


def _plain(label: str) -> str:
    return "_".join("".join(c if c.isalpha() else " " for c in label.lower()).split())


def _digest(folder: Path) -> str:
    """Return the sha256 over names and hashes of the files that decide what the model says."""
    whole = hashlib.sha256()
    for path in sorted({path for pattern in _PATTERNS for path in folder.glob(pattern)}):
        try:
            with path.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError as error:
            raise ModelError(f"Reader {folder}: {path.name} cannot be read: {error.strerror}.", REMEDY) from error
        whole.update(f"{path.name} {digest}\n".encode())
    return whole.hexdigest()
