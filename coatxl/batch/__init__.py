"""A folder of workbooks → one stream of results."""
