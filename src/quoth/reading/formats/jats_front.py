"""The front matter of a JATS article: titles, authors, dates, licence."""

from __future__ import annotations

from typing import Final

from lxml import etree

from quoth.reading.building import TextBuilder
from quoth.reading.formats.jats_text import running_text
from quoth.reading.formats.xml import elements, local_name
from quoth.text.normalise import squeeze

_DATES: Final = ("epub", "electronic", "pub", "epub-ppub", "ppub", "print", "collection", "ecorrected")


def read_front(front: etree._Element, builder: TextBuilder, depth: int) -> None:
    """Add what stands above the abstract; only the titles can be quoted."""
    meta = next(iter(find(front, "article-meta")), front)
    for group in find(meta, "title-group"):
        for child in elements(group):
            if local_name(child) == "article-title":
                builder.heading(running_text(child), depth)
            else:
                builder.paragraph(running_text(child), is_boilerplate=local_name(child) == "alt-title")
    for group in find(meta, "contrib-group"):
        builder.paragraph(", ".join(_people(group)), is_boilerplate=True)
    for path in ("contrib-group/aff", "contrib-group/contrib/aff", "aff", "aff-alternatives/aff", "permissions/copyright-statement",
                 "permissions/license"):  # fmt: skip
        for part in find(meta, path):
            builder.paragraph(running_text(part), is_boilerplate=True)
    for note in (note for notes in find(meta, "author-notes") for note in elements(notes)):
        builder.footnote(running_text(note), is_boilerplate=True)
    for statement in find(meta, "funding-group/funding-statement"):
        builder.paragraph(running_text(statement))


def keywords(group: etree._Element) -> str:
    """Return a group of keywords as one line."""
    words = [running_text(word) for word in group.iterfind(".//{*}kwd")]
    return f"{title_of(group) or 'Keywords'}: {', '.join(words)}" if words else ""


def title_of(element: etree._Element) -> str:
    """Return the title of a section."""
    titles = [*find(element, "title"), *find(element, "caption/title")]
    return running_text(titles[0]) if titles else ""


def find(element: etree._Element, path: str) -> list[etree._Element]:
    """Return the elements at a path of names, whatever their namespace."""
    found: list[etree._Element] = element.findall(
        "/".join("{*}" + step if step[0].isalpha() else step for step in path.split("/"))
    )
    return found


def _people(group: etree._Element) -> list[str]:
    found = []
    for contrib in find(group, "contrib"):
        for name in [*find(contrib, "name"), *find(contrib, "name-alternatives/name")][:1]:
            parts = {local_name(part): squeeze(running_text(part)) for part in elements(name)}
            found.append(" ".join(parts[key] for key in ("prefix", "given-names", "surname", "suffix") if parts.get(key)))
        found.extend(running_text(name) for name in [*find(contrib, "collab"), *find(contrib, "string-name")][:1])
    return [name for name in found if name]


def metadata_of(article: etree._Element) -> dict[str, str]:
    """Return title, date, first author, authors, DOI, keywords and journal, as far as they are given."""
    found: dict[str, str] = {}
    for meta in find(article, "front/article-meta")[:1]:
        authors = [name for group in find(meta, "contrib-group") for name in _people(group)]
        dois = [e for e in find(meta, "article-id") if e.get("pub-id-type") == "doi"]
        found = {
            "title": " ".join(squeeze(running_text(title)) for title in find(meta, "title-group/article-title")[:1]),
            "date": _date(find(meta, "pub-date")),
            "owner": f"{authors[0]} et al." if len(authors) > 1 else "".join(authors),
            "authors": "\n".join(authors),
            "doi": squeeze("".join(running_text(doi) for doi in dois[:1])),
            "keywords": "\n".join(squeeze(running_text(word)) for word in meta.iterfind("{*}kwd-group/{*}kwd")),
        }
    for journal in list(article.iterfind("{*}front/{*}journal-meta//{*}journal-title"))[:1]:
        found["journal"] = squeeze(running_text(journal))
    return {key: value for key, value in found.items() if value}


def _date(dates: list[etree._Element]) -> str:
    """Return the date of publication, as exact as it is given; online before print."""
    known: list[tuple[int, int, str]] = []
    for date in dates:
        parts = {local_name(part): squeeze(part.text or "") for part in elements(date)}
        kind = date.get("pub-type") or date.get("publication-format") or date.get("date-type") or ""
        rank = _DATES.index(kind) if kind in _DATES else len(_DATES)
        numbers: list[str] = []
        for name, width in (("year", 4), ("month", 2), ("day", 2)):
            text = parts.get(name, "")
            if not (text.isascii() and text.isdigit() and len(text) <= width):
                break
            numbers.append(text.zfill(width))
        if numbers:
            known.append((-len(numbers), rank, "-".join(numbers)))
    return min(known)[2] if known else ""
