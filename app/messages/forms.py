"""What may be said in a message."""

from flask_babel import lazy_gettext as _l

from app.web.forms import ChangeForm, LongText, Named, Needed


class SendMessage(ChangeForm):
    """A message to the broker's thread."""

    claim = Named()  # somebody who has left wrote it: it is taken with this
    body = LongText(_l("Your message"), validators=[Needed(_l("Write your message"))])
