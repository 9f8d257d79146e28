"""What of a figure is right: each kind is held against what is known of its office and year.

A figure without a year of its own is right when it is right of any year, and is called wrong only
where its year is told.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import permutations

from ita.claims import sums
from ita.claims.counts import CHANGE, DONE, OF_SOME, SHARE
from ita.claims.differences import change, distance
from ita.claims.known import Known, Total, bands_of, is_full
from ita.claims.limits import ANY, PASS
from ita.claims.mention import Kind, Mention
from ita.claims.standings import RANGE
from ita.claims.sums import Sum, rounds_to
from ita.claims.ties import Tie
from ita.claims.verdict import Fact, Judged, Verdict, candidates, fact_of, fit, pools
from ita.method import Instrument, method_of, method_years

_WORST_FIRST: tuple[Verdict, ...] = ("differs", "missing", "computed", "rounded", "matches")
_ITEMS = "items"
_DECIMALS = 2
_FULL_MARKS = Decimal(100)
_NEAR_RANK = 5  # places within which a rank told as about so much is meant
_LARGEST_CHANGE = Decimal(50)
_CENT = Decimal("0.01")


def judged(tie: Tie, known: Known) -> Judged | None:
    """The verdict on a figure; None where nothing can be said of it."""
    judge = _JUDGES[tie.mention.kind]
    if not tie.every:
        found = judge(tie, known)
        return found if found is None or found.is_right or not tie.mention.is_hoped else None
    of_each = [judge(replace(tie, year=year, is_told=True), known) for year in tie.every]
    told = [each for each in of_each if each is not None]
    return min(told, key=lambda each: _WORST_FIRST.index(each.verdict), default=None)


# --- scores ---------------------------------------------------------------------------------------


def _score(tie: Tie, known: Known) -> Judged | None:
    if tie.mention.part:
        return _part(tie, known)
    totals = [total for total in candidates(tie, known) if total.score is not None]
    found = _of_totals(tie, totals, known)
    if found and found.verdict != "missing":
        return found
    return _any_part(tie, known) or _bare_change(tie, known) or found or _mistyped(tie, totals)


def _of_totals(tie: Tie, totals: list[Total], known: Known) -> Judged | None:
    return _of_years(tie, [(_total_fact(total, known), total.tolerance) for total in totals])


def _mistyped(tie: Tie, totals: list[Total]) -> Judged | None:
    """A number with the digits of a total in another order tells that total wrongly."""
    mention = tie.mention
    is_bare = mention.decimals == _DECIMALS and not mention.is_hoped and not mention.is_percent
    for total in totals if is_bare else []:
        is_of_year = not tie.is_told or total.fiscal_year == tie.year
        if is_of_year and total.score and _is_mistyped(f"{mention.value}", f"{total.score}"):
            fact = Fact(total.score, total.basis, total.office_id, total.fiscal_year, total.place)
            return Judged("differs", fact, total.fiscal_year)
    return None


def _is_mistyped(printed: str, right: str) -> bool:
    """Whether the same digits stand in another order."""
    return printed != right and sorted(printed) == sorted(right)


def _bare_change(tie: Tie, known: Known) -> Judged | None:
    """A small number to the cent, or about so many, that no word explains may be a change."""
    mention = tie.mention
    is_told = mention.decimals == _DECIMALS or mention.manner != "as is"
    if not is_told or mention.part or not isinstance(mention.value, Decimal):
        return None
    open_ = replace(tie, mention=replace(mention, is_sure=False), is_told=False)
    return change(open_, known) if 0 < mention.value < _LARGEST_CHANGE else None


def _any_part(tie: Tie, known: Known) -> Judged | None:
    """A score that no total is may be one of an indicator, told further off."""
    parts = known.parts_of(tie.subject.office_id) if tie.subject.office_id else {}
    for (year, name), part in parts.items():
        is_of_year = not tie.is_told or year == tie.year
        is_full = part.score == _FULL_MARKS and year == tie.year
        is_printed = tie.mention.decimals or is_full
        if is_of_year and is_printed and part.score == tie.mention.value:
            fact = Fact(part.score, "published", tie.subject.office_id, year, part.place, name)
            return Judged("matches", fact, year)
    return None


def _total_fact(total: Total, known: Known) -> Fact:
    fact = Fact(
        total.score or Decimal(0), total.basis, total.office_id, total.fiscal_year, total.place
    )
    later = known.total(total.office_id, total.fiscal_year + 1)
    if total.basis != "derived" or later is None or later.score is None or later.change is None:
        return fact
    sign = "−" if later.change >= 0 else "+"
    told = f"{later.score:.2f} {sign} {abs(later.change):.2f} = {later.score - later.change:.2f}"
    return replace(fact, arithmetic=told)


def _of_years(tie: Tie, facts: list[tuple[Fact, Decimal]]) -> Judged | None:
    """The verdict by the fact of the year told; where none is told, by that of any year that fits."""
    mention = tie.mention
    own = [each for each in facts if each[0].fiscal_year == tie.year]
    same = [fact for fact, off in facts if fit(mention, fact.value, off) == "matches"]
    for pool in (own,) if tie.is_told else (own, facts):
        for wanted in ("matches", "rounded"):
            for fact, tolerance in pool:
                if fit(mention, fact.value, tolerance) == wanted:
                    is_derived = fact.basis == "derived" and wanted == "matches"
                    return Judged("computed" if is_derived else wanted, fact, fact.fiscal_year)
    is_swapped = bool(same) and tie.is_told and mention.decimals == _DECIMALS
    if not (mention.is_sure or is_swapped):
        return None
    return _wrong(tie, [fact for fact, _ in own], same, is_unknown=not facts)


def _wrong(tie: Tie, own: list[Fact], same: list[Fact], *, is_unknown: bool) -> Judged | None:
    """What a figure is that no fact bears out; of an office without any it is missing in whatever year.

    ``own`` are the facts of its year, ``same`` those of other years that it is: a figure of a year of
    which nothing is known is wrong where it is that of another.
    """
    is_unknown = is_unknown and tie.subject.is_named
    if tie.year is None or not (own or tie.is_told):
        return Judged("missing", None, tie.year) if is_unknown else None
    if own:
        return Judged("differs", own[0], tie.year, same[0].fiscal_year if same else None)
    is_of_other = bool(same) and not tie.mention.part
    return (
        Judged("differs", same[0], tie.year) if is_of_other else Judged("missing", None, tie.year)
    )


def _part(tie: Tie, known: Known) -> Judged | None:
    """A score of an instrument, an indicator, an item, or of all items."""
    mention, office_id = tie.mention, tie.subject.office_id
    if office_id is None:
        return None
    facts = [(fact, Decimal(0)) for fact in _part_facts(mention.part, office_id, known)]
    facts.sort(key=lambda each: each[0].fiscal_year != tie.year)
    found = _of_years(tie, facts)
    of_total = replace(tie, mention=replace(mention, part=""))
    totals = [total for total in candidates(of_total, known) if total.score is not None]
    whole = _of_totals(of_total, totals, known)
    is_of_total = whole is not None and whole.verdict == "matches" and mention.decimals
    if is_of_total and (found is None or not found.is_right):
        return whole
    return found


def _part_facts(part: str, office_id: str, known: Known) -> Iterator[Fact]:
    for (year, name), score in known.parts_of(office_id).items():
        if name == part:
            yield Fact(score.score, "published", office_id, year, score.place, part)
    for year, items in known.items.items() if office_id == known.home_id else ():
        if part in items.scores:
            yield Fact(items.scores[part], "published", known.home_id, year, items.place, part)
        if part in (_ITEMS, "oit") and is_full(items):
            yield Fact(_FULL_MARKS, "published", known.home_id, year, items.place, part)


# --- ranks and standings --------------------------------------------------------------------------


def _rank(tie: Tie, known: Known) -> Judged | None:
    printed = tie.mention.value
    if tie.mention.part == RANGE:
        return _of_anyone(tie, known)
    if tie.mention.part:
        return Judged("missing", None, tie.year) if tie.year is not None else None
    ranks = [
        Fact(rank, total.basis, total.office_id, total.fiscal_year, total.place)
        for total in candidates(tie, known)
        for rank in dict.fromkeys((total.rank, total.position))
        if rank is not None
    ]
    own = [fact for fact in ranks if fact.fiscal_year == tie.year]
    same = [fact for fact in ranks if fact.value == printed]
    is_year_known = known.total(tie.subject.office_id or "", tie.year or 0) is not None
    for fact in own if tie.is_told else [*own, *ranks]:
        if fact.value == printed:
            return Judged("matches", fact, fact.fiscal_year)
        if tie.mention.manner == "about" and _is_near(printed, fact.value):
            return Judged("rounded", fact, fact.fiscal_year)
    if not tie.mention.is_sure:
        return None
    return _wrong(tie, own, same if own or not is_year_known else [], is_unknown=not ranks)


def _of_anyone(tie: Tie, known: Known) -> Judged | None:
    """A rank by which some are told, which an office has."""
    return next(
        (
            Judged("matches", fact, total.fiscal_year)
            for totals in known.totals.values()
            for total in totals.values()
            if total.rank is not None
            and total.rank == tie.mention.value
            and tie.year in (None, total.fiscal_year)
            for fact in [
                Fact(total.rank, total.basis, total.office_id, total.fiscal_year, total.place)
            ]
        ),
        None,
    )


def _is_near(printed: object, rank: object) -> bool:
    """Whether a rank told in tens, or in fives, is about another."""
    is_round = isinstance(printed, Decimal) and isinstance(rank, int) and printed % 5 == 0
    return bool(is_round and abs(printed - rank) < _NEAR_RANK)  # type: ignore[operator]


def _standing(tie: Tie, known: Known) -> Judged | None:
    """Being among the first so many or percents, or so many offices being behind."""
    of_rank = [
        (total, total.rank, ranked)
        for total in candidates(tie, known)
        for ranked in [known.ranked.get(total.fiscal_year)]
        if total.rank is not None and ranked and (not tie.is_told or total.fiscal_year == tie.year)
    ]
    for total, rank, ranked in of_rank:
        told = _standing_sum(tie.mention, rank, int(ranked), total.fiscal_year)
        if told is not None:
            fact = fact_of(told, total.office_id, total.place)
            return Judged("computed", fact, total.fiscal_year)
    if not of_rank or tie.year is None:
        return None
    total, rank, _ = of_rank[0]
    fact = Fact(rank, total.basis, total.office_id, total.fiscal_year, total.place, "rank")
    return Judged("differs", fact, total.fiscal_year)


def _standing_sum(mention: Mention, rank: int, ranked: int, year: int) -> Sum | None:
    printed = mention.value
    if not isinstance(printed, Decimal):
        return None
    if mention.part == "first":
        told = Sum(Decimal(rank), f"{rank} ≤ {printed}", year)
        return told if rank <= printed else None
    if mention.part == "behind":
        unit = 10 if printed % 10 == 0 and mention.manner != "as is" else 1
        counts = sums.behind(rank, ranked, year)
        return next((each for each in counts if 0 <= abs(each.value - printed) < unit), None)
    is_top = mention.part == "top percent"
    share = sums.share(rank, ranked, year) if is_top else sums.share_behind(rank, ranked, year)
    is_bound = printed >= share.value if is_top else printed <= share.value and printed % 5 == 0
    rounded = rounds_to(share.value, printed, mention.decimals) and (
        not is_top or printed + 1 > share.value
    )
    return share if is_bound or rounded else None


# --- grades and results ---------------------------------------------------------------------------


def _grade(tie: Tie, known: Known) -> Judged | None:
    return _word(tie, known, lambda total: total.grade)


def _result(tie: Tie, known: Known) -> Judged | None:
    return _word(tie, known, lambda total: total.is_pass)


def _word(tie: Tie, known: Known, value_of: Callable[[Total], str | bool | None]) -> Judged | None:
    facts = [
        Fact(value, total.basis, total.office_id, total.fiscal_year, total.place)
        for total in candidates(tie, known)
        for value in [value_of(total)]
        if value is not None
    ]
    for pool in pools(tie, facts):
        for fact in pool:
            if fact.value == tie.mention.value:
                verdict: Verdict = "computed" if fact.basis == "derived" else "matches"
                return Judged(verdict, fact, fact.fiscal_year)
    own = [fact for fact in facts if fact.fiscal_year == tie.year]
    if not tie.mention.is_sure:
        return None
    return _wrong(tie, own, [], is_unknown=not facts)


# --- rules and counts -----------------------------------------------------------------------------


def _limit(tie: Tie, known: Known) -> Judged | None:
    """The pass mark, or an end of a grade; of the year told, else of any with figures."""
    facts = [
        Fact(value, "rule", None, year, None, "limit")
        for year in _rule_years(tie, known)
        for value in _limits(tie.mention.part, year)
    ]
    for fact in facts:
        if fact.value == tie.mention.value:
            return Judged("matches", fact, tie.year)
    for fact in facts:
        if fit(tie.mention, fact.value) == "rounded":
            return Judged("rounded", fact, tie.year)
    is_open = tie.mention.part.endswith(" ") or not tie.mention.is_sure
    return None if is_open or not facts else Judged("differs", facts[0], tie.year)


def _rule_years(tie: Tie, known: Known) -> list[int]:
    """The years whose rules may be meant, that of the text first."""
    years = sorted({*known.ranked, *method_years()}, reverse=True)
    return years if tie.year is None else [tie.year, *(year for year in years if year != tie.year)]


def _limits(part: str, year: int) -> Iterator[Decimal]:
    """What a limit may be: the pass mark or the least of a better grade, or an end of one grade."""
    bands = bands_of(year)
    if part == PASS:
        yield from sorted({band.min_score for band in bands if band.is_pass})
        return
    if part == ANY:
        yield from (band.min_score for band in bands if band.min_score)
        return
    end, _, grade = part.partition(" ")
    for band in bands:
        if grade in ("", band.grade):
            above = [other.min_score for other in bands if other.min_score > band.min_score]
            is_closed = above and not (band.scheme == "level" and band.is_pass)
            most = min(above) - _CENT if is_closed else _FULL_MARKS
            if end == "below" and above:
                yield min(above)
            else:
                yield band.min_score if end != "to" else most


def _weight(tie: Tie, known: Known) -> Judged | None:
    """The weight of an instrument, or of some together."""
    names = tie.mention.part.split("+")
    facts = []
    for year in _rule_years(tie, known):
        weights = [part.weight for part in _instruments(year) if part.instrument in names]
        if len(weights) == len(names):
            told = " + ".join(f"{weight:.0f}" for weight in weights) + f" = {sum(weights):.0f}"
            arithmetic = told if len(weights) > 1 else ""
            facts.append(
                Fact(
                    Decimal(sum(weights)),
                    "rule",
                    None,
                    year,
                    None,
                    tie.mention.part,
                    None,
                    arithmetic,
                )
            )
    for fact in facts:
        if fact.value == tie.mention.value:
            return Judged("computed" if fact.arithmetic else "matches", fact, tie.year)
    return Judged("differs", facts[0], tie.year) if facts else None


def _instruments(year: int) -> tuple[Instrument, ...]:
    return method_of(year).instruments if bands_of(year) else ()


def _count(tie: Tie, known: Known) -> Judged | None:
    mention = tie.mention
    if mention.part in _COUNTED_OF:
        return _COUNTED_OF[mention.part](tie, known)
    facts = [fact for fact in _counts(tie, known) if not _is_later(tie, fact)]
    own = [fact for fact in facts if fact.fiscal_year == tie.year]
    if not (own and tie.is_told):
        own += [fact for fact in facts if fact.fiscal_year is None]
    is_of_year = tie.year in known.ranked or (tie.year is not None and mention.counted == _ITEMS)
    pool = own if is_of_year and own and not mention.is_old else [*own, *facts]
    for fact in pool:
        if isinstance(fact.value, int) and mention.value == fact.value:
            return Judged("matches", fact, fact.fiscal_year)
    for fact in pool:
        if isinstance(fact.value, int) and _is_round_for(mention, fact.value):
            return Judged("rounded", fact, fact.fiscal_year)
    return Judged("differs", pool[0], pool[0].fiscal_year) if pool and mention.is_sure else None


def _is_later(tie: Tie, fact: Fact) -> bool:
    """Whether a count that was once so is that of a year later than the next."""
    return bool(
        tie.mention.is_old and tie.year and fact.fiscal_year and fact.fiscal_year > tie.year + 1
    )


def _items_done(tie: Tie, known: Known) -> Judged:
    """How many items have full marks in a year whose items are known."""
    items = known.items.get(tie.year or 0)
    if items is None or not items.scores:
        return Judged("missing", None, tie.year)
    done = sum(score == _FULL_MARKS for score in items.scores.values())
    fact = Fact(done, "list", known.home_id, tie.year, items.place, _ITEMS)
    return Judged("matches" if done == tie.mention.value else "differs", fact, tie.year)


def _type_share(tie: Tie, known: Known) -> Judged | None:
    """Which share of all offices those of a type are."""
    part, whole = known.offices.get(tie.mention.counted, 0), known.offices["all"]
    share = Decimal(part) / whole * 100
    if not isinstance(tie.mention.value, Decimal) or not rounds_to(
        share, tie.mention.value, tie.mention.decimals
    ):
        return None
    told = f"{part} ÷ {whole} × 100 = {share:.2f}"
    return Judged("computed", Fact(share.quantize(_CENT), "computed", arithmetic=told), tie.year)


def _count_change(tie: Tie, known: Known) -> Judged | None:
    """How far the numbers of two years lie apart."""
    facts = list(_counts(replace(tie, mention=replace(tie.mention, part="")), known))
    counts = {int(fact.value) for fact in facts if isinstance(fact.value, int)}
    for high, low in permutations(sorted(counts, reverse=True), 2):
        if high - low == tie.mention.value:
            told = f"{high} − {low} = {high - low}"
            return Judged(
                "computed", Fact(Decimal(high - low), "computed", arithmetic=told), tie.year
            )
    return None


def _counts(tie: Tie, known: Known) -> Iterator[Fact]:
    counted, part = tie.mention.counted, tie.mention.part
    years = _rule_years(tie, known)
    if (part, counted) in known.offices_in:
        yield Fact(known.offices_in[part, counted], "list", part=counted)
    elif counted == "items":
        for year in years:
            listed = _items(year, part, known)
            if listed:
                place = known.items[year].place if year in known.items and not part else None
                yield Fact(listed, "list", known.home_id, year, place, _ITEMS)
    elif counted == "instruments":
        yield from (
            Fact(len(_instruments(year)), "list", None, year, None, counted) for year in years
        )
    elif counted == "indicators":
        for instrument in _instruments(years[0]):
            if instrument.instrument == part:
                yield Fact(len(instrument.indicators), "list", part=counted)
        every = [number for each in _instruments(years[0]) for number in each.indicators]
        yield Fact(len(every), "list", part=counted)
    else:
        yield from _office_counts(counted, known)


def _office_counts(counted: str, known: Known) -> Iterator[Fact]:
    """The offices of each year and of the list; only secondary ones were added to those there had been."""
    for year, ranked in known.ranked.items():
        if counted == "offices":
            yield Fact(int(ranked), "list", None, int(year))
        elif counted == "secondary" and int(ranked) < known.offices["all"]:
            earlier = int(ranked) - known.offices["primary"]
            yield Fact(earlier, "list", None, int(year), part=counted)
    if counted == "offices":
        yield Fact(known.offices["all"], "list")
    else:
        yield Fact(known.offices[counted], "list", part=counted)


def _items(year: int, part: str, known: Known) -> int | None:
    """How many items the OIT of a year has, or questions another instrument."""
    if part in ("iit", "eit"):
        return next(
            (each.question_count for each in _instruments(year) if each.instrument == part), None
        )
    if year in known.items:
        return known.items[year].listed
    return next(
        (each.question_count for each in _instruments(year) if each.instrument == "oit"), None
    )


def _is_round_for(mention: Mention, value: int) -> bool:
    """Over 240 for 245: cut at the zeros that are printed."""
    if mention.manner not in ("over", "about") or not isinstance(mention.value, Decimal):
        return False
    printed = int(mention.value)
    step = next((step for step in (100, 10) if printed and printed % step == 0), 1)
    return 0 < value - printed < step or (mention.manner == "about" and abs(value - printed) < step)


_COUNTED_OF: dict[str, Callable[[Tie, Known], Judged | None]] = {
    OF_SOME: lambda tie, _: Judged("missing", None, tie.year),
    DONE: _items_done,
    SHARE: _type_share,
    CHANGE: _count_change,
}
_JUDGES: dict[Kind, Callable[[Tie, Known], Judged | None]] = {
    "score": _score,
    "change": change,
    "distance": distance,
    "rank": _rank,
    "standing": _standing,
    "grade": _grade,
    "result": _result,
    "limit": _limit,
    "weight": _weight,
    "count": _count,
}
