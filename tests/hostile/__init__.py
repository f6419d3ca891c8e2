"""Hostile and odd inputs of every class, made in code, and the run of the real command line that each must survive."""
