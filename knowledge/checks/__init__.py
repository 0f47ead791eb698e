"""Checks across files: what refers to what, what the figures say of each other, whose words are whose."""
