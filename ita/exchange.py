"""The form of the file in which an office sends its own figures to other offices: names, no code.

A ZIP with one folder: ``datapackage.json`` says what it is and holds the checksums, FIGURES has one
row per figure of the office, SOURCES one per source of these. A change that a reader of an earlier
release would misread takes the next VERSION.
"""

PACKAGE = "datapackage.json"
FORMAT, VERSION = "ita_exchange", 1
FIGURES, SOURCES = "figures.csv", "sources.csv"
TOTAL = "total"
LEVELS = (TOTAL, "instrument", "indicator", "item")
# Columns of a total that its source states beside the score, by our word for the printed column.
STATED = {
    "rank_stated": "rank",
    "grade_stated": "grade",
    "result_stated": "result",
    "change": "change",
}
COLUMNS = (
    "fiscal_year",
    "office_id",
    "office_name",
    "level",
    "code",
    "name_th",
    "score",
    *STATED,
    "status",
    "source_id",
    "page",
    "row_no",
    "edition",
)
SOURCE_COLUMNS = (
    "source_id",
    "kind",
    "title",
    "publisher",
    "published_on",
    "location",
    "sha256",
    "licence",
    "edition",
)
