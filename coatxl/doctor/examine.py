"""examine: every line about this computer, in the order of what a person needs first."""

from __future__ import annotations

from coatxl.doctor.comfort import comfort
from coatxl.doctor.line import Line
from coatxl.doctor.machine import needed
from coatxl.doctor.office import office
from coatxl.doctor.probe import Probe


def examine(probe: Probe) -> list[Line]:
    """Look at everything; changes nothing but files of its own in the temporary folder, which it removes."""
    return [*needed(probe), *office(probe), *comfort(probe)]
