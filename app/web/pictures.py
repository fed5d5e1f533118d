"""Drawings that stand beside one idea on a page that is mostly pictures. Our own: plain shapes, for grown-ups."""

from flask_babel import gettext as _
from markupsafe import Markup

# On a 96 px grid. f1, f2 and f3 are filled, as in the app's other drawings; `drawn` and `cut` are lines, `gap` a hole.
_DRAWN = {
    "yes": '<circle class="f1" cx="48" cy="48" r="42"/><path class="cut" d="M26 50l15 16 30-34"/>',
    "no": '<circle class="f2" cx="48" cy="48" r="42"/><path class="cut" d="M31 31l34 34M65 31L31 65"/>',
    "not_now": '<circle class="f3" cx="48" cy="48" r="42"/><path class="drawn" d="M48 22v28l17 12"/>',
    "money": (
        '<rect class="f3" x="6" y="24" width="72" height="42" rx="5"/><circle class="drawn" cx="42" cy="45" r="11"/>'
        '<circle class="f1" cx="70" cy="68" r="19"/><path class="cut" d="M77 61a8 8 0 0 0-14 5v11M59 70h11M59 78h20"/>'
    ),
    "people": (
        '<circle class="f1" cx="34" cy="30" r="15"/><path class="f1" d="M8 84c0-19 11-30 26-30s26 11 26 30z"/>'
        '<circle class="f2" cx="68" cy="36" r="12"/><path class="f2" d="M64 84c2-11 0-20-6-26 14-7 32 2 32 26z"/>'
    ),
    "out": (
        '<path class="f1" d="M6 26a8 8 0 0 1 8-8h68a8 8 0 0 1 8 8v44H6z"/>'
        '<path class="gap" d="M15 28h18v18H15zM39 28h18v18H39zM63 28h18v18H63z"/>'
        '<circle class="f2" cx="28" cy="72" r="11"/><circle class="f2" cx="68" cy="72" r="11"/>'
    ),
    "home": (
        '<path class="f2" d="M48 10L4 46h12L48 22l32 24h12z"/><path class="f1" d="M18 50l30-23 30 23v36H18z"/>'
        '<path class="gap" d="M41 60h15v26H41z"/>'
    ),
    "question": (
        '<path class="f1" d="M8 12h80v58H52L30 90V70H8z"/>'
        '<path class="cut" d="M37 32a11 11 0 1 1 15 11c-3 1-4 3-4 6v2M48 60v1"/>'
    ),
}  # fmt: skip


def picture(name: str) -> Markup:
    """The drawing of an idea; the words beside it say the same."""
    drawn = Markup(_DRAWN[name if name in _DRAWN else "question"])  # noqa: S704  # nosec B704 - our own shapes
    return Markup('<svg class="picture" viewBox="0 0 96 96" aria-hidden="true" focusable="false">{}</svg>').format(
        drawn
    )


def picture_words() -> dict[str, str]:
    """What a question may be about, by its picture."""
    return {
        "money": _("Something to buy"),
        "people": _("Who comes"),
        "out": _("Going out"),
        "home": _("Something at home"),
        "question": _("Something else"),
    }
