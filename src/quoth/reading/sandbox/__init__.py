"""Read documents that nobody vouches for in worker processes of little power: the master here, the worker there, the wire between."""

from quoth.reading.sandbox.master import Limits, Sandbox, in_order

__all__ = ["Limits", "Sandbox", "in_order"]
