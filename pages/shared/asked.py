"""The deck that an address asks for: the same for the screen and for the stage."""

import os
from collections.abc import Mapping

from ita.story.choices import choices_in
from ita.story.compose import deck, year_to_tell, years_to_tell
from ita.story.slides import Deck
from ita.view import View, live_address
from pages.shared import pictures
from pages.shared.stage import PUBLIC_ADDRESS_SETTING


def deck_asked_for(view: View, asked: Mapping[str, str]) -> Deck:
    """The deck of ``year``, ``slides`` and ``words``; a year that cannot be told of gives the latest."""
    wanted = asked.get("year", "")
    year = year_to_tell(view, int(wanted) if wanted in years_to_tell(view) else None)
    choices = choices_in(asked.get("slides", ""), asked.get("words", ""))
    return deck(
        view,
        year,
        choices,
        pictures=pictures.kept(said.picture_id for _, said in choices.words),
        address=live_address(os.environ.get(PUBLIC_ADDRESS_SETTING, ""), view, year),
    )
