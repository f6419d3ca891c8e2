r"""What a stranger's text may do in a report: nothing.

Control characters, terminal escapes and marks that turn the reading direction are shown as \x1b or \u202e.
"""

from __future__ import annotations

import re

# C0 but line feed and tab, DEL, C1, soft hyphen, direction and zero-width marks, line and paragraph separators,
# interlinear marks, lone surrogates, non-characters, tag characters.
_HOSTILE = (
    "\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff"
    "\ufff9-\ufffb\ufffe\uffff\ud800-\udfff\U000e0000-\U000e007f"
)
_ACTIVE = re.compile(f"[{_HOSTILE}]")
_BREAK = re.compile(r"\r\n?|\x0b|\x0c|\x85|\u2028|\u2029")
_SURROGATE = re.compile("[\ud800-\udfff]")
LINE_MARK = "↵"
"""What a line break inside a cell looks like where a text has one line."""


def inert(text: str) -> str:
    """Return a text with line feeds kept and everything else that acts made visible."""
    if text.isprintable():  # as nearly all are; nothing that acts, and no break, is printable
        return text
    return _ACTIVE.sub(_visible, _BREAK.sub("\n", text).replace("\t", " "))


def one_line(text: str, most: int = 0) -> str:
    """Return a text as one inert line, cut to most characters when that is not 0."""
    line = inert(text.strip("\r\n")).replace("\n", LINE_MARK)
    return f"{line[:most]}……" if most and len(line) > most else line


def inert_json(document: str) -> str:
    r"""Return a JSON document, itself ASCII outside strings, with active characters in \u form; the same values.

    A lone surrogate is no character and many parsers refuse its escape: it becomes U+FFFD.
    """
    return _ACTIVE.sub(_escape, _SURROGATE.sub("\ufffd", document))


def _visible(match: re.Match[str]) -> str:
    code = ord(match[0])
    return f"\\x{code:02x}" if code <= 0xFF else f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"  # noqa: PLR2004


def _escape(match: re.Match[str]) -> str:
    units = match[0].encode("utf-16-be")
    return "".join(f"\\u{units[i]:02x}{units[i + 1]:02x}" for i in range(0, len(units), 2))
