"""What somebody needs, in plain words."""

from flask_babel import gettext as _

from app.domain.needs import Need


def need_words() -> dict[Need, str]:
    """Each need as it is asked, and as it is shown to who helps."""
    return {
        Need.EASY_READ: _("Easy Read"),
        Need.LARGE_PRINT: _("Large print"),
        Need.AUDIO: _("Read out loud"),
        Need.BSL: _("British Sign Language"),
        Need.PHONE_CALL: _("A phone call"),
        Need.SOMEONE_WITH_ME: _("Someone with me"),
    }
