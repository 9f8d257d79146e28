"""The claim check: every figure, year and office of a text, held against the data.

known: what the data say. letters, spelled: the text as it is read. names, years, figures, words: what a
line mentions; figures asks scores, changes, counts, limits, weights and standings, by the words of the table
cues. asides, lists: what a text only speaks of, and what a head says of its list. subjects, ties, together:
of whom and when. verdicts, differences, sums: what of it is right, or follows. judging: all of it, line by
line. telling: in the reader's words.
"""

from ita.claims.judging import Claim, check
from ita.claims.known import Known, known_of
from ita.claims.telling import claim_table, example, figures, headline, marked_text, text_to_copy
from ita.claims.verdict import VERDICTS, Fact, Verdict

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
