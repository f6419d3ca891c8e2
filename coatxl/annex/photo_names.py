"""photo_names: what the names of a photo folder's files say: 序号 or 隐患编号, 整改前 or 整改后 (3-前.jpg, YH-003_整改后.jpg)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Literal

Side = Literal["before", "after"]

SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".bmp", ".gif", ".tif", ".tiff", ".webp"})
# What phones write and no program here opens: listed all the same, so that nobody misses it.
PHONE_SUFFIXES = frozenset({".heic", ".heif"})
_SEPARATORS = re.compile(r"[、，,；;\n]+")
_WORDS: dict[str, Side] = {
    "整改前": "before", "隐患": "before", "问题": "before", "现状": "before", "前": "before", "before": "before",
    "整改后": "after", "闭环": "after", "复查": "after", "验证": "after", "后": "after", "after": "after",
}  # fmt: skip
_SIDE = f"(?P<side>{'|'.join(_WORDS)})(?:照片|影像|图片|图)?"
_LAST = re.compile(rf"(?P<head>.+?)[\s_\-.]*[(\[【]?{_SIDE}[)\]】]?[\s_\-.]*[(\[【]?\d{{0,2}}[)\]】]?")
_FIRST = re.compile(rf"{_SIDE}[\s_\-.]*(?P<head>.+)")
_ONLY = re.compile(_SIDE)
_COUNTED = re.compile(r"(?P<head>.+?)(?:[\s_\-]+\d{1,2}|\s*[(\[【]\d{1,2}[)\]】])")
_BEFORE_NUMBER = re.compile(r"(?:隐患|问题|序号|编号|no\.?|第|#)+\s*")
_AFTER_NUMBER = re.compile(r"[号条项]$")


def names_in(text: str) -> list[str]:
    """The file names that one cell holds, separated as people do: 、 ， ； or a new line."""
    return [name for part in _SEPARATORS.split(text) if (name := part.strip())]


def number_key(number: str) -> str:
    """序号 or 隐患编号 as it is compared: YH-003, yh_3 and yh3 are one, and so are 3, 03 and 第3条; "" for none."""
    plain = _AFTER_NUMBER.sub("", _BEFORE_NUMBER.sub("", _folded(number)))
    joined = re.sub(r"[\s_\-—–]+", "-", plain).strip("-")
    bare = re.sub(r"[0-9]+", lambda digits: digits[0].lstrip("0") or "0", joined)
    return re.sub(r"(?<=[^\W\d_])-(?=\d)", "", bare)


class PhotoNames:
    """The files of a photo folder by their relative paths with "/", looked up by name and by number."""

    def __init__(self, paths: Iterable[str]) -> None:
        self.paths = tuple(paths)
        self._found: dict[str, list[str]] = {}
        for path in self.paths:
            short = path.rpartition("/")[2]
            for key in {_folded(short), _folded(_stem(short))}:
                self._found.setdefault(key, []).append(path)

    def find(self, name: str) -> list[str]:
        """The files of a name, written with or without suffix; folders in it decide only between several."""
        parts = [_folded(part) for part in re.split(r"[/\\]", name) if part.strip()]
        found = self._found.get(parts[-1], []) if parts else []
        if len(found) > 1:
            exact = [path for path in found if _ends(path, parts)]
            return exact or found
        return found

    def within(self, folder: str) -> PhotoNames:
        """The files below folders of one name: the photos of one paper where several share a folder."""
        wanted = _folded(folder)
        return PhotoNames(path for path in self.paths if wanted in map(_folded, path.split("/")[:-1]))

    def numbered(self, keys: Iterable[str]) -> Iterator[tuple[str, str, Side]]:
        """(path, key, side) of each file whose name begins with one of these number_keys.

        Without a word in its name the folder says the side, and 3.jpg alone shows the hidden danger as it was found.
        """
        known = set(keys) - {""}
        for path in self.paths:
            *folders, short = path.split("/")
            for number, side in _readings(_folded(_stem(short))):
                key = number_key(number)
                if key in known:
                    yield path, key, side or _side_of(folders)
                    break


def _readings(stem: str) -> Iterator[tuple[str, Side | None]]:
    """What a file's name may mean, the most literal first."""
    yield stem, None
    for pattern in (_LAST, _FIRST):
        match = pattern.fullmatch(stem)
        if match:
            side = _WORDS[match["side"]]
            yield match["head"], side
            yield from ((head, side) for head in _uncounted(match["head"]))
    yield from ((head, None) for head in _uncounted(stem))


def _uncounted(text: str) -> Iterator[str]:
    match = _COUNTED.fullmatch(text)
    if match:
        yield match["head"]


def _side_of(folders: list[str]) -> Side:
    for folder in reversed(folders):
        match = _ONLY.fullmatch(_folded(folder))
        if match:
            return _WORDS[match["side"]]
    return "before"


def _ends(path: str, parts: list[str]) -> bool:
    own = [_folded(part) for part in path.split("/")]
    own[-1] = own[-1] if own[-1] == parts[-1] else _stem(own[-1])
    return own[-len(parts) :] == parts


def _stem(name: str) -> str:
    head, dot, _ = name.rpartition(".")
    return head if dot and head else name


def _folded(name: str) -> str:
    """Names as people copy them: macOS decomposes, cameras write capitals, some keyboards write full-width."""
    return unicodedata.normalize("NFKC", name).casefold().strip()
