"""Pictures to surfaces and back, and a picture scaled once for as often as it is shown."""

import numpy as np
import pygame

from coach.ports import Picture
from coach.ui.layout import Box


def surface_from(image: Picture) -> pygame.Surface:
    """A 32-bit surface holding a copy of `image` ((height, width, 3) red-green-blue): drawing on it is fast."""
    height, width, _ = image.shape
    shared = pygame.image.frombuffer(np.ascontiguousarray(image).data, (width, height), "RGB")
    surface = pygame.Surface((width, height), 0, 32)
    surface.blit(shared, (0, 0))
    return surface


def image_from(surface: pygame.Surface) -> Picture:
    """The pixels of an opaque surface, as a new (height, width, 3) red-green-blue array."""
    width, height = surface.get_size()
    image = np.empty((height, width, 3), dtype=np.uint8)
    # SDL turns the pixels around while it copies: several times faster than slicing channels.
    pygame.image.frombuffer(image.data, (width, height), "RGB").blit(surface, (0, 0))
    return image


class ScaledPicture:
    """Draws pictures into a box, scaling only when the picture, the box or the dimming changed."""

    def __init__(self) -> None:
        self._image: Picture | None = None
        self._source: pygame.Surface | None = None
        self._scaled: pygame.Surface | None = None
        self._dim: tuple[int, int, int] | None = None

    def draw(self, surface: pygame.Surface, image: Picture, box: Box, dim: tuple[int, int, int] | None = None) -> None:
        """Draw `image` into `box`; `dim` multiplies each channel (0..255 means 0..1)."""
        if image is not self._image or self._source is None:
            self._image, self._source, self._scaled = image, surface_from(image), None
        if self._scaled is None or self._scaled.get_size() != (box.w, box.h) or dim != self._dim:
            self._scaled, self._dim = _scaled(self._source, (box.w, box.h)), dim
            if dim is not None:
                self._scaled.fill(dim, special_flags=pygame.BLEND_RGB_MULT)
        surface.blit(self._scaled, (box.x, box.y))


def _scaled(source: pygame.Surface, size: tuple[int, int]) -> pygame.Surface:
    if source.get_size() == size:
        return source.copy()
    return pygame.transform.smoothscale(source, size)
