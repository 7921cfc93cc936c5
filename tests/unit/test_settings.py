"""Settings: who wins, and what is refused by name."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from quoth.errors import SettingsError
from quoth.settings import load_settings, table


def test_settings_have_defaults(elsewhere: Path) -> None:
    """Without arguments, environment and file the defaults must stand."""
    assert list(elsewhere.iterdir()) == []
    assert load_settings().answer.k == 3


def test_settings_file_beats_default(elsewhere: Path) -> None:
    """`quoth.toml` in the current folder must be read."""
    (elsewhere / "quoth.toml").write_text("[answer]\nk = 5\n")
    assert load_settings().answer.k == 5


def test_settings_environment_beats_file(elsewhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A variable must win over the file, and leave the group's other fields to it."""
    (elsewhere / "quoth.toml").write_text("[answer]\nk = 5\nmin_probability = 0.25\n")
    monkeypatch.setenv("QUOTH_ANSWER__K", "7")
    assert (load_settings().answer.k, load_settings().answer.min_probability) == (7, 0.25)


@pytest.mark.usefixtures("elsewhere")
def test_settings_arguments_beat_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """An argument must win over a variable."""
    monkeypatch.setenv("QUOTH_ANSWER__K", "7")
    assert load_settings(answer={"k": 9}).answer.k == 9


@pytest.mark.usefixtures("elsewhere")
@pytest.mark.parametrize(
    ("groups", "name"),
    [
        ({"answer": {"k": 0}}, "answer.k"),
        ({"answer": {"k": "many"}}, "answer.k"),
        ({"answer": {"min_probability": 1.5}}, "answer.min_probability"),
        ({"answer": {"kk": 1}}, "answer.kk"),
        ({"anwser": {"k": 1}}, "anwser"),
        ({"encoder": {"dtype": "int8"}}, "encoder.dtype"),
        ({"server": {"port": 70000}}, "server.port"),
        ({"server": {"hosts": ["https://quoth.example.org"]}}, "server.hosts.0"),
        ({"server": {"hosts": ["quoth.example.org:8000"]}}, "server.hosts.0"),
        ({"reader": {"model": ""}}, "reader.model"),
        ({"reader": {"windows": 0}}, "reader.windows"),
        ({"answer": 3}, "answer"),
    ],
)
def test_settings_refuse_what_they_do_not_know(groups: dict[str, Any], name: str) -> None:
    """An unknown, malformed or impossible setting must be refused by name."""
    with pytest.raises(SettingsError, match=rf"\b{name}\b"):
        load_settings(**groups)


@pytest.mark.usefixtures("elsewhere")
@pytest.mark.parametrize(("variable", "name"), [("QUOTH_ANSWER__K", "answer.k"), ("QUOTH_ANSWER__KK", "answer.kk")])
def test_settings_refuse_a_wrong_variable(monkeypatch: pytest.MonkeyPatch, variable: str, name: str) -> None:
    """A variable with a wrong value or name must be refused by name."""
    monkeypatch.setenv(variable, "0")
    with pytest.raises(SettingsError, match=rf"\b{name}\b"):
        load_settings()


@pytest.mark.parametrize("text", ["[answer\n", "answer = {k = }", "[answer]\nk = 5\nk = 6\n", "\x00"])
def test_settings_refuse_a_malformed_file(elsewhere: Path, text: str) -> None:
    """A file that is no TOML must be an error that names it."""
    (elsewhere / "quoth.toml").write_text(text)
    with pytest.raises(SettingsError, match=r"quoth\.toml"):
        load_settings()


def test_settings_refuse_a_file_that_is_no_text(elsewhere: Path) -> None:
    """Bytes that are no UTF-8 must be an error that names the file."""
    (elsewhere / "quoth.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(SettingsError, match=r"quoth\.toml"):
        load_settings()


@pytest.mark.usefixtures("elsewhere")
def test_settings_table_names_every_setting_with_a_meaning() -> None:
    """Each setting must have a row with a sentence, and settings must be frozen."""
    rows = {name: (value, default, meaning) for name, value, default, meaning in table(load_settings(answer={"k": 4}))}
    assert rows["answer.k"][:2] == ("4", "3")
    assert all(meaning.endswith(".") for _, _, meaning in rows.values())
