"""The slides of one office and year, made of the charts and sentences of the screens.

Each slide is a function from what is told to a `Slide`; what is not known is said on its slide.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import lru_cache, partial

import pandas as pd

from ita import exhibits, facts, loaders, reference, selection
from ita.charts import planner as planner_charts
from ita.charts.describe import Chart, Rule
from ita.facts.common import Row
from ita.facts.overview import KeyFigure
from ita.planner import Missing
from ita.stamp import named_sources
from ita.story.choices import DEFAULT_CODES, OWN_CODES, Choices, Words
from ita.story.slides import Deck, Picture, Slide, Step
from ita.story.told import Told
from ita.view import View


def years_to_tell(view: View) -> list[str]:
    """The fiscal years a story can be told of, as they stand in the address."""
    return selection.years_with_score(loaders.office_years(view.version, view.office_id))


def usual_codes(view: View, fiscal_year: int | None) -> tuple[str, ...]:
    """The slides of a story whose presenter chose none: all that the data can fill, in the usual order."""
    if fiscal_year is None:
        return ()
    return tuple(code for code in DEFAULT_CODES if not _slide(view, fiscal_year, code).missing)


def what_is_missing(view: View, fiscal_year: int) -> list[tuple[str, str]]:
    """The usual slides that the data cannot fill: code and what would fill each."""
    slides = (_slide(view, fiscal_year, code) for code in DEFAULT_CODES)
    return [(slide.code, slide.missing) for slide in slides if slide.missing]


def year_to_tell(view: View, wanted: int | None = None) -> int | None:
    """The year wanted where it can be told of, else the latest; None for an office without a score."""
    years = [int(year) for year in years_to_tell(view)]
    return wanted if wanted in years else years[-1] if years else None


def deck(
    view: View,
    fiscal_year: int | None,
    choices: Choices,
    *,
    pictures: Mapping[str, Picture] | None = None,
    address: str = "",
) -> Deck:
    """The chosen slides in order; of an office without any score, why there is nothing to tell.

    ``fiscal_year`` is one of `years_to_tell`, None where there is none. A picture that is not in
    ``pictures`` (any more) is told on its slide.
    """
    say = view.say
    if fiscal_year is None:
        slides: tuple[Slide, ...] = (_nothing(view), *_own_slides(view, choices))
        subtitle = say("story.subtitle_nothing")
    else:
        codes = choices.codes or usual_codes(view, fiscal_year)
        slides = tuple(_slide(view, fiscal_year, code) for code in codes)
        subtitle = say("story.subtitle", year=fiscal_year)
    found = pictures or {}
    return Deck(
        title=say("story.deck_title", office=view.office_name),
        subtitle=subtitle,
        slides=tuple(
            _with_words(view, slide, choices.words_of.get(slide.code, Words()), found)
            for slide in slides
        ),
        stamp=view.stamp,
        address=address,
    )


@lru_cache(maxsize=512)
def _slide(view: View, fiscal_year: int, code: str) -> Slide:
    return _SLIDES[code](Told(view, fiscal_year))


def _own_slides(view: View, choices: Choices) -> list[Slide]:
    return [_own(code, view) for code in choices.codes if code in OWN_CODES]


def _with_words(view: View, slide: Slide, said: Words, pictures: Mapping[str, Picture]) -> Slide:
    """The slide with the presenter's words, which it marks as theirs."""
    if said == Words():
        return slide
    say = view.say
    is_lost = said.picture_id and said.picture_id not in pictures
    own_lines = [line.strip() for line in said.text.split("\n") if line.strip()]
    own_lines += [say("story.picture_lost")] if is_lost else []
    mark = say("story.own_words")
    return replace(
        slide,
        headline=said.title or slide.headline,
        points=(*own_lines, *slide.points),
        picture=pictures.get(said.picture_id),
        source=f"{slide.source} · {mark}" if slide.source else mark,
        notes="\n".join(filter(None, [slide.headline if said.title else "", slide.notes])),
    )


# The slides


def _cover(told: Told) -> Slide:
    view, say = told.view, told.view.say
    return Slide(
        code="cover",
        section=view.office_name,
        headline=facts.trend.headline(say, told.known, view.office_name),
        points=(say("story.subtitle", year=told.fiscal_year),),
        source=told.source_line,
        notes=say("story.notes.cover"),
    )


def _before(told: Told) -> Slide:
    view, say, row = told.view, told.view.say, told.before
    section = say("story.section.before")
    if row is None:
        missing = say(
            "trend.not_compared", year=told.fiscal_year, previous_year=told.fiscal_year - 1
        )
        return _missing(told, "before", missing, say("story.would_fill.before"))
    return Slide(
        code="before",
        section=section,
        headline=facts.bare(facts.overview.result_sentence(say, row)),
        figures=_figures(told, row),
        points=_said(
            facts.overview.next_step_sentence(say, row),
            "" if pd.isna(row["rank"]) else facts.overview.rank_sentence(say, row),
        ),
        source=view.stamp.source_line(str(row["source_id"])),
        notes=_lines(facts.overview.where_from(say, row), say("story.notes.before")),
    )


def _did(told: Told) -> Slide:
    view, say, actions = told.view, told.view.say, told.actions
    section = say("story.section.did")
    if actions.empty:
        headline = say("story.no_actions", year=told.fiscal_year)
        return _missing(told, "did", headline, say("trend.no_actions"))
    pillar, what = _columns(view)
    steps = tuple(
        Step(
            int(row["fiscal_year"]),
            str(row["pillar_en"])[:1].upper(),
            str(row[pillar]),
            str(row[what]),
        )
        for row in actions.to_dict("records")
    )
    initials = "".join(step.letter for step in steps)
    return Slide(
        code="did",
        section=section,
        headline=say("story.did", initials=initials, count=len(steps), year=told.fiscal_year),
        points=_said(*_meaning(view, initials), say("trend.actions_caveat")),
        steps=steps,
        source=view.stamp.source_line(str(actions["source_title"].iloc[0])),
        notes=_lines(say("trend.actions_note"), say("story.notes.did")),
    )


def _columns(view: View) -> tuple[str, str]:
    return (
        view.say.pick(th="pillar_th", en="pillar_en"),
        view.say.pick(th="what_th", en="what_en"),
    )


def _meaning(view: View, initials: str) -> list[str]:
    """What the glossary says of a model that is called by its initials."""
    return [
        view.say.pick(th=row["meaning_th"], en=row["meaning_en"])
        for row in reference.rows("glossary")
        if row["term_en"].split()[0] == initials
    ]


def _change(told: Told) -> Slide:
    view, say, row = told.view, told.view.say, told.row
    first = int(told.known["fiscal_year"].min())
    steps = selection.breaks(loaders.comparability(view.version), first, told.fiscal_year)
    return _charted(
        told.trend,
        code="change",
        section=say("story.section.change"),
        headline=facts.trend.headline(say, told.known, view.office_name),
        figures=_figures(told, row)[:2],
        points=_said(
            _derived(told),
            facts.overview.change_sentence(say, row),
            say("story.marks") if _has_breaks(told.trend) else "",
        ),
        notes=_lines(
            facts.overview.where_from(say, row),
            *facts.trend.break_sentences(say, steps),
            say("story.notes.change"),
        ),
    )


def _has_breaks(trend: Chart) -> bool:
    """Whether marks of changed methods stand in the chart."""
    return any(isinstance(mark, Rule) and mark.axis == "x" for mark in trend.marks)


def _parts(told: Told) -> Slide:
    view, say, change = told.view, told.view.say, told.change
    section = say("story.section.parts")
    if change is None:
        text = say("trend.not_compared", year=told.fiscal_year, previous_year=told.fiscal_year - 1)
        return _missing(told, "parts", text, say("trend.no_changes"))
    version = view.version
    indicators = loaders.indicator_changes(version, view.office_id, told.fiscal_year)
    headline = facts.bare(facts.trend.parts_sentence(say, change, indicators))
    tide = facts.trend.tide_sentence(say, change)
    if indicators.empty:
        why = facts.trend.no_parts_sentence(say, change)
        source = view.stamp.source_line(str(told.row["source_id"]))
        return Slide("parts", section, headline, (tide,), missing=why, source=source)
    notes = facts.trend.change_notes(say, change, indicators, loaders.comparability(version))
    return _charted(
        exhibits.waterfall(view, told.fiscal_year),
        code="parts",
        section=section,
        headline=headline,
        points=_said(tide),
        notes=_lines(*notes, say("story.notes.parts")),
    )


def _stand(told: Told) -> Slide:
    view, say, row, year = told.view, told.view.say, told.row, told.fiscal_year
    section = say("story.section.stand")
    ranking = loaders.ranking(view.version, year)
    if ranking.empty or pd.isna(row["rank"]):
        headline = facts.overview.rank_sentence(say, row)
        return _missing(told, "stand", headline, say("story.would_fill.stand"))
    span = exhibits.rank_spans(view, year)
    firm = facts.ranking.range_open(say, span, ranking)
    return _charted(
        exhibits.rank_curve(view, year),
        code="stand",
        section=section,
        headline=facts.ranking.headline(say, ranking, view.office_id, view.office_name),
        points=_said(
            facts.overview.rank_sentence(say, row),
            facts.overview.neighbour_sentence(say, row),
            facts.overview.correction_sentence(say, row),
            *([] if firm else facts.ranking.range_sentences(say, span, ranking, view.office_id)),
        ),
        notes=_lines(
            firm, *facts.ranking.sentences(say, ranking, view.office_id), say("story.notes.stand")
        ),
    )


def _indicators(told: Told) -> Slide:
    view, say, year = told.view, told.view.say, told.fiscal_year
    against = exhibits.full_marks(view, year)
    gaps = exhibits.indicator_gaps(view, year, against)
    section = say("story.section.indicators")
    if gaps.empty or not gaps.dropna(subset=["score"])["effect"].any():
        why = facts.gaps.why_no_gap(say, gaps, year, against.kind) if len(gaps) else ""
        known = int(gaps["score"].notna().sum())
        headline = facts.bare(say("story.indicators_unknown", known=known, year=year))
        missing = why or say("gaps.none.title")
        return _missing(told, "indicators", headline, missing)
    chart = exhibits.effects(view, year, against)
    told_of = facts.gaps.sentences(say, gaps, _items(told, year), year, against.kind)
    return _charted(
        chart,
        code="indicators",
        section=section,
        headline=chart.headline,
        points=_said(*[line for line in told_of if line != chart.headline]),
        notes=_lines(say("story.notes.indicators")),
    )


def _items_slide(told: Told) -> Slide:
    view, say, year = told.view, told.view.say, told.item_year
    section = say("story.section.items")
    if year is None:
        return _missing(
            told,
            "items",
            say("story.items_unknown"),
            say("gaps.fact.no_items", year=told.fiscal_year),
        )
    items = _items(told, year)
    has_work = bool((items["points_to_gain"] > 0).any())
    chart = exhibits.sub_indicators(view, year) if has_work else exhibits.item_worth(view, year)
    full = "" if has_work else facts.bare(facts.overview.items_sentence(say, items, year))
    slide = _charted(
        chart,
        code="items",
        section=section,
        headline=full or chart.headline,
        points=_said(chart.headline if full else ""),
        notes=_lines(say("story.notes.items")),
    )
    of_items = view.stamp.source_line(named_sources(items["source_id"]))
    return replace(slide, source=chart.source if has_work else f"{of_items} · {chart.subtitle}")


def _next(told: Told) -> Slide:
    view, say, year = told.view, told.view.say, told.fiscal_year
    section = say("story.section.next")
    if str(year) not in selection.years_to_plan(told.years):
        text = say("story.no_plan", year=year)
        return _missing(told, "next", text, say("story.would_fill.plan"))
    here = exhibits.situation(view, year)
    aim = facts.planner.first_aim(say, here)
    step = facts.overview.next_step_sentence(say, told.row)
    if isinstance(here.standing, Missing) and not here.better_grades:
        return Slide(
            code="next",
            section=section,
            headline=facts.bare(step),
            points=_said(
                facts.overview.neighbour_sentence(say, told.row),
                facts.planner.next_rule_sentence(say, year),
            ),
            source=told.source_line,
            notes=_lines(say("story.would_fill.plan"), say("story.notes.next")),
        )
    if isinstance(here.standing, Missing):
        points = aim.goal.total - here.score
        worths = exhibits.worths(view, here, points)
        if points <= 0 or not (worths["kind"] == "item").any():
            return _missing(told, "next", facts.bare(step), say("story.would_fill.plan"))
        return _charted(
            planner_charts.worth_chart(worths, points, here, view.stamp),
            code="next",
            section=section,
            headline=facts.bare(step),
            points=_said(
                _derived(told), *facts.planner.worth_sentences(say, here, aim, worths)[:2]
            ),
            notes=_lines(say("story.would_fill.plan"), say("story.notes.next")),
        )
    routes = exhibits.routes(view, year, aim.goal)
    if not routes or not routes[0].moves:
        why = say("story.no_route", goal=aim.name)
        return _missing(told, "next", facts.bare(step), why)
    sentences = facts.planner.target_sentences(say, here, aim, routes)
    return _charted(
        planner_charts.route_chart(routes[0], 1, here, view.stamp),
        code="next",
        section=section,
        headline=facts.bare(sentences[0]),
        points=_said("" if here.better_grades else step, *sentences[1:]),
        notes=_lines(*facts.planner.work_list(say, here, routes[0]), say("story.notes.next")),
    )


def _sources(told: Told) -> Slide:
    view, say, row, version = told.view, told.view.say, told.row, told.view.version
    used = told.source_ids
    return Slide(
        code="sources",
        section=say("story.section.sources"),
        headline=say("story.sources", version=version.version_id),
        points=_said(
            say("story.sources_used", names=" · ".join(_short_names(view, used))),
            facts.overview.correction_sentence(say, row),
            say(
                "story.coverage",
                year=told.fiscal_year,
                levels=" · ".join(facts.overview.not_known(say, row, loaders.coverage(version))),
            ),
            say("file.caveat_text"),
        ),
        source=told.source_line,
        notes=_lines(
            facts.overview.where_from(say, row),
            say("story.notes.sources", findings=len(loaders.findings(version))),
        ),
    )


def _short_names(view: View, source_ids: list[str]) -> list[str]:
    """The sources in few words; a simulation has one, which says so."""
    if view.version.is_simulated:
        return [view.say("edition.demo.long")]
    return [view.stamp.source_names.get(source_id, source_id) for source_id in source_ids]


def _own(code: str, view: View) -> Slide:
    version = view.say("paper.version", version=view.version.version_id)
    return Slide(code, "", view.say("story.own_empty"), source=version)


def _own_of(code: str, told: Told) -> Slide:
    return _own(code, told.view)


def _nothing(view: View) -> Slide:
    say = view.say
    years = loaders.office_years(view.version, view.office_id)
    return Slide(
        code="cover",
        section=view.office_name,
        headline=say("overview.nothing_title"),
        points=_said(*facts.overview.what_is_known(say, loaders.coverage(view.version))),
        missing=facts.overview.why_nothing(say, years, view.office_name),
        source=say("paper.version", version=view.version.version_id),
        notes=say("story.notes.nothing"),
    )


_SLIDES: dict[str, Callable[[Told], Slide]] = {
    "cover": _cover,
    "before": _before,
    "did": _did,
    "change": _change,
    "parts": _parts,
    "stand": _stand,
    "indicators": _indicators,
    "items": _items_slide,
    "next": _next,
    "sources": _sources,
    **{code: partial(_own_of, code) for code in OWN_CODES},
}


# What several slides share


def _derived(told: Told) -> str:
    """How a score was found that nobody announced, and how far it may be off; empty for others."""
    row = told.row
    is_derived = row["status"] == "derived"
    return facts.overview.result_sentence(told.view.say, row) if is_derived else ""


def _missing(told: Told, code: str, headline: str, why: str) -> Slide:
    """A slide that the data cannot fill, with what would fill it."""
    section = told.view.say(f"story.section.{code}")
    return Slide(code, section, headline, missing=why, source=told.source_line)


def _charted(chart: Chart, **of_slide: object) -> Slide:
    return Slide(chart=chart, source=chart.source, **of_slide)  # type: ignore[arg-type]


def _figures(told: Told, row: Row) -> tuple[KeyFigure, ...]:
    return tuple(facts.overview.key_figures(told.view.say, row)[:3])


def _items(told: Told, fiscal_year: int) -> pd.DataFrame:
    return loaders.item_gaps(told.view.version, told.view.office_id, fiscal_year)


def _said(*sentences: str) -> tuple[str, ...]:
    return tuple(sentence for sentence in sentences if sentence)


def _lines(*sentences: str) -> str:
    return "\n".join(_said(*sentences))
