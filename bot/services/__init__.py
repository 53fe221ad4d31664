"""The composition root: builds every long-lived object, and closes what it opened."""

from bot.services.build import build_services
from bot.services.foundation import Foundation, open_foundation, prepare_folder
from bot.services.given import Services

__all__ = ["Foundation", "Services", "build_services", "open_foundation", "prepare_folder"]
