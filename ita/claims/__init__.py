"""The claim check: every figure, year and office of a text, held against the data.

known: what the data say. letters: the text as it is read. names, years, figures, words: what a line
mentions. subjects, ties: of whom and when. judging: what of it is right. telling: in the reader's words.
"""

from ita.claims.judging import Claim, check
from ita.claims.known import Known, known_of
from ita.claims.telling import claim_table, example, figures, headline, marked_text, text_to_copy
from ita.claims.verdicts import VERDICTS, Fact, Verdict

__all__ = [
    "VERDICTS",
    "Claim",
    "Fact",
    "Known",
    "Verdict",
    "check",
    "claim_table",
    "example",
    "figures",
    "headline",
    "known_of",
    "marked_text",
    "text_to_copy",
]
