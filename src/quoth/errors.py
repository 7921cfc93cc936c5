"""Every error Quoth raises on purpose, each with its facts and what to do about it.

QuothError
├── UsageError                 the person asked for something that cannot be done as asked
│   ├── QuestionError          a question that is empty, too long or not text
│   ├── SettingsError          a setting that is unknown, malformed or out of range
│   ├── PathNotFoundError      a path to ingest that is not there
│   ├── SourceError            a folder or URL to ingest that cannot be listed
│   ├── QuestionFileError      a question file with a line that cannot be read
│   ├── ExpectedSpanError      a span that should answer and does not exist
│   ├── VerifyFileError        a file to verify that holds no citations
│   ├── PairsFileError         a file of pairs to highlight that cannot be read
│   └── UnknownError           a document, version or answer that the library does not hold
├── ReadingError               one document could not be read (the others go on)
├── LibraryError               the database
│   ├── LibraryMissingError    there is none where one was expected
│   ├── LibraryMismatchError   it was built with other settings
│   ├── LibraryDamagedError    it is not a library, or it is broken
│   ├── LibraryBusyError       another process is writing
│   └── DiskFullError          no room left to write
├── ModelError                 model weights that are absent or not the expected ones
│   └── NoMarksError           no reader that can say which words answer
├── PortInUseError             the server's address is taken
├── OverloadedError            more questions at once than the queue holds
├── ReadOnlyError              a change was asked for where none is allowed
├── ServiceError               a Quoth server that was asked over HTTP refused
│   └── UnreachableError       none answered
├── RateLimitedError           one client asks more often than it may
└── UnknownHostError           the server was asked by a name that is not its own
"""

from __future__ import annotations

from pathlib import Path


class QuothError(Exception):
    """The root of the tree. `str(error)` says what happened and what to do."""

    code: str = "error"

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(f"{message} {hint}".strip())
        self.message = message
        self.hint = hint


class UsageError(QuothError):
    """What was asked cannot be done as asked."""

    code = "usage"


class QuestionError(UsageError):
    """A question that cannot be asked: empty, too long, or not text."""

    code = "bad_question"


class SettingsError(UsageError):
    """A setting that is unknown, malformed or out of range."""

    code = "bad_settings"


class PathNotFoundError(UsageError):
    """A path to ingest that does not exist."""

    code = "path_not_found"

    def __init__(self, path: Path | str) -> None:
        super().__init__(f"There is no file or folder {path}.", "Check the spelling; nothing was changed.")
        self.path = path


class SourceError(UsageError):
    """A folder or URL to ingest that cannot be listed, or a URL of a kind that cannot be used so."""

    code = "bad_source"

    def __init__(self, where: str, why: str, hint: str) -> None:
        super().__init__(f"{where} cannot be used: {why}.", hint)
        self.where, self.why = where, why


class QuestionFileError(UsageError):
    """A question file with a line that cannot be read."""

    code = "bad_question_file"

    def __init__(self, path: Path, line: int | None, why: str, hint: str = "") -> None:
        where = f"{path}, line {line}" if line is not None else f"{path}"
        super().__init__(
            f"{where}: {why}.",
            hint or 'Each line is a JSON object with at least "id" and "question" (see docs/evaluation.md).',
        )
        self.path, self.line, self.why = path, line, why


class ExpectedSpanError(UsageError):
    """A span that is expected to answer and does not exist."""

    code = "bad_span"

    def __init__(self, span: str, why: str) -> None:
        super().__init__(
            f"{span} is no span of a document: {why}.",
            "Give DOC#START-END in code points of its text, or DOC#WORDS with words that stand in it.",
        )
        self.span, self.why = span, why


class VerifyFileError(UsageError):
    """A file to verify that holds no citations."""

    code = "bad_verify_file"

    def __init__(self, path: str, why: str) -> None:
        super().__init__(
            f"{path}: {why}.",
            "Give a file with outcomes, quotes or citations as JSON, as `quoth ask --json` prints them.",
        )
        self.path, self.why = path, why


class PairsFileError(UsageError):
    """A file of pairs to highlight that cannot be read."""

    code = "bad_pairs_file"

    def __init__(self, file: str, why: str) -> None:
        super().__init__(f"{file}: {why}.", 'Each line must be {"id", "question", "text"}, texts of at most 20,000 characters.')
        self.file, self.why = file, why


class UnknownError(UsageError):
    """A document, version or answer that the library does not hold."""

    code = "not_found"

    def __init__(
        self, what: str, name: str, hint: str = "`GET /v1/documents` and `quoth status --documents` list what it holds."
    ) -> None:
        super().__init__(f"The library holds no {what} {name!r}.", hint)
        self.what, self.name = what, name


class ReadingError(QuothError):
    """One document could not be read. The ingest goes on and lists it.

    Attributes:
        has_lost_its_text: Its bytes could be read and hold no text, so what it said before no longer stands.
    """

    code = "unreadable"

    def __init__(self, message: str, hint: str = "", *, has_lost_its_text: bool = False) -> None:
        super().__init__(message, hint)
        self.has_lost_its_text = has_lost_its_text


class LibraryError(QuothError):
    """The database."""

    code = "library"


class LibraryMissingError(LibraryError):
    """There is no library where one was expected."""

    code = "library_missing"

    def __init__(self, where: str) -> None:
        super().__init__(f"There is no library at {where}.", "Build one with `quoth ingest FOLDER`.")
        self.where = where


class LibraryMismatchError(LibraryError):
    """The library was built with another value of a setting that shapes its data."""

    code = "library_mismatch"

    def __init__(self, where: str, setting: str, value: str, stored: str, given: str) -> None:
        variable = "QUOTH_" + setting.replace(".", "__").upper()
        super().__init__(
            f"Library {where} was built with {setting} = {stored}; the settings say {given}.",
            f"Run `quoth ingest --rebuild` to build it anew from the stored texts, or set {variable}={value}.",
        )
        self.where, self.setting, self.value, self.stored, self.given = where, setting, value, stored, given


class LibraryDamagedError(LibraryError):
    """The file is not a library, or it is broken."""

    code = "library_damaged"

    def __init__(self, where: str, why: str) -> None:
        super().__init__(
            f"Library {where} cannot be read: {why}.",
            "Restore it from a backup, or move it away and run `quoth ingest FOLDER` again.",
        )
        self.where, self.why = where, why


class LibraryBusyError(LibraryError):
    """Another process is writing to the library."""

    code = "library_busy"

    def __init__(self, where: str, waited_s: float) -> None:
        super().__init__(
            f"Another process is writing to library {where}; waited {waited_s:.0f} s.",
            "Wait for it to finish and run the command again; nothing was changed.",
        )
        self.where, self.waited_s = where, waited_s


class DiskFullError(LibraryError):
    """No room left to write."""

    code = "disk_full"

    def __init__(self, where: str) -> None:
        super().__init__(
            f"No room left to write {where}.",
            "Free some space and run the command again; what was stored before is intact.",
        )
        self.where = where


class ModelError(QuothError):
    """Model weights that are absent or not the expected ones."""

    code = "model"


class NoMarksError(ModelError):
    """The settings name no reader that can say which words answer."""

    code = "no_marks"

    def __init__(self, model: str, language: str = "en") -> None:
        super().__init__(
            f"reader.model = {model} cannot say which words answer."
            if language == "en"
            else f"reader.model = {model} cannot say which words answer: the shipped reader reads English only; library.language is {language}.",
            "Set QUOTH_READER__MODEL to the folder of a Hugging Face model for question answering"
            + (", or to builtin." if language == "en" else ", or mark English texts with QUOTH_LIBRARY__LANGUAGE=en."),
        )
        self.model = model


class PortInUseError(QuothError):
    """The server's address is taken."""

    code = "port_in_use"

    def __init__(self, host: str, port: int) -> None:
        super().__init__(f"Port {port} on {host} is in use.", f"Try `quoth serve --port {port + 1}`.")
        self.host, self.port = host, port


class OverloadedError(QuothError):
    """More questions at once than the queue holds."""

    code = "overloaded"

    def __init__(self, waiting: int) -> None:
        super().__init__(f"{waiting} questions are waiting already.", "Try again in a few seconds.")
        self.waiting = waiting


class ReadOnlyError(QuothError):
    """A change was asked for where `server.read_only` allows none."""

    code = "read_only"

    def __init__(self) -> None:
        super().__init__(
            "Nothing can be changed here: server.read_only is set.", "Whoever runs Quoth changes documents with `quoth ingest`."
        )


class ServiceError(QuothError):
    """A Quoth server that was asked over HTTP refused.

    Attributes:
        status: HTTP status; 0 where none came.
        said: The code that the server gave.
    """

    code = "service"

    def __init__(self, status: int, said: str, message: str, hint: str = "") -> None:
        super().__init__(message, hint)
        self.status, self.said = status, said


class UnreachableError(ServiceError):
    """No Quoth server answered over HTTP."""

    code = "unreachable"

    def __init__(self, where: str, why: str) -> None:
        super().__init__(0, self.code, f"No Quoth server answers at {where} ({why}).", "Start it with `quoth serve`.")
        self.where, self.why = where, why


class RateLimitedError(QuothError):
    """One client asks more often than it may."""

    code = "rate_limited"

    def __init__(self, per_minute: int, wait_s: float) -> None:
        super().__init__(
            f"That is more than {per_minute:,} requests in a minute.",
            "Wait a moment; server.requests_per_minute sets the limit.",
        )
        self.per_minute, self.wait_s = per_minute, wait_s


class UnknownHostError(QuothError):
    """The server was asked by a name that is not its own."""

    code = "unknown_host"

    def __init__(self, host: str) -> None:
        super().__init__(
            f"This server does not answer to the name {host!r}.",
            'If it is one of its names, add it to server.hosts (QUOTH_SERVER__HOSTS=["NAME"]) and start the server anew.',
        )
        self.host = host
