"""build_wrappers: writes the texts of udfs/ that hosts need, from FUNCTIONS; --check only says whether they are fresh."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

# Excel and LibreOffice put this folder itself on the path; so does the generator.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "udfs"))

from functions import FUNCTIONS
from wrappers import basic, vba

UDFS = Path(__file__).resolve().parent.parent / "udfs"


def contents() -> dict[str, str]:
    """Return the text of every generated file by its place in udfs/."""
    return {"libreoffice/coatxl.bas": basic.text(FUNCTIONS), "vba/coatxl_udfs.bas": vba.text()}


def main(arguments: list[str] | None = None, folder: Path = UDFS) -> int:
    """Write the files that changed, or with --check write nothing; return 1 when one is stale."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; fail when a file is out of date")
    options = parser.parse_args(arguments)
    stale = [(name, fresh) for name, fresh in contents().items() if _on_disk(folder / name) != fresh]
    for name, fresh in stale:
        if options.check:
            sys.stderr.write(f"udfs/{name}: stale; run python scripts/build_wrappers.py\n")
        else:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            end = "\r\n" if name.startswith("vba/") else "\n"  # the VBA editor imports CRLF only
            (folder / name).write_text(fresh, "utf-8", newline=end)
            sys.stdout.write(f"udfs/{name}: written\n")
    if not stale:
        sys.stdout.write("udfs/: up to date\n")
    return int(bool(stale) and options.check)


def _on_disk(path: Path) -> str | None:
    """The file's text, None when it is missing or its lines end as its host does not take them."""
    if not path.is_file():
        return None
    crlf = path.read_bytes().count(b"\r\n") > 0
    return path.read_text("utf-8") if crlf == (path.parent.name == "vba") else None


if __name__ == "__main__":
    raise SystemExit(main())
