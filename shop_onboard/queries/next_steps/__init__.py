"""The next best step on a record: one sentence and one place to go, decided without asking HTTP."""
