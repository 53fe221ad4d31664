"""The studio's own model: pictures by procedure, no network and no weights."""

from bot.studio.painter.paint import OnStep, paint
from bot.studio.painter.painting import MODEL_NAME, Hires, Painting

__all__ = ["MODEL_NAME", "Hires", "OnStep", "Painting", "paint"]
