"""pictures: the three ways that a workbook holds them, floating, in cells of WPS and in cells of Excel, as one list."""
