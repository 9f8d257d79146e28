"""What a line tells besides the figures that the claim check looks for, brought together."""

import re
from collections.abc import Iterable
from dataclasses import replace

from ita.claims.asides import hopes_in
from ita.claims.cues import cues_in
from ita.claims.mention import Mention, Span, overlaps
from ita.claims.rows import Row
from ita.claims.ties import Carried
from ita.statements.cells import cells_in
from ita.statements.changes import changes_told
from ita.statements.grades import grade_steps, letters_told, levels_told, passes_told, without_rules
from ita.statements.ranks import ranks_told
from ita.statements.scores import (
    bare_scores,
    blanked,
    full_marks_told,
    leading_parts,
    parts_told_in_turn,
    shares_told,
)

_FORMER_RANK = re.compile(r"เดิม\s*(?:อยู่)?\s*(?:อันดับ|ลำดับ)?(?:ที่)?\s*$|\bformerly [a-z ]{0,12}$")
_CAME_TO = re.compile(r"(?:\bto\s|เหลือ\s?)$")
_LABEL_OF_RANK = re.compile(r"(?:อันดับ|ลำดับ)[^\d\n:;=]{0,30}[:=]\s*$")


def with_more(
    row: Row, mentions: list[Mention], carried: Carried, known: list[Span], *, among_levels: bool
) -> list[Mention]:
    """The mentions with what else their line tells, in order; ``known`` are its names and years."""
    line = row.line
    hopes = hopes_in(line, cues_in(line), goes_on="hopes" in carried.lists)
    mentions = _with([each for each in mentions if each.kind != "limit"], changes_told(line))
    mentions = _without_misread(line, mentions)
    for find in (full_marks_told, bare_scores, shares_told, letters_told, passes_told, ranks_told):
        taken = [*hopes, *((each.start, each.end) for each in mentions)]
        mentions += [each for each in find(line) if not overlaps(each.start, each.end, taken)]
    mentions = _with(mentions, [*grade_steps(line), *leading_parts(line)])
    mentions = _with(mentions, parts_told_in_turn(blanked(line, known)))
    mentions = _with(mentions, levels_told(line, among_levels=among_levels))
    mentions = without_rules(line, _with(mentions, cells_in(row)))
    return sorted(mentions, key=lambda each: each.start)


def _without_misread(line: str, mentions: list[Mention]) -> list[Mention]:
    """The mentions without counts that are shares or ranks, and ordinals taken for what a score became."""
    kept: list[Mention] = []
    for mention in mentions:
        is_score = mention.kind == "score"
        if mention.kind == "rank" and _FORMER_RANK.search(line[: mention.start]):
            mention = replace(mention, is_old=True)  # noqa: PLW2901
        if is_score and mention.is_old and _CAME_TO.search(line[: mention.start]):
            mention = replace(mention, is_old=False)  # noqa: PLW2901
        if is_score and line[: mention.end].endswith(("st", "nd", "rd", "th")):
            kept = [replace(each, is_old=False) for each in kept]
        elif mention.kind != "count" or not (
            mention.decimals or _LABEL_OF_RANK.search(line[: mention.start])
        ):
            kept.append(mention)
    return kept


def _with(mentions: list[Mention], surer: Iterable[Mention]) -> list[Mention]:
    """The mentions with surer ones in place of those they stand on."""
    known = list(surer)
    spans = [(each.start, each.end) for each in known]
    return [*(each for each in mentions if not overlaps(each.start, each.end, spans)), *known]
