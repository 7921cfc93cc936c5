"""Find what ships with Quoth: the web pages and the sample corpus, in a checkout and in an installed wheel alike."""

from __future__ import annotations

from pathlib import Path

from quoth.errors import QuothError

_PACKAGE = Path(__file__).resolve().parent


def web_folder() -> Path:
    """Return the folder that holds `templates` and `static` of the chat, and `report`.

    Raises:
        QuothError: It is not there: the installation is broken.
    """
    return _find("_shipped/web", "web")


def sample_corpus() -> Path:
    """Return the folder of the sample documents.

    Raises:
        QuothError: It is not there: the installation is broken.
    """
    return _find("_shipped/corpus", "corpus/documents")


def _find(in_wheel: str, in_checkout: str) -> Path:
    places = (_PACKAGE / in_wheel, _PACKAGE.parent.parent / in_checkout)
    for place in places:
        if place.is_dir():
            return place
    tried = " nor ".join(str(place) for place in places)
    raise QuothError(f"This installation of Quoth lacks its files: there is neither {tried}.", "Install Quoth again.")
