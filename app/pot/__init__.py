"""See the pot: home, where the money comes from, how long it lasts, beginning one."""
