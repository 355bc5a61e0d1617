"""Results on their way to the practice: what waits, and the way there."""
