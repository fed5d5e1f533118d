"""A bank's statement file: its rows, and what each of them is."""
