"""What the README promises to whoever comes new: two commands, links that lead somewhere, an example that runs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import quoth

_REPOSITORY = Path(__file__).parents[2]
_README = _REPOSITORY / "README.md"
_FENCE = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\]\(([^)\s]+)(?:\s+\"[^\"]*\")?\)|(?:src|href)=\"([^\"]+)\"")
_ELSEWHERE = re.compile(r"^[a-z][a-z0-9+.-]*:|^#", re.IGNORECASE)
_TO_RUN = "pip install -c constraints.txt . && quoth serve"
_TO_TEST = "pip install -c constraints.txt '.[test]' && pytest"


def _fences(language: str) -> list[str]:
    """Return the README's code blocks in a language."""
    return [code for name, code in _FENCE.findall(_README.read_text(encoding="utf-8")) if name == language]


def _links() -> list[tuple[str, str]]:
    """Return every relative link and picture of the README and the documentation: page and target."""
    pages = [_README, *sorted((_REPOSITORY / "docs").glob("*.md"))]
    return [
        (page.relative_to(_REPOSITORY).as_posix(), target)
        for page in pages
        for found in _LINK.findall(_FENCE.sub("", page.read_text(encoding="utf-8")))
        if not _ELSEWHERE.match(target := found[0] or found[1])
    ]


def test_readme_has_the_two_commands() -> None:
    """Installing and serving is one line, and so is installing and testing; each stands alone to be copied."""
    assert [code.strip() for code in _fences("") if "pip install" in code] == [_TO_RUN, _TO_TEST]


@pytest.mark.parametrize(("page", "target"), _links())
def test_relative_link_leads_to_a_file(page: str, target: str) -> None:
    """A link or picture must lead to a file of the project."""
    assert (_REPOSITORY / page).parent.joinpath(target.split("#", maxsplit=1)[0]).exists()


def test_readme_python_example_compiles() -> None:
    """The example must be Python, and import only public names."""
    (example,) = _fences("python")
    compile(example, "README.md", "exec")
    (names,) = re.findall(r"^from quoth import (.+)$", example, re.MULTILINE)
    assert {name.strip() for name in names.split(",")} <= set(quoth.__all__)
