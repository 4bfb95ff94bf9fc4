"""Fieldwork: the working tool of independent, worker-driven monitoring."""

__version__ = "0.1.0"
