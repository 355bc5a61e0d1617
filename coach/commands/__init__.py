"""The command line: one file a command. The only place that prints, and that joins adapters, core and screens."""
