"""How subscribers.db came to its present shape, step by step (Alembic)."""
