"""The rim: the door, access, answers, errors, words, headers."""
