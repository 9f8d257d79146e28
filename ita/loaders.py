"""One cached loader per mart, keyed by version. Frames are shared: derive from them, never write to them."""

from functools import lru_cache

import pandas as pd

from ita import selection, store
from ita.pointer import Version

version_facts = lru_cache(maxsize=8)(store.version_facts)
offices = lru_cache(maxsize=8)(store.offices)
years = lru_cache(maxsize=8)(store.years)
benchmarks = lru_cache(maxsize=8)(store.benchmarks)
grade_bands = lru_cache(maxsize=8)(store.grade_bands)
comparability = lru_cache(maxsize=8)(store.comparability)
item_worths = lru_cache(maxsize=8)(store.item_worths)
sources = lru_cache(maxsize=8)(store.sources)
findings = lru_cache(maxsize=8)(store.findings)
coverage = lru_cache(maxsize=8)(store.coverage)
context_figures = lru_cache(maxsize=8)(store.context_figures)
mart_columns = lru_cache(maxsize=8)(store.mart_columns)
ranking = lru_cache(maxsize=16)(store.ranking)
office_years = lru_cache(maxsize=512)(store.office_years)
known_years = lru_cache(maxsize=8)(store.known_years)
indicator_gaps = lru_cache(maxsize=512)(store.indicator_gaps)
item_gaps = lru_cache(maxsize=512)(store.item_gaps)
gap_years = lru_cache(maxsize=512)(store.gap_years)
methods = lru_cache(maxsize=8)(store.methods)
actions = lru_cache(maxsize=64)(store.actions)
office_changes = lru_cache(maxsize=512)(store.office_changes)
instrument_scores = lru_cache(maxsize=512)(store.instrument_scores)
indicator_changes = lru_cache(maxsize=512)(store.indicator_changes)
sub_indicator_gaps = lru_cache(maxsize=512)(store.sub_indicator_gaps)
group_years = lru_cache(maxsize=16)(store.group_years)
compared_years = lru_cache(maxsize=256)(store.compared_years)
compared_indicators = lru_cache(maxsize=256)(store.compared_indicators)
peers = lru_cache(maxsize=256)(store.peers)
risers = lru_cache(maxsize=256)(store.risers)
indicator_matrix = lru_cache(maxsize=128)(store.indicator_matrix)


@lru_cache(maxsize=8)
def offices_by_id(version: Version) -> pd.DataFrame:
    """The offices with their id as index."""
    return offices(version).set_index("office_id", drop=False)


@lru_cache(maxsize=8)
def searchable_offices(version: Version) -> pd.Series:
    """What an office can be searched by, in the order of ``offices``."""
    return selection.searchable(offices(version))
