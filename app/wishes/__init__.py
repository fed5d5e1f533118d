"""Ask first: a question to the holder before something is decided, and what they wish, kept whatever is decided."""
