"""A small platform that keeps its messages in a file of its own: for tests and load, never for people."""
