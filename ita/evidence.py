"""Tables of the evidence: sources, findings, coverage, codebook, method and words."""

import re
from datetime import date

import pandas as pd

from ita import reference
from ita.stamp import Stamp
from ita.tables import Column, Table
from ita.wording import Say
from ita.wording.labels import day, label, labels

_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")

PARTS = ("coverage", "findings", "files", "codebook", "method", "glossary")


def coverage_table(coverage: pd.DataFrame, stamp: Stamp) -> Table:
    """One row per fiscal year: offices known at each level, of how many."""
    say = stamp.say
    shares = coverage.assign(
        share=[f"{row.known_offices:,} / {row.expected_offices:,}" for row in coverage.itertuples()]
    )
    levels = ["total", "derived_total", "rank", "instrument", "indicator", "item"]
    wide = shares.pivot_table(index="fiscal_year", columns="level", values="share", aggfunc="first")
    rows = wide[[level for level in levels if level in wide]].reset_index()
    return Table(
        name="coverage",
        title=say("sources.coverage.table"),
        rows=rows,
        columns={
            "fiscal_year": Column(say("column.fiscal_year"), "year", is_pinned=True),
            **{level: Column(label(say, "level", level)) for level in rows.columns[1:]},
        },
        note=say("sources.coverage.note"),
    )


def finding_list(findings: pd.DataFrame, stamp: Stamp) -> Table:
    """One row per finding to read: what, what was decided, why."""
    say = stamp.say
    rows = findings.assign(
        severity_text=labels(say, "severity", findings["severity"]),
        message=findings[say.pick(th="message_th", en="message_en")],
        decision_text=labels(say, "decision", findings["decision"]),
    )
    return Table(
        name="finding-list",
        title=say("sources.findings.list"),
        rows=rows,
        columns={
            "severity_text": Column(say("column.severity")),
            "message": Column(say("column.message")),
            "row_no": Column(say("column.row_no"), "whole"),
            "printed": Column(say("column.printed")),
            "decision_text": Column(say("column.decision")),
            "replacement": Column(say("column.replacement")),
            say.pick(th="reason_th", en="reason_en"): Column(say("column.reason")),
        },
        note=say("sources.findings.note"),
        is_prose=True,
    )


def finding_table(findings: pd.DataFrame, stamp: Stamp) -> Table:
    """One row per finding: what, where, printed, expected, proposal, decision."""
    say = stamp.say
    rows = findings.assign(
        severity_text=labels(say, "severity", findings["severity"]),
        message=findings[say.pick(th="message_th", en="message_en")],
        column_text=labels(say, "column", findings["column_name"]),
        decision_text=labels(say, "decision", findings["decision"]),
        rule_text=labels(say, "rule", findings["rule"]),
    )
    return Table(
        name="findings",
        title=say("sources.findings.table"),
        rows=rows,
        columns={
            "severity_text": Column(say("column.severity"), is_pinned=True),
            "message": Column(say("column.message"), width="large"),
            "decision_text": Column(say("column.decision")),
            "column_text": Column(say("column.cell")),
            "printed": Column(say("column.printed")),
            "expected": Column(say("column.expected")),
            "proposal": Column(say("column.proposal")),
            "replacement": Column(say("column.replacement")),
            say.pick(th="reason_th", en="reason_en"): Column(say("column.reason"), width="large"),
            "evidence": Column(say("column.evidence")),
            "decided_by": Column(say("column.decided_by")),
            "decided_on": Column(say("column.decided_on")),
            "source_id": Column(say("column.source")),
            "row_no": Column(say("column.row_no"), "whole"),
            "fiscal_year": Column(say("column.fiscal_year"), "year"),
            "rule_text": Column(say("column.rule"), width="large"),
        },
        note=say("sources.findings.note"),
    )


def file_table(sources: pd.DataFrame, stamp: Stamp) -> Table:
    """One row per file that was read, to read: what it is, whose, under which licence."""
    say = stamp.say
    return Table(
        name="source-files",
        title=say("sources.files.read"),
        rows=sources[sources["sha256"].notna()],
        columns={
            "source_id": Column(say("column.source_id")),
            "title": Column(say("column.source_title")),
            "publisher": Column(say("column.publisher")),
            "rows_read": Column(say("column.rows_read"), "whole"),
            "licence": Column(say("column.licence")),
            "note": Column(say("column.note")),
        },
        is_prose=True,
    )


def source_table(sources: pd.DataFrame, stamp: Stamp) -> Table:
    """One row per source with its papers."""
    say = stamp.say
    return Table(
        name="sources",
        title=say("sources.files.table"),
        rows=sources.assign(
            published_on=[_day_or_text(say, printed) for printed in sources["published_on"]],
            added_on=[_day_or_text(say, text) for text in sources["added_on"].fillna("")],
            added_by=[_no_address(say, name) for name in sources["added_by"].fillna("")],
        ),
        columns={
            "source_id": Column(say("column.source_id"), is_pinned=True),
            "title": Column(say("column.source_title"), width="large"),
            "publisher": Column(say("column.publisher")),
            "location": Column(say("column.location"), width="large"),
            "published_on": Column(say("column.published_on")),
            "added_by": Column(say("column.added_by")),
            "added_on": Column(say("column.added_on")),
            "rows_read": Column(say("column.rows_read"), "whole"),
            "licence": Column(say("column.licence")),
            "note": Column(say("column.note"), width="large"),
            "sha256": Column("sha256"),
        },
        note=say("sources.files.note"),
    )


def context_table(figures: pd.DataFrame, stamp: Stamp) -> Table:
    """Published figures about all agencies, with their sources."""
    say = stamp.say
    return Table(
        name="context-figures",
        title=say("sources.context.table"),
        rows=figures,
        columns={
            "fiscal_year": Column(say("column.fiscal_year"), "year", is_pinned=True),
            say.pick(th="measure_th", en="measure_en"): Column(
                say("column.measure"), width="large"
            ),
            "printed": Column(say("column.value")),
            say.pick(th="unit_th", en="unit_en"): Column(say("column.unit")),
            "source_id": Column(say("column.source")),
        },
        note=say("sources.context.note"),
    )


def codebook_table(columns: pd.DataFrame, stamp: Stamp) -> Table:
    """One row per column of each table: type, unit and meaning. A column name means one thing everywhere."""
    say = stamp.say
    meaning = pd.DataFrame(reference.rows("codebook"))
    rows = columns.merge(meaning, how="left", on="column_name")
    return Table(
        name="codebook",
        title=say("sources.codebook.table"),
        rows=rows,
        columns={
            "table_name": Column(say("column.table"), is_pinned=True, width="medium"),
            "column_name": Column(say("column.column"), is_pinned=True, width="medium"),
            say.pick(th="meaning_th", en="meaning_en"): Column(
                say("column.meaning"), width="large"
            ),
            "unit": Column(say("column.unit")),
            "data_type": Column(say("column.data_type")),
        },
    )


def weight_table(methods: pd.DataFrame, stamp: Stamp) -> Table:
    """One row per fiscal year and instrument: weight, indicators, questions or items."""
    say = stamp.say
    rows = methods.assign(
        name=methods[say.pick(th="name_th", en="name_en")],
        confidence_text=labels(say, "confidence", methods["confidence"]),
        code=methods["instrument"].str.upper(),
    )
    return Table(
        name="method-weights",
        title=say("sources.method.weights"),
        rows=rows,
        columns={
            "fiscal_year": Column(say("column.fiscal_year"), "year", is_pinned=True),
            "code": Column(say("column.instrument")),
            "name": Column(say("column.name"), width="large"),
            "weight": Column(say("column.weight"), "whole"),
            "indicators": Column(say("column.indicators")),
            "question_count": Column(say("column.question_count"), "whole"),
            "confidence_text": Column(say("column.confidence")),
        },
        note=say("sources.method.weights_note"),
    )


def band_table(bands: pd.DataFrame, stamp: Stamp) -> Table:
    """One row per fiscal year and grade: the minima it needs and whether it passes."""
    say = stamp.say
    rows = bands.assign(
        grade_text=labels(say, "grade", bands["grade"]),
        result_text=[
            "" if pd.isna(passed) else say("result.pass" if passed else "result.fail")
            for passed in bands["is_pass"]
        ],
        confidence_text=labels(say, "confidence", bands["confidence"]),
    )
    return Table(
        name="method-grades",
        title=say("sources.method.bands"),
        rows=rows,
        columns={
            "fiscal_year": Column(say("column.fiscal_year"), "year", is_pinned=True),
            "grade_text": Column(say("column.grade")),
            "min_score": Column(say("column.min_score"), "score"),
            "min_instrument_score": Column(say("column.min_instrument_score"), "score"),
            "result_text": Column(say("column.result")),
            "confidence_text": Column(say("column.confidence")),
        },
        note=say("sources.method.bands_note"),
    )


def comparability_table(comparability: pd.DataFrame, stamp: Stamp) -> Table:
    """One row per level and pair of adjacent fiscal years: comparable or not, and why."""
    say = stamp.say
    adjacent = comparability[comparability["to_year"] - comparability["from_year"] == 1]
    rows = adjacent.assign(
        level_text=labels(say, "level", adjacent["level"]),
        verdict=labels(say, "comparable", adjacent["comparable"]),
        reason=adjacent[say.pick(th="reason_th", en="reason_en")],
    )
    return Table(
        name="comparability",
        title=say("sources.method.comparability"),
        rows=rows,
        columns={
            "level_text": Column(say("column.level"), is_pinned=True),
            "from_year": Column(say("column.from_year"), "year"),
            "to_year": Column(say("column.to_year"), "year"),
            "verdict": Column(say("column.comparable")),
            "reason": Column(say("column.reason"), width="large"),
        },
        note=say("sources.method.comparability_note"),
        is_prose=True,
    )


def glossary_table(stamp: Stamp) -> Table:
    """One row per term: what we call it and what it means."""
    say = stamp.say
    return Table(
        name="glossary",
        title=say("sources.glossary.table"),
        rows=pd.DataFrame(reference.rows("glossary")),
        columns={
            say.pick(th="term_th", en="term_en"): Column(say("column.term"), is_pinned=True),
            say.pick(th="term_en", en="term_th"): Column(say("column.term_other")),
            say.pick(th="meaning_th", en="meaning_en"): Column(
                say("column.meaning"), width="large"
            ),
        },
        is_prose=True,
    )


def _no_address(say: Say, name: str) -> str:
    """Who brought a file in; the e-mail address of a steward is nobody else's business."""
    return say("imports.versions.steward") if "@" in name else name


def _day_or_text(say: Say, printed: object) -> object:
    """A full date as readers write it; anything else as it stands."""
    if isinstance(printed, str) and _ISO_DATE.fullmatch(printed):
        return day(say, date.fromisoformat(printed))
    return printed
