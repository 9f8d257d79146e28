"""Sentences about similar offices: the rule, its year and whom it finds, alike on every screen."""

import pandas as pd

from ita.facts.common import counted
from ita.peers import PeerRule
from ita.wording import Say
from ita.wording.labels import office_label


def rule(say: Say, peer_rule: PeerRule, found: int) -> str:
    """The rule in words with the year it looks at, and how many offices it finds."""
    text = say(
        "peers.rule",
        type=say(f"peers.type.{'same' if peer_rule.is_same_type else 'any'}"),
        region=say(f"peers.region.{'same' if peer_rule.is_same_region else 'any'}"),
        year=peer_rule.fiscal_year,
        within=peer_rule.within,
        most=peer_rule.most,
    )
    return f"{text} · {counted(say, 'peers.found', found) if found else say('peers.none')}"


def with_indicators(say: Say, peer_rule: PeerRule, found: int, known: int, fiscal_year: int) -> str:
    """The rule, and of how many offices it finds all indicators of a year are known."""
    text = rule(say, peer_rule, found)
    if not found:
        return text
    return f"{text} · {say('peers.with_indicators', known=known, year=fiscal_year)}"


def of_paths(say: Say, peer_rule: PeerRule, found: int, fiscal_year: int) -> str:
    """The rule, and what its year means for lines that end in ``fiscal_year``."""
    key = "peers.before" if peer_rule.fiscal_year < fiscal_year else "peers.same_year"
    return f"{rule(say, peer_rule, found)} · {say(key, year=peer_rule.fiscal_year)}"


def names(say: Say, peers: pd.DataFrame, peer_rule: PeerRule) -> str:
    """The similar offices, each with its total in the year of the rule."""
    listed = ", ".join(
        f"{office_label(say, row)} {row['score']:.2f}" for row in peers.to_dict("records")
    )
    return say("peers.names", year=peer_rule.fiscal_year, names=listed)
