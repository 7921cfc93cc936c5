"""Recognise what is said to a person rather than asked of documents: greetings, thanks, and who is there. In English."""

from __future__ import annotations

import re
from typing import Final, Literal

Chat = Literal["greeting", "thanks", "farewell", "who"]

_FILLER: Final = (
    r"(?:\s+(?:there|all|everyone|quoth|bot|team|again|so much|very much|a lot|for (?:that|this|your help|the help|now)))*"
)
_PATTERNS: Final[dict[Chat, str]] = {
    "greeting": r"(?:hello|hi+|hey+|hiya|howdy|greetings|good (?:morning|afternoon|evening|day)|welcome)"
    + _FILLER
    + r"(?:[,!.\s]+how are you(?: (?:doing|today))*)?|how are you(?: (?:doing|today))*|how do you do|what(?:'s|\u2019s| is) up",
    "thanks": r"(?:ok(?:ay)?[,!.\s]+)?(?:(?:many |great[,!.\s]+)?thanks|thank you|thx|cheers|much appreciated|great|perfect|well done)" + _FILLER,
    "farewell": r"(?:good)?bye(?:[\s-]bye)?|good night|see you(?: (?:later|soon))?|have a (?:nice|good|great) (?:day|evening|weekend)",
    "who": r"(?:(?:hello|hi|hey)[,!.\s]+)?(?:so\s+)?(?:who|what) are you|what(?:'s|\u2019s| is) your name|what (?:can|do) you do(?: for me)?|"
    r"(?:how )?can you help(?: me)?|how can (?:you help(?: me)?|i (?:use|ask) (?:you|this))|what can i ask(?: you)?|help|are you (?:an? )?(?:ai|bot|chatbot|robot|human|person|real|chatgpt)"
    r"|introduce yourself|tell me about yourself|how do you work",
}  # fmt: skip
_WHOLE: Final = {kind: re.compile(rf"\W*(?:{pattern})\W*(?:please)?\W*", re.IGNORECASE) for kind, pattern in _PATTERNS.items()}


def small_talk(text: str) -> Chat | None:
    """Return which sort of small talk the whole text is, or None: "hello, what is a CDMO?" is a question."""
    return next((kind for kind, pattern in _WHOLE.items() if pattern.fullmatch(text.strip())), None)
