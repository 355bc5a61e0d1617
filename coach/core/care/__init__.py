"""Care around the exercises: flare-ups and relief, the plan and how it grows, walking, the week, when to seek help.

Pure like all of the core: times come in as aware moments, everything said has its source in a file.
"""
