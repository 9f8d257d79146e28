"""What of a change or a distance is right: by what is published, else by arithmetic."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from ita.claims import sums
from ita.claims.known import Known
from ita.claims.mention import Mention
from ita.claims.standings import FIRST, GRADES, LACKS, OFF_MEAN
from ita.claims.sums import Sum
from ita.claims.ties import Tie
from ita.claims.verdict import Fact, Judged, candidates, fact_of, fit, follows, pools

_DECIMALS = 2
_SUMS = {"mean": sums.means, "sum": sums.of_two, GRADES: sums.grades_risen}


def change(tie: Tie, known: Known) -> Judged | None:
    """A change by what is published of it, else what follows; a wrong one only where its year is told."""
    mention, office_id = tie.mention, tie.subject.office_id
    if office_id is None or not isinstance(mention.value, Decimal):
        return None
    signed = replace(mention, value=mention.value * mention.sign)
    facts = list(_change_facts(tie, office_id, known))
    right = next(_right(tie, signed, facts), None) or next(
        _follows_else(tie, signed, office_id, known), None
    )
    if (
        right is None
        and not (mention.is_percent or mention.is_sure)
        and mention.decimals == _DECIMALS
    ):
        right = _away(tie, office_id, known)
    if right is None and not (mention.is_sure or mention.is_percent):
        return _between(tie, known)
    return right or _wrong(tie, signed, facts)


def _right(tie: Tie, signed: Mention, facts: list[Fact]) -> Iterator[Judged]:
    for pool in pools(tie, facts):
        exact = [fact for fact in pool if fit(signed, fact.value) == "matches"]
        for fact in exact:
            yield Judged("computed" if fact.arithmetic else "matches", fact, fact.fiscal_year)
        for fact in pool:
            if fit(signed, fact.value) == "rounded":
                yield Judged("rounded", fact, fact.fiscal_year)


def _follows_else(tie: Tie, signed: Mention, office_id: str, known: Known) -> Iterator[Judged]:
    growth = _growth(tie, signed, office_id, known) if signed.is_percent else None
    yield from (each for each in (growth, _above_mark(tie, signed, office_id, known)) if each)


def _wrong(tie: Tie, signed: Mention, facts: list[Fact]) -> Judged | None:
    """What a change is that no fact of its year bears out; one of another year is wrong of a year without."""
    if tie.year is None or not tie.mention.is_sure:
        return None
    own = [fact for fact in facts if fact.fiscal_year == tie.year]
    same = [fact for fact in facts if fit(signed, fact.value) == "matches"]
    if own or (same and tie.is_told):
        return Judged("differs", (own or same)[0], tie.year)
    return Judged("missing", None, tie.year) if tie.is_told else None


def _above_mark(tie: Tie, signed: Mention, office_id: str, known: Known) -> Judged | None:
    """What stands as a difference may be that to the pass mark."""
    for sum_ in sums.distances(known, office_id):
        total = known.total(office_id, sum_.fiscal_year)
        if not sum_.is_of_mark or not _is_of(tie, sum_) or total is None:
            continue
        is_above = bool(total.is_pass) == (signed.sign >= 0)
        if is_above and abs(tie.mention.value) == sum_.value:  # type: ignore[arg-type]
            return Judged("computed", fact_of(sum_, office_id), sum_.fiscal_year)
    return None


def _change_facts(tie: Tie, office_id: str, known: Known) -> Iterator[Fact]:
    """The published change of each year, and what the totals give; that of the year told first."""
    years = sorted(known.totals.get(office_id, {}), key=lambda year: (year != tie.year, -year))
    for year in years:
        since = tie.since if tie.since and tie.since < year == tie.year else year - 1
        total = known.totals[office_id][year]
        if total.change is not None and since == year - 1:
            yield Fact(total.change, total.basis, office_id, year, total.place, since=since)
        for sum_ in sums.changes(known, office_id, since, year):
            yield replace(fact_of(sum_, office_id, total.place), since=since)


def _growth(tie: Tie, signed: Mention, office_id: str, known: Known) -> Judged | None:
    """A rise in percent of the earlier total."""
    for year in known.totals.get(office_id, {}):
        if tie.is_told and tie.year not in (year, year - 1):
            continue
        for sum_ in sums.growths(known, office_id, year - 1, year):
            if follows(signed, sum_.value):
                return Judged("computed", fact_of(sum_, office_id), year)
    return None


def distance(tie: Tie, known: Known) -> Judged | None:
    """A distance that follows from printed figures, or a change that is called one."""
    mention, office_id = tie.mention, tie.subject.office_id
    if office_id is None:
        return None
    if mention.part.startswith("rank "):
        return _places(tie, known)
    if mention.part == OFF_MEAN:
        return Judged("missing", None, tie.year)
    if mention.part == FIRST:
        return distance(_to_first(tie, known), known)
    if mention.part in _SUMS:
        return next(
            _follows_from(mention, office_id, known), _wrong_mean(mention, office_id, known)
        )
    unsure = replace(tie, mention=replace(mention, is_sure=False), is_told=False)
    changed = change(unsure, known)
    away = _away(tie, office_id, known)
    first, second = (away, changed) if mention.part else (changed, away)
    return first or second or _wrong_distance(tie, office_id, known) or _between(tie, known)


def _between(tie: Tie, known: Known) -> Judged | None:
    """How far two offices really lie apart; what cannot be told where a score is not known."""
    other, mention = tie.other, tie.mention
    if other is None or tie.year is None or mention.decimals != _DECIMALS or mention.part:
        return None
    scores = [
        total.score
        for office_id in (tie.subject.office_id, other.office_id)
        for total in [known.total(office_id or "", tie.year)]
        if total is not None and total.score is not None
    ]
    if len(scores) < 2:  # noqa: PLR2004
        return Judged("missing", None, tie.year)
    return Judged(
        "differs", fact_of(sums.apart(tie.year, *scores), tie.subject.office_id), tie.year
    )


def _to_first(tie: Tie, known: Known) -> Tie:
    """The distance to the office of the first rank, as one to its score; to anything where none is known."""
    first = next(
        (
            total.score
            for totals in known.totals.values()
            for total in totals.values()
            if total.rank == 1 and total.score and tie.year in (None, total.fiscal_year)
        ),
        None,
    )
    return replace(tie, mention=replace(tie.mention, part="" if first is None else str(first)))


def _follows_from(mention: Mention, office_id: str, known: Known) -> Iterator[Judged]:
    for each in _SUMS[mention.part](known, office_id):
        if follows(mention, each.value):
            yield Judged("computed", fact_of(each, office_id), None)


def _wrong_mean(mention: Mention, office_id: str, known: Known) -> Judged | None:
    """What a mean of two years is that does not follow, where just two are known."""
    means = list(sums.means(known, office_id))
    is_meant = mention.part == "mean" and mention.decimals == _DECIMALS
    return (
        Judged("differs", fact_of(means[0], office_id), None)
        if is_meant and len(means) == 1
        else None
    )


def _away(tie: Tie, office_id: str, known: Known) -> Judged | None:
    """The distance that a figure is: first of those to what the text names, of the year told."""
    mention = tie.mention
    found = sorted(sums.distances(known, office_id), key=lambda each: not _is_of(tie, each))
    for each in sorted(found, key=lambda each: not _is_to(mention, each)):
        if mention.part == "mark" and not each.is_of_mark:
            break
        is_near = mention.decimals or mention.manner != "as is" or each.is_of_mark
        is_close = _is_of(tie, each) or mention.decimals == _DECIMALS
        if is_near and is_close and follows(mention, each.value):
            return Judged("computed", fact_of(each, office_id), each.fiscal_year)
    return None


def _wrong_distance(tie: Tie, office_id: str, known: Known) -> Judged | None:
    if tie.year is None or not tie.mention.is_sure:
        return None
    mention = replace(tie.mention, part="mark") if tie.mention.part == LACKS else tie.mention
    meant = (each for each in sums.distances(known, office_id) if _is_to(mention, each))
    own = [each for each in meant if each.fiscal_year == tie.year]
    return Judged("differs", fact_of(own[0], office_id), tie.year) if own else None


def _is_of(tie: Tie, sum_: Sum) -> bool:
    return not tie.is_told or sum_.fiscal_year == tie.year


def _is_to(mention: Mention, sum_: Sum) -> bool:
    """Whether a distance is one to what the text names."""
    if mention.part in ("", "mark", LACKS):
        return sum_.is_of_mark == bool(mention.part)
    return sum_.to == Decimal(mention.part)


def _places(tie: Tie, known: Known) -> Judged | None:
    """How many ranks an office is away from another."""
    wanted = int(tie.mention.part.removeprefix("rank "))
    for total in candidates(tie, known):
        if total.rank is not None and abs(total.rank - wanted) == tie.mention.value:
            told = sums.places(total.rank, wanted, total.fiscal_year)
            return Judged("computed", fact_of(told, total.office_id), total.fiscal_year)
    return None
