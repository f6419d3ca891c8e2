"""The generated pages of docs/, one module a page; each has text(), and nothing in them is typed a second time."""
