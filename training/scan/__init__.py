"""The school of the scan recogniser: words drawn in Thai faces, damaged, and learned."""
