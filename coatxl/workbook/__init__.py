"""Excel files as bytes, values and cells; nothing here knows a table, a clause or a grade."""
