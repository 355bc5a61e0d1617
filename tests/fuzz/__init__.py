"""Inputs made up by chance and by coverage: `python -m tests.fuzz`. Each module is named for what it feeds."""
