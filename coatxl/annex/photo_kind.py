"""photo_kind: what the first bytes of a picture file say: a photo that can be opened, a phone's HEIC, or neither (6.1)."""

from __future__ import annotations

from typing import Literal

from coatxl.findings import Text

Unopenable = Literal["heic", "broken"]
UNOPENABLE: dict[Unopenable, Text] = {
    "heic": Text(
        "HEIC格式不能读取，请转为 jpg：{name}", "the format HEIC cannot be read, please convert it to jpg: {name}"
    ),
    "broken": Text("照片打不开：{name}", "the photo cannot be opened: {name}"),
}
HEAD = 16
_HEADS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"BM", b"GIF8", b"II*\0", b"MM\0*")
# The brands of ISO 23008-12; what a phone names .jpg may still be one.
_HEIC = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})


def unopenable(head: bytes) -> Unopenable | None:
    """Why a file that begins so cannot be opened as a photo; None when it looks like one."""
    if head[4:8] == b"ftyp" and head[8:12] in _HEIC:
        return "heic"
    if head.startswith(_HEADS) or (head.startswith(b"RIFF") and head[8:12] == b"WEBP"):
        return None
    return "broken"


def words_for(name: str, content: bytes | None) -> Text:
    """The words for a photo that was not opened; content: what the file holds, None when it cannot be read."""
    words = UNOPENABLE["heic" if content and unopenable(content[:HEAD]) == "heic" else "broken"]
    return Text(words.zh.format(name=name), words.en.format(name=name))
