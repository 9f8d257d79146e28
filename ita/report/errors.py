"""Why a file cannot be made, in the reader's language."""


class ReportError(Exception):
    """A file cannot be made; the message says what is missing, where, and what to do."""
