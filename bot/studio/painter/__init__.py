"""The studio's own model: pictures by procedure, no network and no weights."""

from bot.studio.painter.enlarge import enlarged
from bot.studio.painter.paint import paint
from bot.studio.painter.painting import MODEL_NAME, Hires, Mask, Painting, Source
from bot.studio.painter.refine import OnStep

__all__ = ["MODEL_NAME", "Hires", "Mask", "OnStep", "Painting", "Source", "enlarged", "paint"]
