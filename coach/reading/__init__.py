"""Files that people write: read, checked, and each mistake named with its file, line and key. For the adapters."""
