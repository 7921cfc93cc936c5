"""Recognise what surrounds a text but is not it: menus, advertising, purchase links, legal footers.

Marked blocks stay in the document's text; they are never indexed and never quoted. General rules only: no
site and no subject is named here.
"""

from __future__ import annotations

import re
from typing import Final

# Landmark elements and roles of HTML (WHATWG 4.3, WAI-ARIA 1.2) that hold no main content.
ASIDE_TAGS: Final = frozenset({"nav", "footer", "aside", "form", "dialog", "menu"})
ASIDE_ROLES: Final = frozenset(
    {"navigation", "banner", "contentinfo", "search", "dialog", "alertdialog", "complementary", "menu", "menubar"}
)
_ASIDE_NAMES = re.compile(
    r"(?:^|[-_\s])(?:nav|navbar|navigation|menu|breadcrumbs?|cookies?|consent|gdpr|footer|sidebar|share|sharing|social|"
    r"subscribe|subscription|newsletter|advert\w*|ads?|promo\w*|popup|modal|related|pagination|pager|skip|"
    r"toolbar|masthead|signup|login)(?:$|[-_\s])",
    re.IGNORECASE,
)
_URL = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_CALL = re.compile(
    r"^(?:(?:please\s+)?(?:click here|read more|learn more|see more|find out more|sign (?:up|in)|log ?in|subscribe|follow us|"
    r"share (?:this|on)|contact us|skip to|back to top|print this|e-?mail this|accept (?:all )?cookies|"
    r"(?:check|browse|view|explore) (?:more|all|our|other)\b|"
    r"(?:in|en)quire\b|(?:speak|talk) to (?:an|our))|"
    r"(?:get|request|download|buy|purchase|order|access)\b.{0,40}\b(?:sample|report|copy|brochure|pdf|now|discount)\b)",
    re.IGNORECASE,
)
_LEGAL = re.compile(
    r"^(?:\u00a9|(?:\(c\)|copyright)\s*(?:\u00a9|\(c\)|copyright|notice|by\b|[12]\d{3}))|\ball rights reserved\b|\b(?:this (?:site|page|website)|we) uses? cookies\b",
    re.IGNORECASE,
)
_MOST_WORDS = 40


def is_aside(tag: str, role: str, names: str) -> bool:
    """Say whether an HTML element, by tag, ARIA role or class and id, stands beside the main content."""
    return tag in ASIDE_TAGS or role in ASIDE_ROLES or bool(names and _ASIDE_NAMES.search(names))


def is_boilerplate(text: str, linked: int = 0) -> bool:
    """Say whether one block of text is a call to buy or click, a legal line or little but links.

    Args:
        text: The block, squeezed.
        linked: How many of its characters are the text of links.
    """
    words = text.split()
    if len(words) > _MOST_WORDS:
        return False
    bare = _URL.sub("", text).strip(" :.-")
    has_link = linked > 0 or len(bare) < len(text.strip(" :.-"))
    if has_link and not bare:
        return True
    if _LEGAL.search(text):
        return True
    if _CALL.search(text) and (has_link or len(words) <= 8):  # noqa: PLR2004 - a button's length
        return True
    return linked >= 0.6 * len(text) and len(words) <= 25  # noqa: PLR2004
