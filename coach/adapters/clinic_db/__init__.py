"""The practice's records: `records` is what the pages hold, `tables` the tables, `portable` backs up and restores."""
