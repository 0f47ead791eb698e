"""What can be done with held figures: one module a kind, one function an operation."""
