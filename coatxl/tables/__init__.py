"""The engine of declared tables: one declaration gives the sheet, the reader, the checks and the reference."""
