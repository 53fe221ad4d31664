"""The studio's small parts: links, cursors, filters, prompts, tasks."""

import base64
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.studio.catalogue import Catalogue, ModelType
from bot.studio.cursors import Cursor
from bot.studio.links import Links
from bot.studio.models_api import dotted, model_filter
from bot.studio.nsfw import confidence, detection_result
from bot.studio.pace import Pace
from bot.studio.prompts import lora_names, without_loras
from bot.studio.refusals import Reason, Refused

NOW = datetime(2026, 1, 5, 10, tzinfo=UTC)
START = Cursor()


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return Catalogue.load()


def parts(url: str) -> tuple[str, str, str]:
    """Return name, expiry and signature of a link."""
    split = urlsplit(url)
    query = parse_qs(split.query)
    return split.path.rpartition("/")[2], query["exp"][0], query["sig"][0]


def test_a_link_holds_until_its_second_and_no_longer() -> None:
    links = Links("secret")
    link = parts(links.url("http://here/", "a.png", NOW + timedelta(seconds=60)))
    assert links.is_valid(*link, NOW + timedelta(seconds=59))
    assert not links.is_valid(*link, NOW + timedelta(seconds=60))


def test_a_link_fits_one_name_one_time_and_one_secret() -> None:
    links = Links("secret")
    name, exp, sig = parts(links.url("http://here", "a.png", NOW + timedelta(days=1)))
    assert not links.is_valid("b.png", exp, sig, NOW)
    assert not links.is_valid(name, str(int(exp) + 1), sig, NOW)
    assert not Links("other").is_valid(name, exp, sig, NOW)
    assert not Links("").is_valid(name, exp, sig, NOW)


@given(st.text() | st.integers().map(str), st.text())
@example(exp="9" * 5000, sig="0")
def test_whatever_stands_in_a_link_it_is_answered(exp: str, sig: str) -> None:
    assert not Links("secret").is_valid("a.png", exp, sig, NOW)


@given(st.integers(0, 10**9), st.integers(0, 10**9))
def test_a_cursor_survives_being_written_and_read(score: int, model_id: int) -> None:
    cursor = Cursor.of(score, model_id)
    assert Cursor.parse(str(cursor)) == cursor


@pytest.mark.parametrize(
    ("text", "cursor"),
    [
        ("", Cursor()),
        ("c_", Cursor()),
        ("c_0", Cursor(offset=0)),
        ("c_100", Cursor(offset=100)),
        ("c_c_100", Cursor(offset=100)),
        ("c_" + base64.b64encode(b'[804666,"55199"]').decode(), Cursor.of(804666, 55199)),
    ],
)
def test_both_shapes_of_cursors_are_read(text: str, cursor: Cursor) -> None:
    assert Cursor.parse(text) == cursor


@pytest.mark.parametrize("text", ["c_!", "c_WzFd", "x", "c_-5", "c_bnVsbA==", "c_" + "9" * 5000])
def test_a_cursor_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(Refused):
        Cursor.parse(text)


@pytest.mark.parametrize("limit", [1, 7, 100])
def test_pages_hold_every_model_once(catalogue: Catalogue, limit: int) -> None:
    seen: list[int] = []
    cursor: Cursor | None = START
    while cursor is not None:
        page, cursor = catalogue.page(model_filter({}), start=cursor, limit=limit)
        seen += [model.id for model in page]
    by_offset, _ = catalogue.page(model_filter({}), start=Cursor.parse("c_5"), limit=100)
    assert len(seen) == len(set(seen)) > 40
    assert [model.id for model in by_offset] == seen[5:]


def listed(catalogue: Catalogue, *pairs: tuple[str, str]) -> list[str]:
    page, _ = catalogue.page(model_filter(dotted(pairs)), start=START, limit=100)
    return [model.sd_name_in_api for model in page]


def test_filters_find_what_they_name(catalogue: Catalogue) -> None:
    loras = listed(catalogue, ("filter.types", "lora"))
    assert "add_detail_44319" in loras
    assert "inkSketch_v2" in loras  # a locon is LoRA-like, and no filter of its own exists
    assert listed(catalogue, ("filter[types]", "lora")) == loras
    assert set(loras) < set(
        listed(catalogue, ("filter[types][]", "lora"), ("filter[types][]", "vae"))
    )
    assert listed(catalogue, ("filter.query", "PAINTER v1 (proc")) == ["sketch-painter-v1"]
    assert listed(catalogue, ("filter.visibility", "private")) == ["houseMascot_v1"]
    assert listed(catalogue, ("filter.source", "training")) == ["houseMascot_v1"]
    assert listed(catalogue, ("filter.is_nsfw", "1")) == ["explicitMix_v1_retired.safetensors"]


def test_truth_is_read_as_clients_write_it(catalogue: Catalogue) -> None:
    inpainting = ["dreamshaper_8Inpainting_131004.safetensors"]
    assert listed(catalogue, ("filter.is_inpainting", "True")) == inpainting
    for text in ("False", "0", "false", ""):
        assert inpainting[0] not in listed(catalogue, ("filter.is_inpainting", text))
    sdxl = listed(catalogue, ("filter.is_sdxl", "TRUE"), ("filter.types", "checkpoint"))
    assert sdxl[0] == "sd_xl_base_1.0.safetensors"
    with pytest.raises(Refused):
        listed(catalogue, ("filter.is_sdxl", "perhaps"))


def test_only_what_can_be_used_is_found(catalogue: Catalogue) -> None:
    loras = frozenset({ModelType.LORA, ModelType.LOCON})
    assert catalogue.find("add_detail_44319", loras)
    assert catalogue.find("add_detail_44319.safetensors", loras)
    assert catalogue.find("add_detail_44319", frozenset({ModelType.VAE})) is None
    assert catalogue.find("withdrawnDetail_v1", loras) is None


def test_lora_tags_are_read_and_taken_out_of_the_prompt() -> None:
    prompt = "a boat <lora:one:0.5>, dusk <LORA:two:-1><lora:three>"
    assert lora_names(prompt) == ("one", "two", "three")
    assert without_loras(prompt) == "a boat , dusk"


@pytest.mark.parametrize("prompt", ["<lora:a:abc>", "<lora::1>", "<lora:a:1:2>"])
def test_a_lora_tag_that_is_wrong_is_refused(prompt: str) -> None:
    with pytest.raises(Refused) as refused:
        lora_names(prompt)
    assert refused.value.reason is Reason.OUT_OF_RANGE


def test_wider_levels_of_detection_find_more() -> None:
    found = [confidence("a girl in a bikini", level) > 50 for level in (0, 1, 2)]
    assert found == [False, False, True]
    assert confidence("a nude", 0) > 50
    assert confidence("a boat", 2) < 50


def test_a_prompt_can_tell_what_the_detection_shall_find() -> None:
    told = {"a boat nsfw:55": 55, "NSFW:12.5, a boat": 12.5, "nsfw:999": 100, "nude nsfw:0": 0}
    assert {prompt: confidence(prompt, 0) for prompt in told} == told
    assert detection_result(55) == {"valid": True, "confidence": 55}
    failed = detection_result(confidence("a boat nsfw:unchecked", 2))
    assert failed == {"valid": False, "confidence": 0}
    assert detection_result(None) is None


def test_the_pace_follows_what_was_measured() -> None:
    pace = Pace()
    for _ in range(30):
        pace.learn(10, 5)
    assert pace.eta_s(20) == pytest.approx(10, rel=0.01)
