"""A page of a PDF with the text its writer says its shapes stand for.

Thai clusters are drawn as shapes that no letter has alone; good writers put the letters beside them
as ActualText, which neither pdfplumber nor pdfminer reads.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from pdfminer.layout import LTChar, LTPage
from pdfminer.pdfinterp import PDFPageInterpreter
from pdfminer.pdfpage import PDFPage
from pdfminer.utils import decode_text
from pdfplumber import PDF
from pdfplumber.page import Page, PDFPageAggregatorWithMarkedContent


class _SpokenContent(PDFPageAggregatorWithMarkedContent):
    """Gives the first shape of a marked piece its ActualText, and the others none."""

    def __init__(self, *arguments: Any, **options: Any) -> None:  # noqa: ANN401 - pdfminer's own
        super().__init__(*arguments, **options)
        self._open: list[tuple[str | None, int]] = []

    def begin_tag(self, tag: Any, props: Any = None) -> None:  # noqa: ANN401
        """Remember what is said and where its shapes begin."""
        super().begin_tag(tag, props)
        said = props.get("ActualText") if isinstance(props, dict) else None
        text = decode_text(said) if isinstance(said, bytes) else None
        self._open.append((text, len(self.cur_item)))

    def end_tag(self) -> None:
        """Give the shapes since the beginning what was said."""
        super().end_tag()
        text, first = self._open.pop() if self._open else (None, 0)
        shapes = [shape for shape in list(self.cur_item)[first:] if isinstance(shape, LTChar)]
        if text is not None and shapes:
            _say(shapes, text)


def _say(shapes: Sequence[LTChar], text: str) -> None:
    """Make the first shape say all, as wide as they are together, and the others nothing.

    Marks drawn without their consonant belong to a line that begins on the next page.
    """
    left, right = min(shape.x0 for shape in shapes), max(shape.x1 for shape in shapes)
    is_drawn = right > left or len(text) == 1
    for shape in shapes:
        shape._text = ""  # noqa: SLF001 - pdfminer has no setter
    first = shapes[0]
    first._text = text if is_drawn else ""  # noqa: SLF001
    first.set_bbox((left, first.y0, right, first.y1))


class SpokenPage(Page):
    """A page whose letters are what its writer says they are."""

    @property
    def layout(self) -> LTPage:
        """The page's shapes."""
        if not hasattr(self, "_layout"):
            device = _SpokenContent(
                self.pdf.rsrcmgr, pageno=self.page_number, laparams=self.pdf.laparams
            )
            PDFPageInterpreter(self.pdf.rsrcmgr, device).process_page(self.page_obj)
            self._layout = device.get_result()
        return self._layout


def spoken_pages(document: PDF) -> Iterator[SpokenPage]:
    """The pages one after the other, numbered from 1; none is kept."""
    for number, page in enumerate(PDFPage.create_pages(document.doc), start=1):
        yield SpokenPage(document, page, number)
