"""All settings, typed and frozen. Built once, at a door: arguments, then `QUOTH_GROUP__FIELD`, then `quoth.toml`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

from quoth.errors import SettingsError
from quoth.types import LanguageCode

# The name of a host without scheme and port; before a dot at its front, or alone, a star stands for anything.
_HostName = Annotated[str, Field(pattern=r"^(\*|(\*\.)?\w[\w.-]*)$")]


class _Group(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class LibrarySettings(_Group):
    """Where what Quoth knows is kept."""

    dir: Path = Field(Path("index"), description="Folder of the library: the database and the indexes built from it.")
    url: str = Field(
        "",
        description="SQLAlchemy URL of the database, such as postgresql+pg8000://quoth@db/quoth; empty for library.db in the folder.",
    )
    language: LanguageCode = Field(
        "en", description="Language of the documents and of the questions: en, de, es or fr; one for the whole library."
    )
    lock_timeout_s: float = Field(60, ge=0, description="How long a writer waits for another one, in seconds.")


class CorpusSettings(_Group):
    """What `quoth serve` reads when there is no library yet."""

    path: Path = Field(Path("corpus/documents"), description="Folder of documents; the shipped sample where there is none.")


class ReadingSettings(_Group):
    """How files are read."""

    max_bytes: int = Field(50_000_000, ge=1, description="Largest file that is read, in bytes.")
    max_characters: int = Field(100_000_000, ge=1, description="Longest text that a file may hold, in characters.")
    seconds: float = Field(300, gt=0, description="Longest time that reading one file may take, in seconds.")
    memory_mb: int = Field(2048, ge=256, description="Most memory that reading one file may take, in MB.")
    workers: int = Field(0, ge=0, le=256, description="Processes that read files; 0 takes one per processor core.")
    include: tuple[str, ...] = Field((), description="Patterns of the files to read, such as *.pdf; empty for all.")
    exclude: tuple[str, ...] = Field((), description="Patterns of files to pass over, such as drafts/**.")


class EncoderSettings(_Group):
    """The model that turns text into vectors."""

    model: str = Field("all-MiniLM-L6-v2", description="Installed model, or the folder of a sentence-transformers model.")
    dtype: Literal["auto", "float32", "bfloat16"] = Field(
        "auto", description="Number format; auto takes bfloat16 where the processor has it."
    )
    threads: int = Field(0, ge=0, description="Processor threads; 0 lets torch choose.")
    batch_size: int = Field(32, ge=1, description="Texts encoded at once during ingest.")
    runtime: Literal["torch", "openvino"] = Field(
        "torch",
        description="What runs the encoder and the reader shipped with Quoth: torch, or openvino, which is an extra (quoth[openvino]) "
        "and faster on Intel processors.",
    )


class ChunkingSettings(_Group):
    """How documents are cut into passages."""

    max_tokens: int = Field(160, ge=16, description="Most tokens of a passage, its context not counted.")
    context_tokens: int = Field(48, ge=8, description="Most tokens of title and headings encoded before a passage.")


class SearchSettings(_Group):
    """How passages are found."""

    depth: int = Field(50, ge=1, le=1000, description="Passages each index returns.")
    read: int = Field(20, ge=1, le=200, description="Fused passages whose sentences are scored.")


class WordsSettings(_Group):
    """What else words are searched as."""

    synonyms: tuple[tuple[str, ...], ...] = Field(
        (), description="Lists of words and phrases that mean the same; a question with one is also searched by the others."
    )


class ReaderSettings(_Group):
    """The trained model that reads question and text together."""

    model: str = Field(
        "auto",
        min_length=1,
        description="The reader shipped with Quoth (builtin), which reads English only; auto takes it for English and none for any other language; "
        "none: faster, less often right, less sure; or the folder (or installed package) of a Hugging Face model for question answering, or of a cross-encoder.",
    )
    windows: int = Field(12, ge=1, le=200, description="Pieces of text, of a few sentences each, that it reads for a question.")


class AnswerSettings(_Group):
    """What is shown."""

    k: int = Field(
        3,
        ge=1,
        le=20,
        description="Most quotes in an answer; more where sources disagree, a comparison is laid out, or a quote needs its header or lead-in.",
    )
    min_probability: float | None = Field(
        None, ge=0, le=1, description="Abstain below this probability; empty for the calibrated threshold."
    )
    stale_after_days: int | None = Field(
        None,
        ge=1,
        description="Mark quotes of documents older than this, in days, on the page and in the terminal; empty for never.",
    )
    max_question_characters: int = Field(2000, ge=1, description="Longest question, in characters.")


class ServerSettings(_Group):
    """The web server."""

    host: str = Field("127.0.0.1", description="Address to listen on; 0.0.0.0 opens it to the network.")
    port: int = Field(8000, ge=0, le=65535, description="Port to listen on; 0 takes a free one.")
    hosts: tuple[_HostName, ...] = Field(
        (),
        description="Names by which browsers reach the server, such as quoth.example.org or *.example.org; * for any. "
        "Addresses, localhost and server.host always do.",
    )
    queue: int = Field(32, ge=1, description="Questions that may wait at once; more are told to come back.")
    max_upload_bytes: int = Field(50_000_000, ge=1, description="Largest document that can be uploaded, in bytes.")
    requests_per_minute: int = Field(
        600, ge=0, description="Requests of one client in a minute; 0 for any number. This machine's own are not counted."
    )
    language: Literal["auto", "en", "de"] = Field(
        "auto", description="Language of the pages' own words; auto takes what the browser asks for."
    )
    suggest_asked: bool = Field(
        False, description="Suggest, to whoever types, questions that others asked and that were answered at least three times."
    )
    insight: bool = Field(True, description="Show the page Insight: what was asked, answered and quoted.")
    read_only: bool = Field(
        False,
        description="Let nobody change what answers over the network: no uploads, no removals, no curated answers. "
        "Commands on the server still do.",
    )
    keys: Path | None = Field(
        None,
        description="File with the sha256 of each client's key; then nothing is answered without one. Empty asks for none.",
    )


class LogSettings(_Group):
    """What is logged: events on stderr, questions in the library."""

    level: Literal["debug", "info", "warning", "error"] = Field("warning", description="Least severe level that is logged.")
    keep_questions: bool = Field(True, description="Keep the words of questions and their outcomes in the question log.")
    retention_days: int = Field(
        90, ge=0, le=36500, description="How long the question log and feedback are kept; 0 keeps none."
    )


class SlackSettings(_Group):
    """The Slack bot. Its tokens are no settings: they come from the environment or a file (docs/slack.md)."""

    quoth_url: str = Field("http://127.0.0.1:8000", description="Address of the Quoth server that the bot asks.")
    web_url: str = Field(
        "", description="Address of the web pages as people's browsers reach them; citations link there. Empty for no links."
    )
    slack_url: str = Field("https://slack.com/", description="Address of Slack; https://slack-gov.com/ for GovSlack.")
    host: str = Field("127.0.0.1", description="Address on which `quoth slack --http` listens.")
    port: int = Field(3000, ge=0, le=65535, description="Port on which `quoth slack --http` listens; 0 takes a free one.")
    teams: tuple[str, ...] = Field(
        (), description="Workspaces that may ask, such as T0123456789; empty for all that installed the bot."
    )
    channels: tuple[str, ...] = Field(
        (), description="Channels in which may be asked, such as C0123456789; empty for all. Direct messages always may."
    )
    shared_channels: bool = Field(False, description="Answer in channels that are shared with other organisations.")
    person_per_minute: int = Field(6, ge=1, description="Questions a person may ask in a minute.")
    channel_per_minute: int = Field(20, ge=1, description="Questions that may be asked in a channel in a minute.")
    auto_min_probability: float = Field(
        0.85, ge=0, le=1, description="Least probability of an answer that nobody asked the bot for."
    )
    auto_per_hour: int = Field(6, ge=0, description="Most answers that nobody asked the bot for, in a channel and hour.")
    auto_setters: tuple[str, ...] = Field(
        (), description="Who may let the bot answer unasked in a channel: people (U…); empty for everybody in the channel."
    )
    help: tuple[str, ...] = Field(
        (),
        description="Who is brought in by “still need help”: people (U…), groups (S…) or channels (C…); empty for no such button.",
    )
    examples: tuple[str, ...] = Field((), description="Questions shown as examples on the bot's home tab.")
    reaction: str = Field("eyes", description="Emoji put on a question while it is being answered; empty for none.")
    patience_s: float = Field(
        900,
        ge=0,
        description="How long a question waits for a Quoth server that is down or busy, in seconds; then the bot says so.",
    )
    remember_days: int = Field(
        30, ge=1, le=36500, description="How long the bot remembers questions and answers, for follow-ups and buttons."
    )
    workers: int = Field(4, ge=1, le=64, description="Questions that the bot has under way at once.")


class Settings(BaseSettings):
    """The whole table, frozen. `quoth settings` prints it."""

    model_config = SettingsConfigDict(
        frozen=True, extra="forbid", env_prefix="QUOTH_", env_nested_delimiter="__", toml_file="quoth.toml"
    )

    library: LibrarySettings = LibrarySettings()
    corpus: CorpusSettings = CorpusSettings()
    reading: ReadingSettings = ReadingSettings()
    encoder: EncoderSettings = EncoderSettings()
    chunking: ChunkingSettings = ChunkingSettings()
    search: SearchSettings = SearchSettings()
    words: WordsSettings = WordsSettings()
    reader: ReaderSettings = ReaderSettings()
    answer: AnswerSettings = AnswerSettings()
    server: ServerSettings = ServerSettings()
    log: LogSettings = LogSettings()
    slack: SlackSettings = SlackSettings()

    @model_validator(mode="after")
    def _check_reader(self) -> Self:
        if self.reader.model == "builtin" and self.library.language != "en":
            raise ValueError(
                f"reader.model = builtin reads English only, and library.language is {self.library.language}; set reader.model to auto or none"
            )
        return self

    @property
    def reads_with(self) -> str:
        """Return what reads: builtin, none, or where another model is."""
        if self.reader.model == "auto":
            return "builtin" if self.library.language == "en" else "none"
        return self.reader.model

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - pydantic names it
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - pydantic names it
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Put arguments first, then the environment, then `quoth.toml` in the current folder."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)


def load_settings(**groups: dict[str, Any]) -> Settings:
    """Build the settings. Arguments win over the environment, the environment over `quoth.toml`.

    Raises:
        SettingsError: A setting is unknown, malformed or out of range; the message names it.
    """
    try:
        return Settings(**groups)  # type: ignore[arg-type] # pydantic turns the tables into groups
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"])
        said = f"Setting {name}: {first['msg'].lower()} (given: {first.get('input')!r})."
        raise SettingsError(
            said if name else f"Settings do not fit together: {first['msg'].removeprefix('Value error, ')}.",
            "`quoth settings` lists all settings with their meaning.",
        ) from error
    except (ValueError, OSError) as error:
        raise SettingsError(f"quoth.toml or an environment variable cannot be read: {error}.", "Mend or remove it.") from error


def table(settings: Settings) -> list[tuple[str, str, str, str]]:
    """Return one row per setting: name, value, default, meaning."""
    rows: list[tuple[str, str, str, str]] = []
    for group_name in type(settings).model_fields:
        group: BaseModel = getattr(settings, group_name)
        for name, field in type(group).model_fields.items():
            value, default = getattr(group, name), field.default
            rows.append((f"{group_name}.{name}", _show(value), _show(default), field.description or ""))
    return rows


def _show(value: object) -> str:
    if isinstance(value, tuple):
        return " ".join(one if isinstance(one, str) else f"[{', '.join(one)}]" for one in value)
    return "" if value is None else str(value)
