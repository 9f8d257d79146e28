"""What was found in a text, in the reader's words: the count, the marks, the table, the wording to use."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

import pandas as pd

from ita.claims.judging import KINDS, Claim
from ita.claims.known import Known, Total
from ita.claims.mention import Kind as ClaimKind
from ita.claims.verdict import VERDICTS, Fact, Verdict
from ita.claims.years import ERA
from ita.facts.common import counted
from ita.facts.overview import KeyFigure
from ita.stamp import Stamp
from ita.tables import Column, Kind, Table
from ita.wording import Say
from ita.wording.labels import label, result_label

SHAPES: dict[Verdict, str] = {
    "matches": "●",
    "rounded": "◐",
    "computed": "◇",
    "differs": "▲",
    "missing": "○",
}
_BETWEEN = " · "
_SAID_AS: dict[ClaimKind, ClaimKind] = {"standing": "rank"}
_OF_NOBODY: tuple[ClaimKind, ...] = ("count", "limit", "weight")
_UNSAID = ("some", "change", "share")
_OF_PARTS: tuple[ClaimKind, ...] = ("score", "weight", "count")


@dataclass(frozen=True)
class Piece:
    """A stretch of text; ``claim`` is what it claims, None where it claims nothing."""

    text: str
    claim: Claim | None = None


def figures(say: Say, claims: Sequence[Claim]) -> list[KeyFigure]:
    """How many claims of each verdict, as large figures."""
    counts = Counter(claim.verdict for claim in _weighty(claims))
    return [
        KeyFigure(
            f"{SHAPES[verdict]} {say(f'claims.verdict.{verdict}')}",
            f"{counts[verdict]:,}",
            None,
            "off",
            say(f"claims.means.{verdict}"),
        )
        for verdict in VERDICTS
    ]


def _weighty(claims: Sequence[Claim]) -> Sequence[Claim]:
    """The claims but for years there are data of, which say little by themselves."""
    others = [each for each in claims if (each.kind, each.verdict) != ("year", "matches")]
    return others or claims


def headline(say: Say, claims: Sequence[Claim]) -> str:
    """One sentence on the whole text: nothing found, all right, or how many to look at."""
    if not claims:
        return say("claims.headline.none")
    claims = _weighty(claims)
    counts = Counter(claim.verdict for claim in claims)
    if counts["differs"]:
        return counted(say, "claims.headline.differs", counts["differs"], found=len(claims))
    if counts["matches"] < len(claims):
        return counted(
            say,
            "claims.headline.none_differs",
            len(claims),
            rounded=counts["rounded"],
            computed=counts["computed"],
            missing=counts["missing"],
        )
    return counted(say, "claims.headline.all_match", len(claims))


def pieces(text: str, claims: Sequence[Claim]) -> Iterator[Piece]:
    """The text cut at its claims; joined they are the text."""
    last = 0
    for claim in claims:
        if claim.start > last:
            yield Piece(text[last : claim.start])
        yield Piece(claim.printed, claim)
        last = claim.end
    if last < len(text):
        yield Piece(text[last:])


def paragraphs(text: str, claims: Sequence[Claim]) -> list[list[Piece]]:
    """The pieces by line of the text; lines that say nothing are left out."""
    lines: list[list[Piece]] = [[]]
    for piece in pieces(text, claims):
        parts = [piece.text] if piece.claim else piece.text.splitlines(keepends=True)
        for part in parts:
            lines[-1].append(Piece(part, piece.claim))
            if piece.claim is None and part != part.rstrip("\r\n\v\f\x85\u2028\u2029"):
                lines.append([])
    return [line for line in lines if any(piece.text.strip() for piece in line)]


def marked_text(text: str, claims: Sequence[Claim], known: Known, say: Say) -> str:
    """The text with each verdict in brackets behind what it is about, to copy back."""
    return "".join(
        piece.text if piece.claim is None else f"{piece.text} [{note(say, piece.claim, known)}]"
        for piece in pieces(text, claims)
    )


def text_to_copy(text: str, claims: Sequence[Claim], known: Known, stamp: Stamp) -> str:
    """The marked text with what every file says of itself."""
    say = stamp.say
    lines = [stamp.watermark, marked_text(text, claims, known, say), ""]
    own = [f"{title}: {value}" for title, value in stamp.lines]
    return "\n".join([*(line for line in lines[:1] if line), *lines[1:], *own])


def note(say: Say, claim: Claim, known: Known) -> str:
    """A verdict, with the value of the data where the text has another."""
    verdict = say(f"claims.verdict.{claim.verdict}")
    if claim.verdict in ("matches", "missing") or claim.fact is None:
        return verdict
    if claim.verdict == "computed":
        return say("claims.note", verdict=verdict, value=_arithmetic(say, claim.fact))
    return say("claims.note", verdict=verdict, value=value_text(say, claim.fact, known))


def _arithmetic(say: Say, fact: Fact) -> str:
    """How a value follows from printed figures, and what is published in its stead."""
    if fact.published is None:
        return fact.arithmetic
    return say("claims.computed_beside", arithmetic=fact.arithmetic, published=fact.published)


def claim_table(claims: Sequence[Claim], known: Known, stamp: Stamp) -> Table:
    """One row per claim: what the text says, the verdict, what the data say, from where, the wording."""
    say = stamp.say
    rows = [
        {
            "number": number,
            "printed": claim.printed,
            "kind": say(f"claims.kind.{claim.kind}"),
            "verdict": f"{SHAPES[claim.verdict]} {say(f'claims.verdict.{claim.verdict}')}",
            "value": "" if claim.fact is None else value_text(say, claim.fact, known),
            "wording": wording(say, claim, known),
            "about": _about(say, claim, known),
            "source": "" if claim.fact is None else source_text(stamp, claim.fact),
        }
        for number, claim in enumerate(claims, start=1)
    ]
    titles = ("number", "printed", "kind", "verdict", "value", "wording", "about", "source")
    columns = {
        name: Column(
            say(f"claims.column.{name}"),
            kind="whole" if name == "number" else "text",
            width="medium" if name == "wording" else None,
        )
        for name in titles
    }
    return Table(
        "claim_check",
        say("claims.table"),
        pd.DataFrame(rows, columns=list(titles)),
        columns,
        say("claims.table_note"),
    )


def known_table(known: Known, stamp: Stamp) -> Table:
    """One row per year of the home office with the figures its text is held against."""
    say = stamp.say
    rows = [
        {
            "fiscal_year": total.fiscal_year,
            "score": None if total.score is None else float(total.score),
            "grade": label(say, "grade", total.grade),
            "result": result_label(say, total.is_pass),
            "rank": total.rank,
            "ranked_offices": known.ranked.get(total.fiscal_year),
            "change": float(change) if change is not None else None,
            "source": ""
            if total.score is None
            else source_text(
                stamp, Fact(total.score, total.basis, None, total.fiscal_year, total.place)
            ),
        }
        for total in known.of_office(known.home_id)
        for change in [total.change if total.change is not None else total.change_computed]
    ]
    kinds: dict[str, Kind] = {
        "fiscal_year": "year",
        "score": "score",
        "grade": "text",
        "result": "text",
        "rank": "place",
        "ranked_offices": "whole",
        "change": "change",
        "source": "text",
    }
    columns = {
        name: Column(say(f"column.{name}"), kind=kind, width="large" if name == "source" else None)
        for name, kind in kinds.items()
    }
    return Table(
        "claim_facts",
        say("claims.held_against", office=_office(say, known.home_id, known)),
        pd.DataFrame(rows, columns=list(kinds)),
        columns,
        say("claims.held_against_note"),
    )


def value_text(say: Say, fact: Fact, known: Known) -> str:
    """A value as the data have it."""
    value = fact.value
    if isinstance(value, Decimal):
        return f"{value:+.2f}" if _is_change(fact) else _plain(value)
    if isinstance(value, bool):
        return result_label(say, value)
    if isinstance(value, int):
        return str(value)
    if fact.basis == "list":
        return _office(say, value, known)
    return label(say, "grade", value)


def _plain(value: Decimal) -> str:
    """A score with two decimals; what is always whole stays so by the row it comes from."""
    return f"{value:.2f}" if value.as_tuple().exponent else str(value)


def _is_change(fact: Fact) -> bool:
    return fact.since is not None


def wording(say: Say, claim: Claim, known: Known) -> str:
    """What to write instead, the arithmetic, or why nothing can be said; empty for what matches."""
    if claim.verdict == "matches":
        return ""
    if claim.fact is None:
        return _why_missing(say, claim, known)
    if claim.verdict == "computed":
        return _arithmetic(say, claim.fact)
    proposed = _proposed(say, claim, claim.fact, known)
    if claim.also_of is None:
        return proposed
    also = say("claims.also_of", printed=claim.printed, year=claim.also_of)
    return f"{proposed} ({also})"


def _proposed(say: Say, claim: Claim, fact: Fact, known: Known) -> str:
    value, year = fact.value, fact.fiscal_year or 0
    if claim.kind == "office":
        return value_text(say, fact, known)
    if claim.kind == "score":
        return _proposed_score(say, fact, known)
    if claim.kind == "count":
        return say(f"claims.suggest.count.{fact.part or 'offices'}", count=value)
    if claim.kind in ("limit", "weight", "distance"):
        part = _part(say, claim.part) if claim.kind == "weight" else ""
        return say(f"claims.suggest.{claim.kind}", part=part, value=value)
    if isinstance(value, Decimal):
        way = "rise" if value >= 0 else "fall"
        return say(f"claims.suggest.change.{way}", change=abs(value), since=fact.since, year=year)
    return say(
        f"claims.suggest.{'grade_by_rule' if fact.basis == 'rule' else _SAID_AS.get(claim.kind, claim.kind)}",
        year=year,
        common=year - ERA,
        rank=value,
        total=known.ranked.get(year, 0),
        grade=value_text(say, fact, known),
        result=value_text(say, fact, known),
    )


def _proposed_score(say: Say, fact: Fact, known: Known) -> str:
    if fact.part:
        part = _part(say, fact.part)
        return say("claims.suggest.part", part=part, score=fact.value, year=fact.fiscal_year)
    total: Total | None = known.total(fact.office_id or "", fact.fiscal_year or 0)
    grade = "" if total is None else label(say, "grade", total.grade)
    key = "score_graded" if grade else "score"
    return say(f"claims.suggest.{key}", score=fact.value, grade=grade, year=fact.fiscal_year)


def _part(say: Say, part: str) -> str:
    if part.isdigit():
        return say("claims.part.indicator", number=part)
    if part == "items":
        return say("claims.part.items")
    if part in _UNSAID:
        return ""
    kind, _, instrument = part.rpartition(" ")
    if kind == "weighted":
        return say("claims.part.weighted", part=instrument.upper())
    return " + ".join(part.upper().split("+"))


def _why_missing(say: Say, claim: Claim, known: Known) -> str:
    if claim.kind == "office":
        return say("claims.missing.office")
    if claim.kind == "year":
        return say("claims.missing.year", known=", ".join(map(str, sorted(known.ranked))))
    return say("claims.missing.figure")


def _about(say: Say, claim: Claim, known: Known) -> str:
    """Of which year a figure is, and whose where it is not the home office's."""
    if claim.kind in ("office", "year"):
        return ""
    is_of_nobody = claim.kind in _OF_NOBODY
    other = None if is_of_nobody or claim.office_id == known.home_id else claim.office_id
    has_part = claim.part and claim.kind in _OF_PARTS
    parts = [
        _office(say, other, known) if other else "",
        _part(say, claim.part) if has_part else "",
        say("claims.of_year", year=claim.fiscal_year) if claim.fiscal_year else "",
    ]
    return _BETWEEN.join(filter(None, parts))


def source_text(stamp: Stamp, fact: Fact) -> str:
    """Where a value stands and how it came to be known."""
    say, place = stamp.say, fact.place
    basis = say(f"claims.basis.{fact.basis}")
    if place is None or stamp.version.is_simulated:
        return basis
    parts = [
        stamp.source_names.get(place.source_id, place.title),
        "" if place.page is None else say("overview.where_page", page=place.page),
        _line(say, place.row_no),
        basis,
    ]
    return _BETWEEN.join(filter(None, parts))


def _line(say: Say, row_no: int | None) -> str:
    """The line of the file; a row below nought is one that a person added."""
    if row_no is None:
        return ""
    return say("overview.where_added") if row_no < 0 else say("overview.where_line", line=row_no)


def _office(say: Say, office_id: str, known: Known) -> str:
    office = known.names.office(office_id)
    return say.pick(th=office.short_name, en=office.name_en)


def kinds_found(say: Say, claims: Sequence[Claim]) -> str:
    """How many claims of each kind, as one line."""
    counts = Counter(claim.kind for claim in claims)
    return _BETWEEN.join(
        f"{say(f'claims.kind.{kind}')} {counts[kind]:,}" for kind in KINDS if counts[kind]
    )


def years_apart(say: Say, claims: Sequence[Claim]) -> str:
    """Why the headline counts fewer than were found; empty where it counts all."""
    checked = len(_weighty(claims))
    years = len(claims) - checked
    return say("claims.years_apart", years=years, checked=checked) if years else ""


def example(say: Say, known: Known) -> str:
    """A short speech about the home office from its own figures; empty where no total is known.

    Its change is cut to whole points, as speakers do, so that the check has something to show.
    """
    latest = next((each for each in known.of_office(known.home_id) if each.score is not None), None)
    if latest is None:
        return ""
    year, total = latest.fiscal_year, latest.score
    lines = [
        say(
            "claims.example.score",
            office=_office(say, known.home_id, known),
            year=year,
            common=year - ERA,
            score=total,
        )
    ]
    if latest.grade is not None:
        lines.append(say("claims.example.grade", grade=label(say, "grade", latest.grade)))
    change = next((value for value, _ in known.changes(known.home_id, year - 1, year)), None)
    if change is not None and abs(change) >= 1:
        way = "rise" if change > 0 else "fall"
        lines.append(say(f"claims.example.{way}", points=int(abs(change)), since=year - 1))
    if latest.rank is not None:
        lines.append(
            say("claims.example.rank", rank=latest.rank, total=known.ranked[year], year=year)
        )
    return "\n".join(lines)
