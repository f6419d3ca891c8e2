"""build_templates: writes workbook_templates/ from the declarations; --check only says whether they are up to date."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from coatxl.standards.coating.guide import FILE_NAME, blueprint
from coatxl.tables.template import write_template

FOLDER = Path(__file__).resolve().parent.parent / "workbook_templates"


def main(arguments: list[str] | None = None) -> int:
    """Write the templates, or with --check write nothing; return 1 when a template is stale."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; fail when a template is out of date")
    options = parser.parse_args(arguments)
    target = FOLDER / FILE_NAME
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder) / FILE_NAME
        write_template(fresh, blueprint())
        content = fresh.read_bytes()
    if target.is_file() and target.read_bytes() == content:
        sys.stdout.write(f"{target.name}: up to date\n")
        return 0
    if options.check:
        sys.stderr.write(f"{target.name}: stale; run python scripts/build_templates.py\n")
        return 1
    FOLDER.mkdir(exist_ok=True)
    target.write_bytes(content)
    sys.stdout.write(f"{target.name}: written\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
