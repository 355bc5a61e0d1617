"""Backcoach: an offline coach that counts, times and corrects back-care exercises."""

__version__ = "0.1.0"
