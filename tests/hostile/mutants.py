"""Mutants: seeded flips, cuts, removed and doubled pieces, of a whole file or of one part zipped again."""

from __future__ import annotations

import random

from hostile.case import EITHER, add
from hostile.containers import xls
from hostile.package import ROW, packed, parts, shared, sheet, table

GROUP = "mutants"
PARTS = parts(
    sheet(table(*(ROW,) * 8), after='<mergeCells><mergeCell ref="A2:A5"/></mergeCells>'), strings=shared(*ROW, "乙"),
    styles='<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cellXfs><xf numFmtId="14"/></cellXfs></styleSheet>',
)  # fmt: skip
_PIECES = (
    b"<",
    b">",
    b"/",
    b'"',
    b"&",
    b"=",
    b"<row>",
    b"</row>",
    b"<c>",
    b"<v>",
    b"</v>",
    b'r="A1"',
    b"9" * 20,
    b"\0",
    b"\xff",
    b"<!--",
    b"]]>",
)


def mutate(data, dice):
    """One to eight random changes of some bytes."""
    changed = bytearray(data)
    for _ in range(dice.randint(1, 8)):
        if not changed:
            break
        at = dice.randrange(len(changed))
        to = min(len(changed), at + dice.choice((1, 4, 40, 400)))
        match dice.randrange(6):
            case 0:
                changed[at] ^= 1 << dice.randrange(8)
            case 1:
                changed[at] = dice.choice((0, 1, 127, 128, 255))
            case 2:
                del changed[at:to]
            case 3:
                changed[at:at] = changed[at:to]
            case 4:
                changed[at:at] = dice.choice(_PIECES)
            case _:
                del changed[at:]
    return bytes(changed)


def file_mutant(seed):
    """An .xlsx or .xls with changed bytes."""
    dice = random.Random(seed)
    return mutate(packed(PARTS) if seed % 4 else xls(), dice)


def part_mutant(seed):
    """A whole zip, one part of which has changed bytes."""
    dice = random.Random(seed)
    name = dice.choice(sorted(PARTS))
    return packed(PARTS | {name: mutate(PARTS[name].encode(), dice)})


for _seed in range(40):
    add(GROUP, f"file_{_seed}", EITHER, lambda seed=_seed: file_mutant(seed), sample=_seed == 1)
    add(GROUP, f"part_{_seed}", EITHER, lambda seed=_seed: part_mutant(seed), sample=_seed == 1)
