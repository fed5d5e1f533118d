"""Record what was paid, correct it, take it out."""
