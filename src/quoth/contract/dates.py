"""How old a document is. Doors ask this when they show an outcome; an outcome itself knows no clock."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta


@dataclass(frozen=True, slots=True)
class Today:
    """The day on which something is shown, and how old a document may be then.

    Attributes:
        stale_after_days: None if no document is ever stale.
    """

    day: date
    stale_after_days: int | None

    @classmethod
    def now(cls, stale_after_days: int | None) -> Today:
        """Return the present day, in UTC."""
        return cls(datetime.now(UTC).date(), stale_after_days)

    @property
    def stale_before(self) -> str | None:
        """Return the day before which a document is stale, as ISO 8601 writes it; None if no document is ever stale."""
        return None if self.stale_after_days is None else (self.day - timedelta(days=self.stale_after_days)).isoformat()

    def is_stale(self, dated: str | None) -> bool:
        """Say whether a document is older than it may be; one without a date, or with one that is none, is not known to be.

        Args:
            dated: Year, year and month, or day, as ISO 8601 writes them; a year is over on its last day.
        """
        last = None if dated is None else _last_day(dated)
        return self.stale_after_days is not None and last is not None and (self.day - last).days > self.stale_after_days


def _last_day(dated: str) -> date | None:
    try:
        year, month, day, *_ = [*(int(part) for part in dated.split("-")), 0, 0]
        month = month or 12
        return date(year, month, day or calendar.monthrange(year, month)[1])
    except (ValueError, calendar.IllegalMonthError, OverflowError):
        return None
