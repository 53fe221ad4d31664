"""Images of the demo have a price, so that budgets in money can be tried there."""

import tomllib
from pathlib import Path

from bot.cli.stage import _CONFIG
from bot.domain.request import image_request
from bot.settings import Settings


def test_four_images_of_the_demo_cost_four_cents(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, **tomllib.loads(_CONFIG))
    model = settings.providers[0].default_model
    wanted = image_request(prompt="a fox", model=model, seed=1, batch_size=4)
    assert settings.price_table.cost_micros(settings.providers[0].name, wanted) == 40_000
