"""xlwings.conf: lines of "KEY","VALUE", edited line by line so that everything a person wrote stays as it was.

VBA reads the file in the computer's ANSI code page, so it is handled as bytes and only our own values are encoded.
"""

from __future__ import annotations

import re

INTERPRETER, LEGACY_INTERPRETER = "INTERPRETER_WIN", "INTERPRETER"
PYTHONPATH, MODULES = "PYTHONPATH", "UDF MODULES"
CONDA = ("CONDA PATH", "CONDA ENV")
REPLACED = "COATXL REPLACED INTERPRETER_WIN"
"""The interpreter that stood there before ours ("" for none): what `addin remove` puts back. xlwings ignores the key."""

_LINE = re.compile(rb'\s*"([^"]*)"\s*,\s*"([^"]*)"')


class NotEncodable(ValueError):  # noqa: N818 — the name says it
    """A value that the code page has no characters for; its text is the value."""


class Configuration:
    """The lines of one xlwings.conf; keys are compared without case, and the first line of a key counts, as in VBA."""

    def __init__(self, content: bytes, encoding: str) -> None:
        self.lines = content.splitlines(keepends=True)
        self.encoding = encoding

    def __getitem__(self, key: str) -> str | None:
        """The value of a key, None when no line has it."""
        for line in self.lines:
            match = _LINE.match(line)
            if match and self._is(match[1], key):
                return match[2].decode(self.encoding, "replace")
        return None

    def set(self, key: str, value: str) -> None:
        """Give a key its value, on its first line or on a new one at the end; NotEncodable when it cannot be written."""
        try:
            line = f'"{key}","{value}"\r\n'.encode(self.encoding)
        except UnicodeEncodeError:
            raise NotEncodable(value) from None
        for i, old in enumerate(self.lines):
            match = _LINE.match(old)
            if match and self._is(match[1], key):
                self.lines[i] = line
                return
        if self.lines and not self.lines[-1].endswith((b"\n", b"\r")):
            self.lines[-1] += b"\r\n"
        self.lines.append(line)

    def drop(self, key: str) -> None:
        """Remove every line of a key."""
        self.lines = [line for line in self.lines if not ((m := _LINE.match(line)) and self._is(m[1], key))]

    def parts(self, key: str) -> list[str]:
        """The value of a key that holds a list."""
        return [part.strip() for part in (self[key] or "").split(";") if part.strip()]

    def set_parts(self, key: str, parts: list[str]) -> None:
        """Give a key its list; an empty one has no line."""
        if parts:
            self.set(key, ";".join(parts))
        else:
            self.drop(key)

    def content(self) -> bytes:
        """The file's bytes."""
        return b"".join(self.lines)

    def _is(self, found: bytes, key: str) -> bool:
        return found.decode(self.encoding, "replace").strip().upper() == key
