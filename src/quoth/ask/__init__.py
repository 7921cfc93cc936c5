"""Job 2, ask: from a question to an outcome. `line.py` alone knows the order of the rooms."""

from quoth.ask.line import Asker, Found
from quoth.ask.request import Request, check_question

__all__ = ["Asker", "Found", "Request", "check_question"]
