"""What the buttons in Excel do: an open workbook is checked and completed through Excel itself, never through its file."""
