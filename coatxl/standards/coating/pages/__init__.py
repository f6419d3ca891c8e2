"""The sheets of the working paper (底稿) as the template shows them; paper.py puts them in order."""
