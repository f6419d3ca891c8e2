"""Annexes: blocks of cells that know no standard, and their writers, which know nothing else."""
