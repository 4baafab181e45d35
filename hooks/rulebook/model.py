"""The one description of the format: what a rule file may hold.

Every model is frozen and refuses unknown keys. From the models come the checking, the JSON Schemas
and the field tables in CONTRIBUTING.md, so each field carries its sentence of documentation.
"""

import re
from datetime import date
from typing import Annotated, Any, ClassVar, Literal, get_args

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, field_validator, model_validator

Edition = Literal["sv", "sv-FI", "en"]
Country = Literal["SE", "FI"]
Force = Literal["must", "must-not", "should", "should-not", "may", "right", "fact"]
Phase = Literal["plan", "open", "run", "moderate", "archive", "close", "any"]
Form = Literal["page", "checklist", "decision", "steps", "template", "contact"]
Counting = Literal["code-points", "x-post", "x-weighted", "graphemes-bytes", "graphemes-url23"]
Audience = Literal[
    "all", "employee", "novice", "account-owner", "head", "supervisor", "researcher", "teacher",
    "communications", "project-team", "event-organiser", "harassment-target", "student-ambassador",
]  # fmt: skip
EDITIONS: tuple[Edition, ...] = get_args(Edition)
FORCES: tuple[Force, ...] = get_args(Force)

PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*)\}")
MARKUP = re.compile(r"<\s*[a-zA-Z/!?]|javascript:|&[a-z]+;|&#", re.IGNORECASE)

UNPRINTABLE = re.compile(r"[^\S \n\xa0\u202f]|[\x00-\x08\x0e-\x1f\x7f-\x9f]")


def _is_day(words: str) -> str:
    try:
        date.fromisoformat(words)
    except ValueError:
        raise ValueError(f"found '{words}'; expected a day of the calendar") from None
    return words


def _is_said(words: str) -> str:
    if not words.strip():
        raise ValueError("is empty; expected words")
    if found := UNPRINTABLE.search(words):
        raise ValueError(f"holds the invisible character U+{ord(found.group()):04X}; expected words")
    return words


Words = Annotated[str, AfterValidator(_is_said)]
Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", max_length=60)]
Date = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}$"), AfterValidator(_is_day)]
Revision = Annotated[int, Field(ge=1)]
Colour = Annotated[str, StringConstraints(pattern=r"^#[0-9a-f]{6}$")]
Address = Annotated[str, StringConstraints(pattern=r"^(https://[^\s\"'<>]+|[^\s@\"'<>:]+@[^\s@\"'<>:]+)$")]


class Model(BaseModel):
    """What all parts of the format share."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


# ---------------------------------------------------------------- words


class Text(Model):
    """Words by language: Swedish (`sv`, `sv-FI` or both) and English. Plain text, no markup."""

    limit: ClassVar[int] = 400

    sv: str | None = Field(None, description="Swedish in Sweden.")
    sv_fi: str | None = Field(None, alias="sv-FI", description="Swedish in Finland, where it needs other words.")
    en: str | None = Field(None, description="British English.")

    @field_validator("sv", "sv_fi", "en")
    @classmethod
    def _is_plain(cls, words: str | None) -> str:
        words = _is_said(words or "")
        if found := MARKUP.search(words):
            raise ValueError(f"found '{found.group()}'; expected plain text without HTML or script")
        if len(words) > cls.limit:
            raise ValueError(f"is {len(words)} characters long; expected at most {cls.limit}")
        return words

    @model_validator(mode="after")
    def _has_both_languages(self) -> "Text":
        if not (self.sv or self.sv_fi):
            raise ValueError("has no Swedish words; expected 'sv' or 'sv-FI'")
        if not self.en:
            raise ValueError("has no English words; expected 'en'")
        swedish = PLACEHOLDER.findall(self.sv or self.sv_fi or "")
        for edition, words in self.given().items():
            found = set(PLACEHOLDER.findall(words))
            if found != set(swedish):
                different = ", ".join(f"{{{name}}}" for name in sorted(found ^ set(swedish)))
                raise ValueError(f"the placeholders differ between languages: {different} ('{edition}')")
        return self

    def given(self) -> dict[Edition, str]:
        """Return the words there are, by edition."""
        words: dict[Edition, str | None] = {"sv": self.sv, "sv-FI": self.sv_fi, "en": self.en}
        return {edition: text for edition, text in words.items() if text}


class Title(Text):
    """A title: at most 70 characters."""

    limit: ClassVar[int] = 70


class Long(Text):
    """A text that is copied, or a longer explanation: at most 2,400 characters."""

    limit: ClassVar[int] = 2400


class Original(Model):
    """A title in the languages that the document itself is written in."""

    sv: Words | None = None
    sv_fi: Words | None = Field(None, alias="sv-FI")
    en: Words | None = None

    @model_validator(mode="after")
    def _has_a_language(self) -> "Original":
        if not (self.sv or self.sv_fi or self.en):
            raise ValueError("is empty; expected the title in the language of the document")
        return self

    def given(self) -> dict[Edition, str]:
        """Return the words there are, by edition."""
        words: dict[Edition, str | None] = {"sv": self.sv, "sv-FI": self.sv_fi, "en": self.en}
        return {edition: text for edition, text in words.items() if text}


class Keywords(Model):
    """What people type when they look for it, by language."""

    sv: tuple[Words, ...] = ()
    sv_fi: tuple[Words, ...] = Field((), alias="sv-FI")
    en: tuple[Words, ...] = ()

    def given(self) -> dict[Edition, tuple[str, ...]]:
        """Return the keywords there are, by edition."""
        words: dict[Edition, tuple[str, ...]] = {"sv": self.sv, "sv-FI": self.sv_fi, "en": self.en}
        return {edition: found for edition, found in words.items() if found}


class Plural(Model):
    """Words that change with a number."""

    one: Words = Field(description="For one.")
    other: Words = Field(description="For any other number.")

    def __str__(self) -> str:
        """Return both forms."""
        return f"{self.one} / {self.other}"


class String(Model):
    """A word or sentence of the interface. `sv-FI` only where it differs from `sv`."""

    sv: str | Plural = Field(description="Swedish in Sweden.")
    sv_fi: str | Plural | None = Field(None, alias="sv-FI", description="Swedish in Finland, where it needs other words.")
    en: str | Plural = Field(description="British English.")

    @field_validator("sv", "sv_fi", "en")
    @classmethod
    def _is_said(cls, words: str | Plural | None) -> str | Plural | None:
        return _is_said(words) if isinstance(words, str) else words

    @model_validator(mode="after")
    def _agrees(self) -> "String":
        forms = {edition: _placeholders(words) for edition, words in self.given().items()}
        for edition, found in forms.items():
            if found != forms["sv"]:
                different = ", ".join(f"{{{name}}}" for name in sorted(found ^ forms["sv"]))
                raise ValueError(f"the placeholders differ between languages: {different} ('{edition}')")
        return self

    def given(self) -> dict[Edition, str | Plural]:
        """Return the words there are, by edition."""
        words: dict[Edition, str | Plural | None] = {"sv": self.sv, "sv-FI": self.sv_fi, "en": self.en}
        return {edition: text for edition, text in words.items() if text}


def _placeholders(words: str | Plural) -> set[str]:
    forms = [words] if isinstance(words, str) else [words.other]
    return {name for form in forms for name in PLACEHOLDER.findall(form)}


# ---------------------------------------------------------------- what a host decides


class Shades(Model):
    """A colour on light and on dark pages, as `#1d5a4c`."""

    light: Colour
    dark: Colour


class Colours(Model):
    """The two colours that a host may choose. What they mean, and all others, stays."""

    action: Shades | None = Field(None, description="Links, buttons, what is done.")
    line: Shades | None = Field(None, description="The line: where you are, how far you have come.")


class Security(Model):
    """Where to report a hole in the site, for `.well-known/security.txt`."""

    contact: Address
    expires: Date = Field(description="The day until which this holds; at most a year ahead.")


class Site(Model):
    """What the university that publishes the site decides: `site.yml`. Everything in it may be left out."""

    name: Title = Field(Title.model_validate({"sv": "Rättesnöre", "en": "Rättesnöre"}), description="What the site is called.")
    universities: tuple[Id, ...] = Field((), description="The universities to show; all where left out.")
    editor: Address | None = Field(None, description="Whom to tell of a mistake: an e-mail or web address.")
    security: Security | None = Field(None, description="Where to report a hole in the site.")
    colours: Colours = Field(Colours(), description="The host's own colours.")


# ---------------------------------------------------------------- universities and what they say


class Section(Model):
    """A section of a source document."""

    id: Id
    title: Original = Field(description="The heading, as the document has it.")


class Document(Model):
    """A source document of a university."""

    id: Id
    title: Original = Field(description="The title, as the document has it.")
    date: Date | None = Field(None, description="The date in the document; left out where it has none.")
    where: Text | None = Field(None, description="Where the document is found.")
    missing: tuple[Text, ...] = Field((), description="Parts that the document refers to and that we do not have.")
    sections: tuple[Section, ...] = Field(description="Its sections, in order.")


class Contact(Model):
    """Whom to turn to: a role, never a person's name."""

    id: Id
    role: Title
    for_what: Text = Field(alias="for", description="What they help with.")
    where: Text | None = Field(None, description="How to reach them, where the source says so.")


class University(Model):
    """A university: `universities/<id>.yml`."""

    id: Id
    prefix: Id = Field(description="What the ids of its rules begin with.")
    name: Title
    short: Title = Field(description="The name as badges show it.")
    called: tuple[Words, ...] = Field((), description="The words that running text knows it by, without a final s: `Lund`.")
    country: Country
    variety: Literal["sv", "sv-FI"] = Field(description="The Swedish that its rules are written in.")
    documents: Annotated[tuple[Document, ...], Field(min_length=1)]
    contacts: tuple[Contact, ...] = Field((), description="Whom to turn to; first aid names them.")


class Passage(Model):
    """One statement of a source document: `passages/<university>.yml`."""

    id: Id
    document: Id
    section: Id
    lines: dict[Edition, tuple[int, int]] = Field(description="First and last line in the text of each language.")
    force: Force
    form: Form = Field(description="How a reader is best served with it.")
    matters: bool = Field(False, description="True where the languages of the document ask for different things.")


class Every(Model):
    """How often a duty comes back."""

    hours: int | None = Field(None, ge=1)
    days: int | None = Field(None, ge=1)
    months: int | None = Field(None, ge=1)

    @model_validator(mode="after")
    def _is_one(self) -> "Every":
        if sum(value is not None for value in (self.hours, self.days, self.months)) != 1:
            raise ValueError("expected exactly one of hours, days, months")
        return self


class CheckLaw(Model):
    """The law has moved since the document was written."""

    date: Date = Field(description="The day the law was read.")
    law: Id = Field(description="The law, in `law.yml`.")
    text: Text = Field(description="What the law says now.")


class Rule(Model):
    """One duty, right, prohibition, advice or fact of one university: `rules/<university>/<topic>.yml`."""

    id: Id = Field(description="Stable for ever: anchor, storage key, link target.")
    was: tuple[Id, ...] = Field((), description="Ids it had before it was renamed or split.")
    cites: Annotated[tuple[Id, ...], Field(min_length=1)] = Field(description="The passages it rests on.")
    force: Force = Field(description="How strong it is. The words of every language agree with it.")
    audience: Annotated[tuple[Audience, ...], Field(min_length=1)] = Field(description="Whom it is for.")
    phase: Phase = Field(description="Where in the life of an account it belongs.")
    rev: Revision = Field(description="Raised by hand when the duty changes, not for a typo.")
    title: Title = Field(description="Two to six words, the answer or the command.")
    text: Text = Field(description="One or two plain sentences.")
    why: Text | None = Field(None, description="The reason, where the source gives one.")
    keywords: Keywords = Field(Keywords(), description="What people type.")
    every: Every | None = Field(None, description="For a duty that comes back.")
    differs: Text | None = Field(None, description="Where the document's languages differ: both readings, in one line.")
    unclear: Text | None = Field(None, description="Where the document contradicts itself: both readings, and whom to ask.")
    check_law: CheckLaw | None = Field(None, description="Where the law has moved since the document was written.")


class Topic(Model):
    """A topic: the name of a rule file, and its heading. `topics.yml`"""

    id: Id
    title: Title


class NavSection(Model):
    """An entry of the menu: `nav.yml`. At most seven; with one page it is that page."""

    id: Id
    title: Title
    pages: Annotated[tuple[Id, ...], Field(min_length=1)] = Field(description="The keys of its pages, in order.")


# ---------------------------------------------------------------- the comparison


class Answer(Model):
    """What one university says to a question. Without `says`, its document is silent."""

    says: Text | None = Field(None, description="The answer in a sentence. Leave out where the document does not say.")
    rules: tuple[Id, ...] = Field((), description="The rules the answer rests on.")

    @model_validator(mode="after")
    def _rests_on_rules(self) -> "Answer":
        if self.says and not self.rules:
            raise ValueError("has an answer but no rules; expected the rules it rests on")
        if self.rules and not self.says:
            raise ValueError("has rules but no answer; expected 'says'")
        return self


class Question(Model):
    """What staff ask, and the answer of each university: `questions.yml`."""

    id: Id
    topic: Id
    question: Text
    agreement: Literal["same", "differs", "only-one"]
    note: Text | None = Field(None, description="What they share and where they differ.")
    answers: dict[Id, Answer] = Field(description="By university. One that is left out is silent.")
    keywords: Keywords = Keywords()


# ---------------------------------------------------------------- components


class Link(Model):
    """A link to a component or page that helps. Exactly one key."""

    checklist: Id | None = None
    tree: Id | None = None
    description: Id | None = None
    message: Id | None = None
    steps: Id | None = None
    page: Id | None = Field(None, description="The `key` of a page.")

    @model_validator(mode="after")
    def _is_one(self) -> "Link":
        if len(self.model_fields_set) != 1:
            raise ValueError("expected exactly one of checklist, tree, description, message, steps, page")
        return self

    @property
    def target(self) -> tuple[str, str]:
        """Return (kind, id) of what it leads to."""
        kind = next(iter(self.model_fields_set))
        return kind, getattr(self, kind)


class Component(Model):
    """What every component has. Its file's name is its id."""

    kind: ClassVar[str]

    id: Id
    title: Title
    lead: Text = Field(description="What it is for, in one or two sentences.")
    keywords: Keywords = Keywords()


class Item(Model):
    """One thing to do in a checklist, in words that fit every university."""

    id: Id
    was: tuple[Id, ...] = ()
    rev: Revision
    text: Text
    why: Text | None = None
    rules: Annotated[tuple[Id, ...], Field(min_length=1)] = Field(description="The rules behind it, of any university.")
    links: tuple[Link, ...] = ()


class Group(Model):
    """A part of a checklist, done at one time."""

    id: Id
    title: Title
    items: Annotated[tuple[Item, ...], Field(min_length=1)]


class Checklist(Component):
    """Things to do and tick: `checklists/<id>.yml`."""

    kind: ClassVar[str] = "checklist"

    groups: Annotated[tuple[Group, ...], Field(min_length=1)]
    links: tuple[Link, ...] = Field((), description="What is used together with the whole list; stands in its menu.")

    @property
    def items(self) -> list[Item]:
        """Return the items of all groups."""
        return [item for group in self.groups for item in group.items]


class Choice(Model):
    """An answer to a question of a tree."""

    text: Text
    hint: Text | None = None
    next: Id = Field(description="The question or outcome it leads to.")
    university: Id | None = Field(None, description="The answer means that this university is chosen.")


class Unsure(Model):
    """The answer "I don't know": every question has one."""

    hint: Text = Field(description="What it leads to.")
    next: Id


class TreeQuestion(Model):
    """A question of a tree."""

    id: Id
    text: Text
    help: Text | None = None
    rules: tuple[Id, ...] = Field((), description="Rules that the question itself rests on.")
    answers: Annotated[tuple[Choice, ...], Field(min_length=2)]
    unsure: Unsure = Field(description='Where "I don\'t know" leads.')


class Who(Model):
    """Whom to turn to, and when."""

    who: Title
    when: Text


class Outcome(Model):
    """The end of a path: what to do, whom to ask, and why."""

    id: Id
    title: Title = Field(description="The answer, as a command.")
    do: Annotated[tuple[Text, ...], Field(min_length=1)] = Field(description="What to do now.")
    ordered: bool = Field(True, description="False where the order does not matter.")
    avoid: tuple[Text, ...] = Field((), description="What not to do.")
    ask: Annotated[tuple[Who, ...], Field(min_length=1)] = Field(description="Whom to turn to.")
    rules: tuple[Id, ...] = Field((), description="The rules it rests on.")
    laws: tuple[Id, ...] = ()
    silent: Text | None = Field(None, description="Where the guideline does not say: what it leaves open.")
    links: tuple[Link, ...] = ()

    @model_validator(mode="after")
    def _rests_on_something(self) -> "Outcome":
        if not self.rules and not self.silent:
            raise ValueError("rests on no rules; expected 'rules', or 'silent' where the guideline does not say")
        return self


class Tree(Component):
    """Questions that lead to advice: `trees/<id>.yml`. Plain data, no conditions."""

    kind: ClassVar[str] = "tree"

    start: Id = Field(description="The first question.")
    private: bool = Field(False, description="True where the answers must leave no trace in the address or the history.")
    questions: Annotated[tuple[TreeQuestion, ...], Field(min_length=1)]
    outcomes: Annotated[tuple[Outcome, ...], Field(min_length=1)]


class Blank(Model):
    """A field to fill in."""

    id: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")] = Field(description="The placeholder: `{id}` in the text.")
    label: Title
    hint: Text | None = None
    example: Text = Field(description="An example that shows the form, not a real one.")
    kind: Literal["text", "email", "url", "long"] = "text"
    max: Annotated[int, Field(ge=5, le=600)] = Field(60, description="The most characters it may hold.")
    missing: Text = Field(description="What the reader is told when it is empty.")


class Required(Model):
    """Something the text must hold, and the rules that ask for it."""

    id: Id
    text: Text
    fields: tuple[str, ...] = Field((), description="Fields that must be filled in for it; none where the fixed words hold it.")
    outside: bool = Field(False, description="True where it is done beside the text, such as a picture: the text cannot hold it.")
    rules: Annotated[tuple[Id, ...], Field(min_length=1)]


class Body(Model):
    """The text to copy, in one place of one or more platforms."""

    id: Id
    title: Title
    platforms: tuple[str, ...] = Field((), description="`platform.field` of `platforms.yml`; the text fits each of them.")
    universities: tuple[Id, ...] = Field((), description="Whose staff it is for; everyone's where left out.")
    lacks: tuple[Id, ...] = Field((), description="Required elements that it has no room for; the reader is told before copying.")
    text: Long = Field(description="The text, with `{fields}`.")


class Template(Component):
    """A text to fill in and copy."""

    universities: tuple[Id, ...] = Field((), description="Whose staff it is for; everyone's where left out.")
    fields: Annotated[tuple[Blank, ...], Field(min_length=1)]
    bodies: Annotated[tuple[Body, ...], Field(min_length=1)] = Field(description="The texts, from long to short.")
    required: tuple[Required, ...] = ()
    note: Text | None = Field(None, description="What the reader should know before copying.")
    rules: tuple[Id, ...] = Field((), description="Other rules that the text follows.")


class Description(Template):
    """An account description: `descriptions/<id>.yml`."""

    kind: ClassVar[str] = "description"


class Message(Template):
    """A message that comes with running an account: `messages/<id>.yml`."""

    kind: ClassVar[str] = "message"


class Step(Model):
    """One thing to do, in a fixed order."""

    id: Id
    rev: Revision = 1
    title: Title = Field(description="A command of two to six words.")
    text: Text
    how: tuple[Text, ...] = Field((), description="How to do it, folded beneath.")
    side: Literal["both", "target", "helper"] = Field(
        "both", description="Who takes it: the one who is harassed, the manager or colleague who helps, or both."
    )
    next_actor: Text | None = Field(None, description="Who acts next.")
    off_hours: Text | None = Field(None, description="What can be done in the evening, at a weekend or on a holiday, and what can wait.")
    basis: Literal["university", "common", "official"] = Field(
        description="`university`: its rules say so. `common`: common practice. `official`: an authority's advice."
    )
    rules: tuple[Id, ...] = ()
    laws: tuple[Id, ...] = ()
    routes: tuple[Id, ...] = Field((), description="Help routes, in `help.yml`.")
    links: tuple[Link, ...] = ()
    uses: Literal["log", "messages"] | None = Field(None, description="What further down the page it is done with.")

    @model_validator(mode="after")
    def _rests_on_rules(self) -> "Step":
        if self.basis == "university" and not self.rules:
            raise ValueError("rests on a university's rules but names none; expected 'rules'")
        return self


class Steps(Component):
    """Steps to take in order: `steps/<id>.yml`."""

    kind: ClassVar[str] = "steps"

    steps: Annotated[tuple[Step, ...], Field(min_length=1)]


# ---------------------------------------------------------------- facts


class Origin(Model):
    """Where a fact comes from."""

    name: Title = Field(description="Whose page or text it is.")
    at: str | None = Field(None, description="Its address.")
    date: Date = Field(description="The day the stored copy was read or is dated.")
    certain: Literal["high", "medium", "low"] = "high"


class Limit(Model):
    """How much fits in one place of a platform."""

    title: Title
    max: int = Field(ge=1)
    max_bytes: int | None = Field(None, ge=1)
    counting: Counting | None = Field(None, description="How this place counts, where it is not as the rest of the platform.")
    source: Origin
    confirmed: bool = Field(True, description='False where no primary source was found: shown as "not confirmed".')


class Platform(Model):
    """A platform and its limits: `platforms.yml`."""

    id: Id
    name: Words
    was: Words | None = Field(None, description="An older name that people still type.")
    counting: Counting = Field(description="How it counts; see `counting.py`.")
    counting_confirmed: bool = Field(False, description="True where the platform itself says how it counts.")
    places: dict[Id, Limit]


class Law(Model):
    """A law, and what it says in a sentence: `law.yml`."""

    id: Id
    country: Country
    name: Text
    text: Text
    source: Origin
    keywords: Keywords = Keywords()


class Route(Model):
    """Somewhere to turn for help: `help.yml`."""

    id: Id
    country: Country
    name: Title
    text: Text
    phone: Annotated[str, StringConstraints(pattern=r"^\+?[0-9][0-9 -]*$")] | None = None
    url: str | None = None
    hours: Text | None = None
    languages: Text | None = None
    source: Origin


class Term(Model):
    """A field term and what it means: `terms.yml`."""

    id: Id
    term: Title
    text: Text
    keywords: Keywords = Keywords()


class WordGroup(Model):
    """Words that the search treats alike: `search.yml`."""

    id: Id
    use: Literal["synonyms", "stop", "faint", "urgent"] = Field(
        description="`synonyms`: each finds the others. `stop`: passed over in a query. `faint`: counts for less beside other words. "
        "`urgent`: the first-aid page comes first."
    )
    words: Keywords


class Front(Model):
    """What stands between two lines of `---` at the top of a page."""

    key: Id = Field(description="Stable for ever: the same page has it in every edition.")
    title: Words
    description: Words
    university: str = Field("", description="The university that the page is about.")
    template: Literal["", "first-aid.html"] = ""


AnyModel = type[Model]
Data = dict[str, Any]
