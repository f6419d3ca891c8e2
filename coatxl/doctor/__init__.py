"""What works on this computer, and the one thing that coatxl sets up on it: xlwings' configuration for Excel."""
