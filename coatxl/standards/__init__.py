"""One folder for each standard: what its sheets are, what must hold, what is assembled."""
