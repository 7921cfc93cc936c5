"""Insight in a real browser."""

from __future__ import annotations

import csv
from pathlib import Path

from playwright.sync_api import Page, expect


def test_insight_shows_charts_and_exports_their_tables(page: Page) -> None:
    """What was asked is drawn and named for those who do not see it; the table behind it is saved as CSV."""
    page.goto("/?q=What+is+a+buoy%3F")
    page.goto("/?q=Who+paints+the+harbour+master%27s+boat%3F")
    page.wait_for_timeout(300)  # the question log is written by another thread
    page.get_by_role("link", name="Insight").click()
    expect(page.get_by_role("img", name="Questions per day")).to_be_visible()
    bar = page.locator(".chart").first.locator("rect").last
    expect(bar).to_be_in_viewport()  # today's, on a phone too
    expect(page.locator("#unanswered")).to_be_visible()
    page.get_by_role("link", name="7 days").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").first.click()
    rows = list(csv.DictReader(Path(download.value.path()).read_text(encoding="utf-8-sig").splitlines()))
    assert len(rows) == 7
    assert sum(int(row["answered"]) for row in rows) >= 1
