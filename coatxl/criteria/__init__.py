"""The standard's numbers (附录 B, C): scales, bands, exact products and grades; standard library only."""
