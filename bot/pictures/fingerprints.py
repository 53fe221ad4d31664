"""Perceptual hashes (PDQ): two forms of one image have hashes that differ in few bits."""

from dataclasses import dataclass, field

import numpy as np
import pdqhash
from PIL import Image

# What PDQ itself shrinks to. Pillow does it with the interpreter's lock open and pdqhash does not:
# at 512 pixels the hash of one image holds everything up for 14 ms, at 64 for less than one.
_SIDE_PX = 64
_LEAST_QUALITY = 50  # of 100, as PDQ's authors say; below it is a flat surface, like any other


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """The hashes of one image: as it is, then turned and mirrored; 32 bytes each."""

    variants: tuple[bytes, ...] = field(repr=False)

    @property
    def pdq(self) -> bytes:
        """The hash of the image as it is."""
        return self.variants[0]


def fingerprint(image: Image.Image) -> Fingerprint | None:
    """Return the hashes of an RGB image; None if there is too little in it to tell it apart."""
    small = image.resize((_SIDE_PX, _SIDE_PX), Image.Resampling.BOX)
    bits, quality = pdqhash.compute_dihedral(np.asarray(small))
    if quality < _LEAST_QUALITY:
        return None
    return Fingerprint(tuple(np.packbits(np.asarray(each, dtype=bool)).tobytes() for each in bits))
