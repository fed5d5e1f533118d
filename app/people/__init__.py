"""Sign-in, and who is part of a pot."""
