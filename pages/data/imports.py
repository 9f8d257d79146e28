"""Import: a file is read, every doubt about it shown, a person decides, a version is published."""

import streamlit as st

from ita.review import Scan
from pages.shared import (
    decision_parts,
    import_parts,
    many_parts,
    picture_parts,
    poster_parts,
    publication_parts,
    reviews,
    stewards,
    view,
)

shown = view.current()
say = shown.say
steward = stewards.email()
drafts = reviews.current(steward)
draft = reviews.chosen(drafts)
steps = {
    "summary": import_parts.summary,
    "cells": decision_parts.cells,
    "effects": import_parts.effects,
    "publish": publication_parts.publish,
    "typing": import_parts.type_on,
    "poster": poster_parts.type_on,
}
if shown.version.is_simulated:
    st.markdown(say("imports.explained"))
    import_parts.only_published(say)
    publication_parts.versions(shown, None)
elif not drafts:
    st.markdown(say("imports.explained"))
    stewards.sign_in(say)
    import_parts.choose_file(shown, steward)
    import_parts.send(shown)
    publication_parts.versions(shown, steward)
elif draft is None:
    many_parts.overview(shown, drafts, steward)
    stewards.sign_in(say)
else:
    import_parts.opened(shown, draft)
    many_parts.moves(say, draft, drafts)
    found = import_parts.read(shown, draft)
    if isinstance(found, Scan):
        is_poster = poster_parts.is_poster(say, draft, found)
        (poster_parts if is_poster else import_parts).typing(shown, draft, found)
    elif found is not None:
        desk = reviews.Desk(shown, draft, found, steward)
        if found.is_of_pictures:
            steps["cells"] = picture_parts.cells
        steps[import_parts.step(shown, draft, found)](desk)
    stewards.sign_in(say)
