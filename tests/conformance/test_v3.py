"""PyPI novita-client 0.5.7 makes images over V3 and reads the list of models."""

import base64
from io import BytesIO
from typing import Any

import pytest
import requests
from novita_client import NovitaClient, Samplers
from novita_client.exceptions import NovitaResponseError
from novita_client.proto import (
    Txt2ImgV3Embedding,
    Txt2ImgV3HiresFix,
    Txt2ImgV3LoRA,
    Txt2ImgV3Refiner,
    V3TaskResponseStatus,
)
from PIL import Image

from bot.studio.server import Studio
from bot.studio.tasks import Status
from tests.conformance.conftest import HostedStudio

HEADERS = {"Authorization": "Bearer conformance-key"}


def make(novita: NovitaClient, **fields: Any) -> Any:
    """Let the client make a small image with *fields* changed."""
    wanted = {
        "model_name": "sketch-painter-v1",
        "prompt": "a paper boat",
        "image_num": 1,
        "width": 128,
        "height": 160,
        "steps": 2,
        "seed": 9,
    }
    return novita.txt2img_v3(**(wanted | fields))


def images_of(result: Any) -> list[Image.Image]:
    """Return the downloaded images, decoded."""
    return [Image.open(BytesIO(base64.b64decode(text))) for text in result.images_encoded]


def post(studio: Studio, request: dict[str, Any], **headers: str) -> requests.Response:
    """Submit *request* without the client."""
    return requests.post(
        f"{studio.base_url}/v3/async/txt2img",
        json={"request": request},
        headers=headers or HEADERS,
        timeout=10,
    )


def test_a_small_request_becomes_an_image_and_its_answer_reads_as_documented(
    studio: Studio, novita: NovitaClient
) -> None:
    result = make(novita)
    (image,) = images_of(result)
    assert (image.format, image.size) == ("JPEG", (128, 160))  # the client asks for jpeg
    assert result.task.status is V3TaskResponseStatus.TASK_STATUS_SUCCEED
    raw = requests.get(
        f"{studio.base_url}/v3/async/task-result",
        params={"task_id": result.task.task_id},
        headers=HEADERS,
        timeout=10,
    ).json()
    assert raw["task"]["progress_percent"] == 0
    assert raw["extra"]["seed"] == "9"
    assert raw["images"][0]["image_url_ttl"] == "3600"
    assert (raw["videos"], raw["audios"]) == ([], [])


def test_a_request_with_every_option_is_painted(novita: NovitaClient) -> None:
    result = make(
        novita,
        prompt="a paper boat <lora:whatever:1>",
        negative_prompt="rain",
        model_name="dreamshaper_5BakedVae.safetensors",
        image_num=2,
        sampler_name=Samplers.DDIM,
        guidance_scale=6.5,
        clip_skip=2,
        sd_vae="sdxl_vae.safetensors",
        loras=[Txt2ImgV3LoRA("more_details_59655", 0.6)],
        embeddings=[Txt2ImgV3Embedding("badhandv4_16755.pt")],
        hires_fix=Txt2ImgV3HiresFix(target_width=256, target_height=320),
        refiner=Txt2ImgV3Refiner(0.8),
        response_image_type="webp",
        enable_nsfw_detection=True,
    )
    first, second = images_of(result)
    assert (first.format, first.size, second.size) == ("WEBP", (256, 320), (256, 320))
    assert first.getpixel((5, 5)) != second.getpixel((5, 5))
    assert result.images[0].nsfw_detection_result.valid is True
    assert result.images[0].nsfw_detection_result.confidence < 50


def test_1024_characters_are_taken_and_1025_are_not(studio: Studio, novita: NovitaClient) -> None:
    make(novita, prompt="ü" * 1024)
    answer = post(studio, {"model_name": "sketch-painter-v1", "prompt": "ü" * 1025})
    assert answer.status_code == 400
    assert answer.json() == {
        "code": 400,
        "reason": "VALIDATOR",
        "message": "invalid Txt2ImgRequest.Prompt: "
        "value length must be between 1 and 1024 runes, inclusive",
        "metadata": {},
    }
    with pytest.raises(NovitaResponseError, match="VALIDATOR"):
        make(novita, prompt="ü" * 1025)


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"prompt": ""}, "VALIDATOR"),
        ({"steps": 101}, "VALIDATOR"),
        ({"width": 127}, "VALIDATOR"),
        ({"image_num": 9}, "VALIDATOR"),
        ({"hires_fix": {"target_width": 64, "target_height": 64, "strength": 1}}, "VALIDATOR"),
        ({"loras": [{"model_name": "add_detail_44319"}] * 6}, "VALIDATOR"),
        ({"steps": "many"}, "INVALID_REQUEST_BODY"),
        ({"model_name": "nobody"}, "INVALID_REQUEST_BODY"),
        ({"sampler_name": "Restart"}, "INVALID_REQUEST_BODY"),
        ({"loras": [{"model_name": "nobody"}]}, "INVALID_REQUEST_BODY"),
        ({"prompt": "csam"}, "ILLEGAL_PROMPT"),
    ],
)
def test_what_is_wrong_has_its_reason(studio: Studio, fields: dict[str, Any], reason: str) -> None:
    answer = post(studio, {"model_name": "sketch-painter-v1", "prompt": "a boat"} | fields)
    assert (answer.status_code, answer.json()["reason"]) == (400, reason)


def test_a_missing_key_is_400_and_a_wrong_one_403(studio: Studio) -> None:
    missing = requests.get(f"{studio.base_url}/v3/user", timeout=10)
    assert (missing.status_code, missing.json()["reason"]) == (400, "MISSING_API_KEY")
    wrong = post(studio, {}, Authorization="Bearer nobody")
    assert (wrong.status_code, wrong.json()["reason"]) == (403, "INVALID_API_KEY")


def test_an_unknown_task_is_404(studio: Studio) -> None:
    url = f"{studio.base_url}/v3/async/task-result?task_id=nobody"
    answer = requests.get(url, headers=HEADERS, timeout=10)
    assert (answer.status_code, answer.json()["reason"]) == (404, "TASK_NOT_FOUND")


@pytest.mark.parametrize("path", ["/v3/async/upscale", "/v3/cleanup", "/v3beta/flux-1-schnell"])
def test_a_retired_endpoint_is_404(studio: Studio, path: str) -> None:
    answer = requests.post(studio.base_url + path, json={}, headers=HEADERS, timeout=10)
    assert (answer.status_code, answer.json()["reason"]) == (404, "API_NOT_FOUND")


def test_a_failed_task_names_its_reason(studio: Studio, novita: NovitaClient) -> None:
    studio.faults.end_next_task(Status.FAILED, "out of paint")
    answer = post(studio, {"model_name": "sketch-painter-v1", "prompt": "a boat"})
    result = novita.wait_for_task_v3(answer.json()["task_id"])
    assert result.task.status is V3TaskResponseStatus.TASK_STATUS_FAILED
    assert result.task.reason == "out of paint"


def test_a_waiting_task_already_has_its_extra(
    hosted: HostedStudio, studio: Studio, novita: NovitaClient
) -> None:
    hosted.do(studio.faults.pause)
    answer = post(studio, {"model_name": "sketch-painter-v1", "prompt": "a boat", "seed": 2})
    waiting = novita.async_task_result(answer.json()["task_id"])
    assert waiting.task.status is V3TaskResponseStatus.TASK_STATUS_QUEUED
    assert waiting.extra.seed == 2


def test_the_client_walks_the_whole_list_of_models(novita: NovitaClient) -> None:
    models = novita.models_v3()
    types = {model.type.name for model in models}
    assert types == {
        "checkpoint", "lora", "locon", "vae", "controlnet", "upscaler", "textualinversion",
    }  # fmt: skip
    assert {model.status.value for model in models} == {0, 1}
    assert len({model.id for model in models}) == len(models)
    painter = models.get_by_sd_name("sketch-painter-v1")
    assert painter.sd_name_in_api == "sketch-painter-v1"
    assert {model.visibility for model in models} == {"public", "private"}


def test_the_client_pages_with_the_cursor_it_was_given(novita: NovitaClient) -> None:
    first = novita.query_model_v3(limit="3")
    second = novita.query_model_v3(limit="3", cursor=first.pagination.next_cursor)
    ids = [model.id for model in first.models + second.models]
    assert len(set(ids)) == 6


def test_the_balance_is_a_number(novita: NovitaClient) -> None:
    assert novita.user_info().credit_balance > 0
