"""The generated texts of udfs/: what makes Calc and Excel find the worksheet functions."""
