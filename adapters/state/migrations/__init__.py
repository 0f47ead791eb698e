"""How the schema of the state came to be, step by step, as alembic reads it."""
