"""The coatxl command, also as python -m coatxl: Ctrl-C is one line from the very first import on."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line; imported late, since an interrupt while it loads would else be a traceback."""
    try:
        from coatxl.cli import main as run

        run()
    except KeyboardInterrupt:
        sys.stderr.write("已中断\n")
        sys.exit(130)  # cli.INTERRUPTED, which could not be imported


if __name__ == "__main__":
    main()
