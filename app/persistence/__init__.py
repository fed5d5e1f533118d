"""Where everything is kept: tables, the change log and its chain, the books, verify."""
