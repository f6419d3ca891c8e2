"""The worksheet functions in LibreOffice: Basic that Calc finds, Python that answers, and their place in a profile."""
