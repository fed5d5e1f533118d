"""What is true of pots, whoever asks: no web, no database, no clock of its own."""
