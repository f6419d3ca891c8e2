"""coatxl: checks and assembles the Excel working papers of Chinese safety evaluators (安全评价师)."""

__version__ = "0.1.0"
