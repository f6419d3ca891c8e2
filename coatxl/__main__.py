"""python -m coatxl: the same as the coatxl command."""

from coatxl.cli import main

main()
