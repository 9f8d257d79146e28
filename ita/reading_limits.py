"""How long, and in how much memory, a file is read: whoever reads keeps to it, whoever waits is told."""

LONGEST_SECONDS = 120
MOST_MEMORY = 1536 * 1024**2
