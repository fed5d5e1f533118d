"""The goals of docs/performance.md, measured."""
