"""What is done behind the pages: `flask worker` takes jobs from the table, in a process of its own.

The web process imports nothing of this (import contracts in pyproject.toml): it asks, by the job table.
"""
