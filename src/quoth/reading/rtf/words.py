"""The control words of RTF that say what their text is: the document's own, a note, a margin, or nothing to read."""

from __future__ import annotations

from typing import Final

# Groups whose text is not the document's.
SKIPPED: Final = frozenset(
    {"aftncn", "aftnsep", "aftnsepc", "background", "blipuid", "colortbl", "comment", "datafield", "do", "factoidname", "falt",
     "filetbl", "fldinst", "fname", "fontfile", "formfield", "ftncn", "ftnsep", "ftnsepc", "generator", "keycode", "listname",
     "listpicture", "listtable", "mmathPict", "nonesttables", "nonshppict", "objclass", "objdata", "objname", "panose", "pict",
     "pn", "pnseclvl", "pntxta", "pntxtb", "private", "revtbl", "rxe", "shprslt", "sn", "sp", "sv", "template", "txe", "xe"}
)  # fmt: skip
# Groups that hold, among what is no text, a group with text: outer -> inner.
WRAPPERS: Final = {"object": "result", "shpinst": "shptxt", "shpgrp": "shptxt", "upr": "ud"}
# Groups that may be starred ("skip me if you do not know me") and are known here.
STARRED: Final = frozenset(
    {"annotation", "footnote", "moMath", "moMathPara", "nesttableprops", "shpinst", "shpgrp", "ud", "company"}
)
# Groups whose text stands apart from the running text.
SINKS: Final = {
    "footnote": "note", "annotation": "note", "listtext": "bullet", "pntext": "bullet", "tc": "entry",
    **dict.fromkeys(("header", "headerl", "headerr", "headerf", "footer", "footerl", "footerr", "footerf"), "margin"),
}  # fmt: skip
INFO: Final = {"title": "title", "author": "owner", "company": "company", "subject": "subject", "keywords": "keywords"}
TIMES: Final = ("revtim", "creatim")
CLOCK: Final = ("yr", "mo", "dy")
SIGNS: Final = {
    "~": "\u00a0", "_": "\u2011", "-": "", "tab": "\t", "line": "\n", "emdash": "\u2014",
    "endash": "\u2013", "lquote": "\u2018", "rquote": "\u2019", "ldblquote": "\u201c", "rdblquote": "\u201d", "bullet": "\u2022",
    "emspace": " ", "enspace": " ", "qmspace": " ", "zwj": "\u200d", "zwnj": "\u200c", "softline": "\n", "lbr": "\n",
}  # fmt: skip
PARAGRAPH_ENDS: Final = frozenset({"par", "\n", "\r", "sect", "page", "column"})
