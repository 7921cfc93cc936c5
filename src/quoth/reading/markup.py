"""Parse XML that nobody vouches for: no entity is expanded, no file and no address is opened."""

from __future__ import annotations

from lxml import etree

from quoth.errors import ReadingError


def parse_xml(data: bytes) -> etree._Element:
    """Return the root element.

    Raises:
        ReadingError: It is not well-formed, defines entities, or nests deeper or grows larger than libxml2 allows.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False, remove_comments=True,
        remove_pis=True, recover=False,
    )  # fmt: skip
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ReadingError(f"its XML is broken: {error}.", "Save it again with the program that made it.") from error
    dtd = root.getroottree().docinfo.internalDTD
    if dtd is not None and next(iter(dtd.iterentities()), None) is not None:
        raise ReadingError("its XML defines entities, which are never expanded.", "Save it without a DTD of its own.")
    return root
