"""The history's tables, one step a file, run by alembic when a history is opened.

A change of `coach.adapters.history.kinds` needs a new file in `versions`, and its id as the new `HEAD` there; a test
says when tables and steps disagree. A step that was ever released is never changed.
"""
