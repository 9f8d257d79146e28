"""From published files to a validated warehouse: read, harmonise, check, decide, publish."""
