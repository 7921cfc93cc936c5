"""The pages on settings and commands say what the code says."""

from __future__ import annotations

from pathlib import Path

import click
import pytest

from quoth.cli.group import quoth
from quoth.evaluation.measures import METRICS
from quoth.evaluation.report import CURVES
from quoth.settings import Settings, table

DOCS = Path(__file__).resolve().parents[2] / "docs"
SETTINGS_HEAD = ["| setting | variable | default | meaning |", "|---|---|---|---|"]
OPTIONS_HEAD = ["| option | meaning |", "|---|---|"]


def settings_rows() -> list[str]:
    """Return the table of docs/settings.md as the code has it."""
    return [
        f"| `{name}` | `QUOTH_{name.replace('.', '__').upper()}` | {f'`{default}`' if default else 'empty'} | {meaning} |"
        for name, _, default, meaning in table(Settings.model_construct())
    ]


def options_rows(command: click.Command) -> list[str]:
    """Return the table of a command's options as the code has it."""
    rows = []
    for option in command.params:
        if isinstance(option, click.Option):
            value = "" if option.is_flag else f" {option.metavar}"
            rows.append(f"| `{', '.join(option.opts)}{value}` | {option.help} |")
    return rows


def rows_of(text: str, head: list[str]) -> list[str]:
    """Return the rows of the first table with this head."""
    lines = text.splitlines()
    start = lines.index(head[0]) + len(head)
    rows = lines[start:]
    return rows[: next((n for n, line in enumerate(rows) if not line.startswith("|")), len(rows))]


def test_settings_page_agrees_with_the_settings() -> None:
    """Every setting has its row, with its default and its meaning, in order."""
    assert rows_of((DOCS / "settings.md").read_text(encoding="utf-8"), SETTINGS_HEAD) == settings_rows()


@pytest.mark.parametrize("name", sorted(quoth.commands))
def test_commands_page_agrees_with_the_commands(name: str) -> None:
    """Every command has its section: how to call it, its help and its options."""
    command = quoth.commands[name]
    _, _, rest = (DOCS / "cli.md").read_text(encoding="utf-8").partition(f"\n## quoth {name}\n")
    section = rest.partition("\n## ")[0]
    with click.Context(command, info_name=name) as context:
        usage = " ".join(command.collect_usage_pieces(context))
    assert f"`quoth {name} {usage}`" in section
    assert " ".join((command.help or "").split()) in " ".join(section.split())
    assert rows_of(section, OPTIONS_HEAD) == options_rows(command)


def test_commands_page_has_no_other_commands() -> None:
    """What is gone from the code is gone from the page."""
    sections = [line for line in (DOCS / "cli.md").read_text(encoding="utf-8").splitlines() if line.startswith("## quoth ")]
    assert sorted(line.removeprefix("## quoth ") for line in sections) == sorted(quoth.commands)


def test_evaluation_page_names_every_metric() -> None:
    """Each with the meaning the code gives it."""
    page = (DOCS / "evaluation.md").read_text(encoding="utf-8")
    told = [(metric.name, metric.group, metric.meaning) for metric in METRICS]
    told += [(name, "abstention", meaning) for name, meaning in CURVES.items()]
    rows = [f"| `{name}` | {group} | {meaning} |" for name, group, meaning in told]
    assert rows == rows_of(page, ["| metric | of | what it is |", "|---|---|---|"])
