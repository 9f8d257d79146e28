"""A list without rules that is printed in blocks side by side: the words of each block by page."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from etl.read.borderless import is_rank, is_score, phrases
from etl.read.letters import Word, joined, visual_lines
from etl.read.titles import begins_a_name


def blocks_of(pages: Sequence[Sequence[Word]]) -> list[list[list[Word]]]:
    """The words of each block by page, in the order they are read; one block where there is no other.

    A line that runs over the space between two blocks, as a title does, is of the first.
    """
    lines_of_pages = [visual_lines(words) for words in pages]
    spans = joined(span for lines in lines_of_pages for line in lines for span in _rows(line))
    begins = [left for left, _ in spans[1:]]
    blocks: list[list[list[Word]]] = [[[] for _ in pages] for _ in (0, *begins)]
    for page, lines in enumerate(lines_of_pages):
        for line in lines:
            runs_over = _runs_over(line, begins) and not list(_rows(line))
            for word in line:
                block = 0 if runs_over else bisect_right(begins, word.middle)
                blocks[block][page].append(word)
    return blocks


def _rows(line: Sequence[Word]) -> Iterator[tuple[float, float]]:
    """How far each row on a line goes, from the rank before its name to its score."""
    begin: float | None = None
    for before, word in zip((None, *line), line, strict=False):
        if begins_a_name(word.text):
            begin = (before if before and is_rank(before.text) else word).left
        elif begin is not None and is_score(word):
            yield begin, word.right
            begin = None


def _runs_over(line: Sequence[Word], begins: Sequence[float]) -> bool:
    """Whether words that nothing but a space parts stand on both sides of where a block begins."""
    return any(
        phrase[0].left < begin < phrase[-1].right for phrase in phrases(line) for begin in begins
    )
