"""How much text a workbook's cells become once each holds a copy of its shared string, before calamine makes the copies.

A million cells may point at one string of 32,000 characters: a small file, and memory that no machine has. Calamine
aborts the process there, so that the copies are weighed before.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from coatxl.workbook.faults import TOO_LARGE, Unreadable

MOST_TEXT = 256 * 1024 * 1024  # bytes of XML; Python needs up to four times as many for them

_MARK = re.compile(rb"""<c\s[^<>]*?\bt\s*=\s*["']s["']""")
_REFERENCE = re.compile(_MARK.pattern + rb"[^<>]*>(?:<f[^<>]*>(?:[^<]*</f\s*>)?)?<v[^<>]*>\s*([0-9]{1,10})\s*</v")


def refuse_heavy_strings(strings: bytes, sheets: Sequence[bytes]) -> None:
    """Refuse cells whose shared strings together are longer than MOST_TEXT; strings: the inside of a plain <sst>.

    A string counts with its markup, and a reference that the pattern does not see with the longest string.
    """
    lengths = [len(string) for string in strings.split(b"<si")[1:]]
    longest = max(lengths, default=0)
    if longest * sum(cells.count(b"<c ") for cells in sheets) <= MOST_TEXT:
        return
    total = 0
    for cells in sheets:
        found = Counter(_REFERENCE.findall(cells))
        unseen = len(_MARK.findall(cells)) - found.total()
        total += unseen * longest
        for index, count in found.items():
            total += count * lengths[int(index)] if int(index) < len(lengths) else 0
        if total > MOST_TEXT:
            size = MOST_TEXT // (1024 * 1024)
            raise Unreadable(
                TOO_LARGE.about(
                    f"长文字被大量单元格重复引用，展开后超过{size} MB",
                    f"so many cells repeat long texts that they exceed {size} MB",
                )
            )
