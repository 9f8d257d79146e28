"""A page of a PDF with the text its writer says its shapes stand for, and how its shapes are drawn.

Thai clusters are drawn as shapes that no letter has alone; good writers put the letters beside them
as ActualText, which neither pdfplumber nor pdfminer reads. Nor do these tell in which order letters
and pictures are drawn, nor what is drawn unseen. A page whose text lies on its side is turned.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice
from math import atan2, degrees
from typing import Any

from pdfminer.layout import LTChar, LTImage, LTItem, LTPage
from pdfminer.pdfinterp import PDFGraphicState, PDFPageInterpreter
from pdfminer.pdfpage import PDFPage
from pdfminer.pdftypes import dict_value, resolve1
from pdfminer.psparser import literal_name
from pdfminer.utils import decode_text
from pdfplumber import PDF
from pdfplumber.page import Page, PDFPageAggregatorWithMarkedContent

_UNSEEN_MODES = (3, 7)  # of rendering text: not at all, and as a clip only
_BARELY = 0.05
_PLAIN_BLENDS = ("Normal", "Compatible")
_QUARTER, _WHOLE = 90, 360
_SLANT = 10  # degrees by which a line may lean


class _Ink(PDFGraphicState):
    """The state of drawing with what pdfminer leaves out: how solid it is, and whether it blends."""

    def __init__(self) -> None:
        super().__init__()
        self.alpha = 1.0
        self.is_blended = False

    def copy(self) -> "_Ink":
        """The state as it is now."""
        ink = _Ink()
        ink.__dict__.update(self.__dict__)
        return ink


class _Interpreter(PDFPageInterpreter):
    """Keeps account of transparency; what a form draws begins with the state of its page."""

    _begin: PDFGraphicState = _Ink()

    def init_state(self, ctm: Any) -> None:  # noqa: ANN401 - pdfminer's own
        """Begin a stream of drawing."""
        super().init_state(ctm)
        self.graphicstate = self._begin.copy()

    def subinterp(self) -> PDFPageInterpreter:
        """An interpreter for a form."""
        inner = super().subinterp()
        inner._begin = self.graphicstate  # type: ignore[attr-defined]  # noqa: SLF001
        return inner

    def do_gs(self, name: Any) -> None:  # noqa: ANN401
        """Take what a named state says of transparency."""
        states = dict_value(self.resources.get("ExtGState", {}))
        said = {
            key: resolve1(each)
            for key, each in dict_value(states.get(literal_name(name), {})).items()
        }
        ink = self.graphicstate
        if isinstance(said.get("ca"), (int, float)):
            ink.alpha = float(said["ca"])  # type: ignore[attr-defined]
        if "BM" in said or "SMask" in said:
            kinds = said.get("BM"), said.get("SMask")
            ink.is_blended = any(  # type: ignore[attr-defined]
                kind is not None and literal_name(kind) not in (*_PLAIN_BLENDS, "None")
                for kind in kinds
            )

    def do_Do(self, xobjid_arg: Any) -> None:  # noqa: ANN401, N802 - the name of the operator
        """Draw a picture or a form in the ink of now."""
        self.device.ink = self.graphicstate  # type: ignore[attr-defined]
        super().do_Do(xobjid_arg)


class _SpokenContent(PDFPageAggregatorWithMarkedContent):
    """Gives the first shape of a marked piece its ActualText, and the others none."""

    def __init__(self, *arguments: Any, **options: Any) -> None:  # noqa: ANN401 - pdfminer's own
        super().__init__(*arguments, **options)
        self.ink: PDFGraphicState = _Ink()
        self._open: list[tuple[str | None, int]] = []
        self._drawn = 0
        self._mode = 0

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

    def render_string(self, textstate: Any, *arguments: Any) -> None:  # noqa: ANN401
        """Draw a string of shapes."""
        self._mode = textstate.render
        self._drawn += 1
        super().render_string(textstate, *arguments)

    def render_char(self, *arguments: Any, **options: Any) -> float:  # noqa: ANN401
        """Draw a shape, remembering how and when."""
        advance = super().render_char(*arguments, **options)
        shape: Any = self.cur_item._objs[-1]  # noqa: SLF001
        shape.mode, shape.order = self._mode, self._drawn
        shape.code = 0 if arguments[1].is_multibyte() else arguments[5]
        return advance

    def render_image(self, name: str, stream: Any) -> None:  # noqa: ANN401
        """Draw a picture, remembering when, and whether anything is seen through it."""
        super().render_image(name, stream)
        self._drawn += 1
        picture: Any = self.cur_item._objs[-1]  # noqa: SLF001
        ink: Any = self.ink
        is_mask = stream.get_any(("IM", "ImageMask", "Mask", "SMask")) not in (None, False)
        picture.is_solid = ink.alpha > 1 - _BARELY and not ink.is_blended and not is_mask
        picture.order = self._drawn


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
    """A page whose letters are what its writer says they are.

    Beside pdfplumber's words a letter has ``angle`` (degrees to the left), ``shade`` (0 ink to 1
    paper), ``is_hidden``, ``code`` (its byte, 0 in a font of more) and, as pictures have, ``order``;
    a picture has ``is_solid``.
    """

    turn = 0  # degrees to the right by which it was turned to be read

    @property
    def layout(self) -> LTPage:
        """The page's shapes."""
        if not hasattr(self, "_layout"):
            device = _SpokenContent(
                self.pdf.rsrcmgr, pageno=self.page_number, laparams=self.pdf.laparams
            )
            _Interpreter(self.pdf.rsrcmgr, device).process_page(self.page_obj)
            self._layout = device.get_result()
        return self._layout

    def process_object(self, obj: LTItem) -> dict[str, Any]:
        """A shape as pdfplumber has it, with how it is drawn; of a letter only what is used."""
        drawn: Any = obj
        if isinstance(obj, LTChar):
            left, top = self.mediabox[:2]
            angle = degrees(atan2(obj.matrix[1], obj.matrix[0]))
            return {
                "object_type": "char",
                "text": obj.get_text(),
                "fontname": obj.fontname,
                "matrix": obj.matrix,
                "angle": angle,
                "upright": abs(angle) < _SLANT,
                "x0": obj.x0 + left,
                "x1": obj.x1 + left,
                "top": self.height - obj.y1 + top,
                "bottom": self.height - obj.y0 + top,
                "shade": _shade(drawn.graphicstate, is_line=drawn.mode == 1),
                "is_hidden": drawn.mode in _UNSEEN_MODES or drawn.graphicstate.alpha < _BARELY,
                "order": drawn.order,
                "code": drawn.code,
            }
        told: dict[str, Any] = super().process_object(obj)
        if isinstance(obj, LTImage):
            told |= {"is_solid": drawn.is_solid, "order": drawn.order}
        return told


def _shade(ink: Any, *, is_line: bool) -> float:  # noqa: ANN401 - our own state of drawing
    """How light letters are on paper, from 0 for ink to 1; a pattern counts as ink."""
    colour, space = (ink.scolor, ink.scs) if is_line else (ink.ncolor, ink.ncs)
    parts = colour if isinstance(colour, (tuple, list)) else (colour,)
    if not parts or not all(isinstance(part, (int, float)) for part in parts):
        return 0.0
    if len(parts) == 4:  # noqa: PLR2004 - cyan, magenta, yellow, black
        light = (1 - min(1.0, sum(parts[:3]) / 3)) * (1 - parts[3])
    else:
        light = sum(parts) / len(parts)
    if space.name in ("Separation", "DeviceN"):
        light = 1 - light
    return 1 - (1 - light) * ink.alpha


def spoken_pages(document: PDF) -> Iterator[SpokenPage]:
    """The pages one after the other, numbered from 1, each turned as its text stands; none is kept."""
    for number, page in enumerate(PDFPage.create_pages(document.doc), start=1):
        yield _upright(SpokenPage(document, page, number))


def spoken_page(document: PDF, number: int) -> SpokenPage:
    """One page by its number, turned as its text stands."""
    page = next(islice(PDFPage.create_pages(document.doc), number - 1, None))
    return _upright(SpokenPage(document, page, number))


def _upright(page: SpokenPage) -> SpokenPage:
    """The page, turned where most of its letters lie on their side or stand on their heads."""
    turns = Counter(
        round(char["angle"] / _QUARTER) * _QUARTER % _WHOLE
        for char in page.chars
        if not char["text"].isspace()
    )
    turn = turns.most_common(1)[0][0] if turns else 0
    if not turn:
        return page
    page.close()
    turned = page.page_obj
    turned.rotate = (turned.rotate + turn) % _WHOLE
    turned.attrs = {**turned.attrs, "Rotate": turned.rotate}
    upright = SpokenPage(page.pdf, turned, page.page_number)
    upright.turn = turn
    return upright
