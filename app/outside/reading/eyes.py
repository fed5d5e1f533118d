"""Finds text in a photo with rapidocr, which is an extra (`reading`): on this machine, with models that it brings."""

from functools import cache
from importlib.util import find_spec
from typing import Any

from app.outside.reading.total import Line


def are_there() -> bool:
    """Whether the extra is installed."""
    return all(find_spec(name) for name in ("rapidocr", "onnxruntime"))


def see(photo: bytes) -> list[Line]:
    """The pieces of text in a photo. The first time takes some seconds more: the models are loaded."""
    found = _eyes()(photo)
    if found.boxes is None:
        return []
    return [
        Line(text, tuple((float(x), float(y)) for x, y in box))  # type: ignore[arg-type]
        for text, box in zip(found.txts, found.boxes, strict=True)
    ]


@cache
def _eyes() -> Any:  # noqa: ANN401 - an optional library
    from rapidocr import RapidOCR  # noqa: PLC0415 - optional, and large

    # One thread: the service may be on the same machine.
    return RapidOCR(params={"Global.log_level": "error", "EngineConfig.onnxruntime.intra_op_num_threads": 1})
