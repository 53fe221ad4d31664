"""PyPI novita-client 0.5.7 makes images over V2."""

import base64
from io import BytesIO
from typing import Any

import pytest
import requests
from novita_client import (
    ControlNetMode,
    ControlnetUnit,
    NovitaClient,
    Refiner,
    Samplers,
    Txt2ImgExtra,
    Txt2ImgRequest,
)
from novita_client.exceptions import NovitaResponseError
from novita_client.proto import ADEtailer, ControlNetPreprocessor, Txt2ImgResponseCode
from PIL import Image, ImageDraw

from bot.studio.faults import Fault, Place
from bot.studio.refusals import Reason
from bot.studio.server import Studio
from tests.conformance.conftest import HostedStudio


def small(**fields: Any) -> Txt2ImgRequest:
    """Return a small request with *fields* in it."""
    wanted = {"prompt": "a boat", "width": 64, "height": 48, "steps": 2, "seed": 5}
    return Txt2ImgRequest(**(wanted | fields))


def images_of(progress: Any) -> list[Image.Image]:
    """Return the downloaded images, decoded."""
    decoded: list[Image.Image] = [
        Image.open(BytesIO(content)) for content in progress.data.imgs_bytes
    ]
    for image in decoded:
        image.load()
    return decoded


def control_picture() -> str:
    """Return a black square on white as base64."""
    picture = Image.new("RGB", (60, 40), "white")
    ImageDraw.Draw(picture).rectangle((20, 10, 40, 30), fill="black")
    out = BytesIO()
    picture.save(out, "PNG")
    return base64.b64encode(out.getvalue()).decode()


def test_the_clients_smallest_request_becomes_an_image(novita: NovitaClient) -> None:
    # Nothing but the prompt: model, null sampler, 512 x 512 and 20 steps are the client's own.
    (image,) = images_of(novita.sync_txt2img(Txt2ImgRequest(prompt="a boat")))
    assert (image.format, image.size) == ("PNG", (512, 512))


def test_a_request_with_every_option_is_painted(studio: Studio, novita: NovitaClient) -> None:
    request = small(
        prompt="a lighthouse at dusk <lora:add_detail_44319:0.7>",
        negative_prompt="text, watermark",
        model_name="sd_xl_base_1.0.safetensors",
        sampler_name=Samplers.DPMPP_M_KARRAS,
        batch_size=2,
        n_iter=2,
        cfg_scale=7.5,
        restore_faces=True,
        sd_vae="sdxl_vae.safetensors",
        clip_skip=2,
        controlnet_units=[
            ControlnetUnit(
                model="control_v11p_sd15_canny",
                module=ControlNetPreprocessor.CANNY,
                input_image=control_picture(),
                control_mode=ControlNetMode.PROMPT_IMPORTANCE,
            )
        ],
        enable_hr=True,
        hr_scale=2.0,
        sd_refiner=Refiner(checkpoint="sd_xl_refiner_1.0.safetensors", switch_at=0.8),
        adetailer=ADEtailer(prompt="a face"),
        extra=Txt2ImgExtra(enable_nsfw_detection=True, nsfw_detection_level=2),
    )
    submitted = novita.txt2img(request)
    assert submitted.code is Txt2ImgResponseCode.NORMAL
    assert "sd_vae" in submitted.data.warn
    done = novita.wait_for_task(submitted.data.task_id)
    done.download_images()
    assert [image.size for image in images_of(done)] == [(128, 96)] * 5
    assert len(done.data.nsfw_detection_result) == 5
    assert all(0 <= found.confidence <= 100 for found in done.data.nsfw_detection_result)
    recorded = studio.journal.entries[-1]
    assert recorded.task_id == submitted.data.task_id
    assert recorded.body["cfg_scale"] == 7.5
    assert recorded.body["controlnet_no_detectmap"] is False


def test_progress_runs_to_its_end_and_tells_when_what_happened(
    hosted: HostedStudio, studio: Studio, novita: NovitaClient
) -> None:
    seen: list[int] = []
    hosted.do(studio.faults.pause)
    task_id = novita.txt2img(small()).data.task_id
    assert novita.progress(task_id).data.status.value == 0
    hosted.do(studio.faults.resume)
    done = novita.wait_for_task(task_id, callback=lambda look: seen.append(look.data.progress))
    assert done.data.status.value == 2
    assert seen == sorted(seen)
    assert seen[-1] == 1
    times = done.data.debug_info
    assert times.submit_time_ms <= times.execution_time_ms <= times.finish_time_ms
    assert len(done.data.finish_time) == len("2026-01-05 10:00:02")


def test_one_controlnet_unit_gives_two_images_the_result_first(novita: NovitaClient) -> None:
    unit = ControlnetUnit(
        model="control_v11p_sd15_canny",
        module=ControlNetPreprocessor.CANNY,
        input_image=control_picture(),
    )
    result, edges = images_of(novita.sync_txt2img(small(controlnet_units=[unit])))
    assert result.getpixel((0, 0)) == (5, 90, 120)
    assert set(edges.convert("L").tobytes()) == {0, 255}
    assert edges.size == (64, 48)


def test_the_extra_image_can_be_declined(novita: NovitaClient) -> None:
    unit = ControlnetUnit(model="control_v11p_sd15_canny", input_image=control_picture())
    request = small(controlnet_units=[unit], controlnet_no_detectmap=True)
    assert len(images_of(novita.sync_txt2img(request))) == 1


@pytest.mark.parametrize(
    ("fields", "size"),
    [
        ({"hr_scale": 2.0}, (1024, 1024)),
        ({"hr_scale": 2.0, "hr_resize_x": 768, "hr_resize_y": 768}, (768, 768)),
        ({"hr_scale": 2.0, "hr_resize_x": 768}, (768, 768)),
    ],
)
def test_hires_ends_at_the_exact_size(
    novita: NovitaClient, fields: dict[str, Any], size: tuple[int, int]
) -> None:
    request = small(width=512, height=512, enable_hr=True, **fields)
    (image,) = images_of(novita.sync_txt2img(request))
    assert image.size == size


UNIT = {"model": "control_v11p_sd15_canny", "input_image": "bm8gcGljdHVyZQ=="}


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"model_name": "nowhere.safetensors"}, Txt2ImgResponseCode.MODEL_NOT_EXISTS),
        ({"model_name": "oldModel_v1_retired.safetensors"}, Txt2ImgResponseCode.MODEL_NOT_EXISTS),
        ({"prompt": "a <lora:nobody:1>"}, Txt2ImgResponseCode.MODEL_NOT_EXISTS),
        ({"prompt": "a <lora:add_detail_44319:abc>"}, Txt2ImgResponseCode.PARAM_RANGE_ERROR),
        ({"sd_vae": "nobody"}, Txt2ImgResponseCode.MODEL_NOT_EXISTS),
        ({"sd_refiner": Refiner("other.safetensors", 0.5)}, Txt2ImgResponseCode.MODEL_NOT_EXISTS),
        ({"sampler_name": "DPM++ Karras"}, Txt2ImgResponseCode.SAMPLER_NOT_EXISTS),
        ({"prompt": ""}, Txt2ImgResponseCode.PARAM_RANGE_ERROR),
        ({"steps": 0}, Txt2ImgResponseCode.PARAM_RANGE_ERROR),
        ({"steps": 51}, Txt2ImgResponseCode.PARAM_RANGE_ERROR),
        ({"cfg_scale": 0}, Txt2ImgResponseCode.PARAM_RANGE_ERROR),
        ({"cfg_scale": 30.5}, Txt2ImgResponseCode.PARAM_RANGE_ERROR),
        ({"width": 2049}, Txt2ImgResponseCode.PARAM_RANGE_ERROR),
        ({"height": 0}, Txt2ImgResponseCode.PARAM_RANGE_ERROR),
        ({"batch_size": 9}, Txt2ImgResponseCode.PARAM_RANGE_ERROR),
        ({"seed": -2}, Txt2ImgResponseCode.PARAM_RANGE_ERROR),
        ({"enable_hr": True, "hr_upscaler": "x"}, Txt2ImgResponseCode.PARAM_RANGE_ERROR),
        ({"controlnet_units": [UNIT]}, Txt2ImgResponseCode.PARAM_RANGE_ERROR),
        ({"width": "wide"}, Txt2ImgResponseCode.INVALID_JSON),
    ],
)
def test_what_is_wrong_has_its_code_and_no_task(
    studio: Studio, novita: NovitaClient, fields: dict[str, Any], code: Txt2ImgResponseCode
) -> None:
    before = studio.journal.entries
    answer = novita.txt2img(small(**fields))
    assert (answer.code, answer.data) == (code, None)
    assert answer.msg
    assert studio.journal.entries == before


@pytest.mark.parametrize(
    ("reason", "code"),
    [
        (Reason.INTERNAL, Txt2ImgResponseCode.INTERNAL_ERROR),
        (Reason.UNAVAILABLE, Txt2ImgResponseCode.HOST_UNAVAILABLE),
        (Reason.NO_BALANCE, Txt2ImgResponseCode.COST_BALANCE_ERROR),
        (Reason.TIMED_OUT, Txt2ImgResponseCode.TIMEOUT),
        (Reason.NOT_SUPPORTED, Txt2ImgResponseCode.UNKNOWN),
    ],
)
def test_what_only_happens_on_a_bad_day_can_be_made_to_happen(
    studio: Studio, novita: NovitaClient, reason: Reason, code: Txt2ImgResponseCode
) -> None:
    studio.faults.add(Place.SUBMIT, Fault(refusal=reason))
    assert novita.txt2img(small()).code is code


def raw(studio: Studio, method: str, path: str, content: bytes = b"") -> dict[str, Any]:
    """Return the answer to a request that the client itself would not make."""
    answer = requests.request(
        method,
        studio.base_url + path,
        data=content,
        headers={"Authorization": "Bearer conformance-key"},
        timeout=10,
    )
    assert answer.status_code == 200
    body: dict[str, Any] = answer.json()
    return body


def test_what_is_no_json_has_code_1(studio: Studio) -> None:
    assert raw(studio, "POST", "/v2/txt2img", b"{")["code"] == 1
    assert raw(studio, "POST", "/v2/txt2img", b"[]")["code"] == 1
    assert raw(studio, "POST", "/v2/txt2img", b"{}")["code"] == 1


def test_the_rest_of_v2_is_not_supported(studio: Studio) -> None:
    assert raw(studio, "POST", "/v2/adetailer", b"{}")["code"] == 10


def test_a_refused_prompt_has_code_11(studio: Studio, novita: NovitaClient) -> None:
    content = b'{"model_name": "sketch-painter-v1", "prompt": "CSAM"}'
    assert raw(studio, "POST", "/v2/txt2img", content)["code"] == 11


def test_model_and_prompt_alone_are_enough(studio: Studio, novita: NovitaClient) -> None:
    content = b'{"model_name": "sketch-painter-v1", "prompt": "a boat"}'
    task_id = raw(studio, "POST", "/v2/txt2img", content)["data"]["task_id"]
    assert novita.wait_for_task(task_id).data.status.value == 2


def test_an_unknown_task_has_code_3(novita: NovitaClient) -> None:
    answer = novita.progress("no-such-task")
    assert (answer.code.value, answer.data) == (3, None)


def test_a_wrong_key_has_code_4(studio: Studio) -> None:
    stranger = NovitaClient("wrong", studio.base_url)
    with stranger.session:
        assert stranger.txt2img(small()).code is Txt2ImgResponseCode.INVALID_AUTH
        assert stranger.progress("x").code.value == 4


def test_v2_speaks_jpeg_when_asked(studio: Studio, novita: NovitaClient) -> None:
    content = (
        b'{"model_name": "sketch-painter-v1", "prompt": "a boat", "width": 40, "height": 30,'
        b' "sd_vae": null, "extra": {"response_image_type": "jpeg"}}'
    )
    task_id = raw(studio, "POST", "/v2/txt2img", content)["data"]["task_id"]
    done = novita.wait_for_task(task_id)
    done.download_images()
    (image,) = images_of(done)
    assert (image.format, image.size) == ("JPEG", (40, 30))


def test_http_errors_of_a_gateway_reach_the_client(studio: Studio, novita: NovitaClient) -> None:
    studio.faults.add(Place.SUBMIT, Fault(http_status=500, body=b"<html>oops</html>"))
    with pytest.raises(NovitaResponseError, match="500"):
        novita.txt2img(small())
