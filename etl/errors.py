"""The one error that stops a build: an input that cannot be used as it is."""

from pathlib import Path

from ita.wording import LANGUAGES, Say


class InputError(Exception):
    """An input names a file, a line, a column and a remedy, in Thai and in English."""

    def __init__(
        self,
        key: str,
        /,
        *,
        file: Path | str,
        line: int | None = None,
        column: str | None = None,
        **values: object,
    ) -> None:
        self.key = key
        self.file = str(file)
        self.line = line
        self.column = column
        self.values = values
        super().__init__(self.message("en"))

    def message(self, language: str) -> str:
        """Where, what and what to do, in one language."""
        say = Say("th" if language == "th" else "en")
        where = [self.file]
        if self.line is not None:
            where.append(say("input.line", line=self.line))
        if self.column is not None:
            where.append(say("input.column", column=self.column))
        return f"{' · '.join(where)}: {say(f'input.{self.key}', **self.values)}"

    def __str__(self) -> str:
        return "\n".join(self.message(language) for language in LANGUAGES)
