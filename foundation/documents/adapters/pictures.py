"""Reads a picture with Pillow: what it is, how large, whether it is whole. The original is kept as it was sent."""

import warnings
from typing import BinaryIO

from PIL import Image

from foundation.documents.rules import Fault, FileRefused, Limits


def page_count(file: BinaryIO, limits: Limits) -> int:
    """The number of frames (pages of a TIFF). Raises FileRefused for broken and for very large pictures."""
    file.seek(0)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            return _checked(file, limits)
    except Image.DecompressionBombError as error:
        raise FileRefused(Fault.PICTURE_TOO_LARGE) from error
    except FileRefused:
        raise
    except Exception as error:  # each format fails on a damaged file in its own ways; none is a fault of ours
        raise FileRefused(Fault.UNREADABLE) from error
    finally:
        file.seek(0)


def _checked(file: BinaryIO, limits: Limits) -> int:
    with Image.open(file) as picture:
        if picture.width * picture.height > limits.pixels:
            raise FileRefused(Fault.PICTURE_TOO_LARGE)
        frames = int(getattr(picture, "n_frames", 1))
        if frames > limits.frames:
            raise FileRefused(Fault.PICTURE_TOO_LARGE)
        picture.load()
        return _pages(picture, frames, limits) if picture.format == "TIFF" else 1


def _pages(picture: Image.Image, frames: int, limits: Limits) -> int:
    """Each page of a TIFF has a size of its own, and a small first one says nothing about the next."""
    for frame in range(1, frames):
        picture.seek(frame)
        if picture.width * picture.height > limits.pixels:
            raise FileRefused(Fault.PICTURE_TOO_LARGE)
    return frames
