"""Made-up households with a full year each, loaded through the door with a clock of their own."""
