"""Scans: pages that are pictures, read by a recogniser of our own."""
