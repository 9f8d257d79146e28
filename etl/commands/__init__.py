"""The commands of ``python -m etl``, one module a subject, loaded when called."""
