"""Readers: bytes to rows as printed, each with the line it stands on. No reader judges a value."""

from etl.read.reading import read_document

__all__ = ["read_document"]
