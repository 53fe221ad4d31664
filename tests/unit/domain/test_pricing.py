"""Prices: what one request costs, and which row of the table says so."""

from decimal import Decimal
from typing import Any

import pytest

from bot.domain.pricing import Price, PriceTable, shared_micros
from bot.domain.request import HiresFix, ImageRequest, SourceImage, Upscale

SD = Price(
    model="sd*",
    per_megapixel_step=Decimal("0.0004194304"),
    minimum=Decimal("0.0015"),
    nsfw_detection=Decimal("0.0015"),
)
FLUX = Price(model="flux*", per_megapixel_step=Decimal("0.00075"))
SOURCE = SourceImage(image_sha256="a" * 64, strength=0.5)


def request(**fields: Any) -> ImageRequest:
    return ImageRequest(**{"prompt": "a cat", "model": "sd_xl", "seed": 1, **fields})


@pytest.mark.parametrize(
    ("price", "fields", "micros"),
    [
        (SD, {"width_px": 512, "height_px": 512, "steps": 20}, 2_097),
        (SD, {"width_px": 1024, "height_px": 1024, "steps": 30}, 12_583),
        (SD, {"width_px": 64, "height_px": 64, "steps": 1}, 1_500),  # the minimum
        (FLUX, {"width_px": 1024, "height_px": 1024, "steps": 4}, 3_000),
        (FLUX, {"width_px": 512, "height_px": 512, "steps": 4}, 750),
        (SD, {"nsfw_detection_level": 0}, 2_097 + 1_500),
        (SD, {"width_px": 64, "height_px": 64, "steps": 1, "nsfw_detection_level": 2}, 3_000),
        # A hires fix to twice the sides adds width × height × 2 × 10 × 4e-10.
        (SD, {"hires": HiresFix(scale=2)}, 2_097 + 2_097),
        (SD, {"hires": HiresFix(target_width_px=1024, target_height_px=1024)}, 4_194),
        (SD, {"width_px": 1024, "height_px": 1024, "source": SOURCE, "steps": 30}, 12_583),
        (SD, {"source": SOURCE, "upscale": Upscale(scale=2)}, 2_097),
        (SD, {"source": SOURCE, "upscale": Upscale(scale=4)}, 4_194),
        (Price(per_image=Decimal("0.02")), {}, 20_000),
        (Price(per_image=Decimal("0.0000005")), {}, 1),  # a half is rounded up
        (Price(per_image=Decimal("0.00000049")), {}, 0),
        (Price(), {}, 0),
    ],
)
def test_an_image_costs_what_the_formula_says(
    price: Price, fields: dict[str, Any], micros: int
) -> None:
    assert price.image_micros(request(**fields)) == micros


def test_a_request_costs_all_its_images() -> None:
    table = PriceTable(rows=[SD])
    assert table.cost_micros("novita", request(batch_size=3, n_iter=2)) == 6 * 2_097


@pytest.mark.parametrize(
    ("provider", "model", "micros"),
    [
        ("novita", "sd_xl_base", 1),
        ("Novita", "SD_XL_base", 1),
        ("other", "sd_xl_base", 3),
        ("novita", "flux-1", 2),
        ("studio", "flux-1", 0),
    ],
)
def test_the_first_row_that_fits_counts(provider: str, model: str, micros: int) -> None:
    rows = [
        Price(provider="novita", model="sd_xl*", per_image=Decimal("0.000001")),
        Price(provider="novita", per_image=Decimal("0.000002")),
        Price(provider="[!s]*", model="*", per_image=Decimal("0.000003")),
    ]
    assert PriceTable(rows=rows).cost_micros(provider, request(model=model)) == micros


def test_without_rows_all_is_free() -> None:
    assert PriceTable().is_free
    assert PriceTable().cost_micros("novita", request()) == 0


def test_what_did_not_come_gives_back_its_own_price() -> None:
    assert shared_micros(7 * 2_097, 3, 7) == 3 * 2_097
