"""build_templates: writes workbook_templates/ from the declarations; --check only says whether they are up to date."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from coatxl.standards.coating.guide import ADDIN_FILE_NAME, FILE_NAME, blueprint
from coatxl.tables.blueprint import Blueprint
from coatxl.tables.template import write_template

FOLDER = Path(__file__).resolve().parent.parent / "workbook_templates"


def editions() -> dict[str, Blueprint]:
    """Return the shipped editions by file name: native formulas only, and with the add-in's columns."""
    return {FILE_NAME: blueprint(), ADDIN_FILE_NAME: blueprint(addin=True)}


def main(arguments: list[str] | None = None) -> int:
    """Write the templates that changed, or with --check write nothing; return 1 when one is stale."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; fail when a template is out of date")
    options = parser.parse_args(arguments)
    stale = 0
    for name, plan in editions().items():
        target, content = FOLDER / name, _built(name, plan)
        if target.is_file() and target.read_bytes() == content:
            sys.stdout.write(f"{name}: up to date\n")
        elif options.check:
            sys.stderr.write(f"{name}: stale; run python scripts/build_templates.py\n")
            stale += 1
        else:
            FOLDER.mkdir(exist_ok=True)
            target.write_bytes(content)
            sys.stdout.write(f"{name}: written\n")
    return int(stale > 0)


def _built(name: str, plan: Blueprint) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder) / name
        write_template(fresh, plan)
        return fresh.read_bytes()


if __name__ == "__main__":
    raise SystemExit(main())
