"""What the plan pays for."""
