"""The record of everything done: `db` is what the program holds, `kinds` the tables, `store` reads and writes."""
