"""One module a step: each adds to the schema what the version before can live with."""
