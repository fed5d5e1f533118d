"""The question for photos: what was sent is made safe and kept when the form is checked, and never asked for twice."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.datastructures import FileStorage
from wtforms import Form, MultipleFileField
from wtforms.validators import StopValidation
from wtforms.widgets import FileInput

from app.outside.photos import NotUsable, Why
from app.web.access import current_access
from app.web.held import Held, files, held_by, hold, word_for

MOST_AT_ONCE = 6


class Photos(MultipleFileField):
    """Photos and papers. `data` is what is held of them; `NAME_kept` are words for those held before.

    `instead` is said of a photo that cannot be used: what else to do.
    """

    data: Any
    errors: Any

    def __init__(self, label: Any, *, most: int = MOST_AT_ONCE, instead: Any = None, **options: Any) -> None:  # noqa: ANN401
        super().__init__(label, widget=FileInput(multiple=most > 1), **options)
        self.most, self.instead = most, instead

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:  # noqa: ANN401, ARG002
        """Take what was sent; nothing is opened yet."""
        self.errors, self.object_data = [], None
        self.data: list[Held] = []
        sent = formdata.getlist(self.name) if formdata else []
        self.sent = [file for file in sent if isinstance(file, FileStorage) and file.filename]
        self.words = formdata.getlist(self.kept_name)[: self.most + 1] if formdata else []

    @property
    def kept_name(self) -> str:
        """The name of the words for what is held."""
        return f"{self.name}_kept"

    @property
    def given(self) -> bool:
        """Whether any photo came, or came before."""
        return bool(self.sent or self.words)

    @property
    def kept(self) -> list[tuple[str, Held]]:
        """What is held, each with the word for it."""
        return [(word_for(held), held) for held in self.data]

    def pre_validate(self, form: Form) -> None:  # noqa: ARG002 - WTForms passes it
        """Make each safe and keep it: also when another is refused, so that none has to be chosen again."""
        found = [held_by(str(word)) for word in self.words]
        self.data = [held for held in found if held]
        gone = len(found) - len(self.data)
        if gone:
            self.errors = [ngettext("Choose the photo again", "Choose the photos again", gone)]
        if len(self.sent) + len(self.data) > self.most:
            self.sent = self.sent[: max(0, self.most - len(self.data))]
            many = _("Send at most %(most)s photos at a time", most=self.most)
            self.errors = [*self.errors, many if self.most > 1 else _("Send one photo")]
        self.errors = [*self.errors, *(sentence for file in self.sent if (sentence := self._hold(file)))]
        self.data = list(dict.fromkeys(self.data))
        if self.errors:
            raise StopValidation

    def _hold(self, file: FileStorage) -> str | None:
        try:
            self.data.append(hold(files(), current_access().pot.id, file.stream))
        except NotUsable as refused:
            broken = refused.why in {Why.TOO_LARGE, Why.BROKEN}
            return str(self.instead) if self.instead and broken else sentence_of(refused)
        except OSError:
            return _("We could not keep the photo just now. Try again in a minute, or save without it")
        return None


def sentence_of(refused: NotUsable) -> str:
    """What to do instead."""
    return {
        Why.EMPTY: _("There is nothing in that file. Choose it again"),
        Why.TOO_LARGE: _("We could not use that photo: it is too large. Take it again, or type the amount"),
        Why.KIND: _("Choose a photo (JPEG, PNG or WebP) or a PDF"),
        Why.HEIC: _("We cannot read this kind of photo (HEIC). Take it again with this page, or save it as JPEG first"),
        Why.BROKEN: _("We could not use that photo. Take it again, or type the amount"),
    }[refused.why]
