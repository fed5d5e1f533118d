"""What was done in somebody's name, and who looked."""
