"""Say which names count: hidden and temporary ones never, the rest by include and exclude patterns."""

from __future__ import annotations

import re
from collections.abc import Sequence

from wcmatch import glob

from quoth.errors import SettingsError

_TEMPORARY = re.compile(
    r"^(?:\.|~\$|(?:Thumbs\.db|desktop\.ini|lost\+found|__MACOSX)$)|~$|\.(?:tmp|swp|part|crdownload)$", re.IGNORECASE
)
# The rules of one system everywhere: names are POSIX paths, even where the disk has other ones.
_FLAGS = glob.GLOBSTAR | glob.DOTGLOB | glob.IGNORECASE | glob.BRACE | glob.FORCEUNIX


def is_passed_over(name: str) -> bool:
    """Say whether a file or folder of this name is hidden, or left behind by an editor, a download or the system."""
    return _TEMPORARY.search(name) is not None


class Choice:
    """What of a folder is wanted, by patterns as in a `.gitignore`.

    `*.pdf` matches at any depth, `drafts/**` and `/notes.md` from the top; a folder stands for all that is below it. Case does
    not matter. Without include patterns everything is wanted; exclude patterns win.
    """

    def __init__(self, include: Sequence[str], exclude: Sequence[str]) -> None:
        self._include = _compiled(include)
        self._exclude = _compiled(exclude)

    def takes(self, path: str) -> bool:
        """Say whether a file is wanted, by its POSIX path below the root."""
        if any(is_passed_over(part) for part in path.split("/")):
            return False
        return (self._include is None or self._include.match(path)) and not self._excludes(path)

    def enters(self, path: str) -> bool:
        """Say whether a folder may hold wanted files."""
        return not is_passed_over(path.rsplit("/", 1)[-1]) and not self._excludes(path + "/")

    def _excludes(self, path: str) -> bool:
        return self._exclude is not None and self._exclude.match(path)


def _compiled(patterns: Sequence[str]) -> glob.WcMatcher[str] | None:
    given = [pattern.strip() for pattern in patterns if pattern.strip()]
    if not given:
        return None
    try:
        return glob.compile([form for pattern in given for form in _forms(pattern)], flags=_FLAGS)
    except Exception as error:  # the library keeps its error for too many braces to itself
        raise SettingsError(
            f"The patterns {', '.join(given)} cannot be used: {error}.", "Write fewer or simpler ones."
        ) from error


def _forms(pattern: str) -> tuple[str, str]:
    """Return the pattern for a name itself and the one for what is below it; one without a slash counts at any depth."""
    bare = pattern.removeprefix("./").rstrip("/")
    top = bare if "/" in bare else f"**/{bare}"
    return top.lstrip("/"), f"{top.lstrip('/')}/**"
