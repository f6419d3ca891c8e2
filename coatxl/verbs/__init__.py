"""Verbs that look across papers: the chain of a paper, two rounds of one, the standards that it cites."""
