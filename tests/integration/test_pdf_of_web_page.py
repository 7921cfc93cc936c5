"""A web page that is printed reads as it does on the web: the same headings, paragraphs, list items and table rows."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from quoth.reading.building import TextBuilder
from quoth.reading.formats.html import read_html
from quoth.reading.formats.pdf import read_pdf

_CHROMIUM = Path("/usr/bin/chromium")
_PAGE = """<!DOCTYPE html><html lang="en"><head><title>Trials</title></head><body>
<h1>How a trial is planned</h1>
<p>A trial is planned before the first patient is asked to take part in it, and the plan is kept with every record of the
trial until the authority has answered.</p>
<ul><li>Choose the sites.</li><li>Ask the ethics committee for its opinion, and wait for the answer in writing before
anything is sent to a site.</li><li>Train the staff</li></ul>
<table><caption>What each of the parties does in the course of a trial, and by when (planning values)</caption>
<tr><th>Step of the work</th><th>Sponsor</th><th>Contractor</th></tr>
<tr><td>Protocol</td><td>writes and signs it</td><td>reads it</td></tr>
<tr><td>Manufacture and release of the first batch</td><td>approves</td><td>makes and tests</td></tr>
<tr><td>Monitoring of every site until the last visit of the last patient, with a report that is sent to the sponsor
after each of the visits</td><td>reads the reports</td><td>visits and reports</td></tr>
<tr><td>Archive</td><td>pays for it</td><td>keeps the records</td></tr></table>
<p>The times were agreed in the spring of the year and may be changed by both parties in writing.</p>
</body></html>"""


def _told(builder: TextBuilder) -> list[tuple[str, str]]:
    return [(block.kind, block.span.of(builder.text)) for block in builder.blocks if not block.is_boilerplate]


@pytest.mark.skipif(not _CHROMIUM.exists(), reason="Chromium is not installed")
def test_printed_web_page_has_the_blocks_of_the_page(tmp_path: Path) -> None:
    """List discs are drawn and cells parted by spaces on paper: the blocks must still be those of the page itself."""
    page, paper = tmp_path / "page.html", tmp_path / "page.pdf"
    page.write_text(_PAGE, encoding="utf-8")
    command = [str(_CHROMIUM), "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path / 'profile'}"]
    command += ["--no-pdf-header-footer", f"--print-to-pdf={paper}", page.as_uri()]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    on_web, on_paper = TextBuilder(), TextBuilder()
    read_html(_PAGE, on_web)
    read_pdf(paper.read_bytes(), on_paper)
    assert _told(on_paper) == _told(on_web)
