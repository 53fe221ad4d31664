"""Control images: kept for who is admitted, gone again for who is not."""

import asyncio
from pathlib import Path

import pytest

from bot.domain.request import ERASED_PROMPT, ControlUnit, ImageRequest
from bot.errors import NotKept, QuotaExceeded, StorageUnavailable
from bot.generation.inputs import Inputs
from bot.store.image_files import DiskUse, ImageFiles
from tests.unit.generation.values import new, request
from tests.unit.generation.world import World

DATA = b"picture"
REFUSAL = QuotaExceeded("no", wanted=1, left=0, quota=1, resets_in_s=1)


@pytest.fixture
def use() -> DiskUse:
    return DiskUse()


@pytest.fixture
def files(tmp_path: Path, use: DiskUse) -> ImageFiles:
    return ImageFiles(tmp_path, use)


@pytest.fixture
def inputs(files: ImageFiles) -> Inputs:
    return Inputs(files)


async def with_picture(files: ImageFiles) -> ImageRequest:
    """Store the picture, as the command does, and return a request with it."""
    sha256 = await files.write_input(DATA)
    unit = ControlUnit(image_sha256=sha256, model="m", preprocessor="p")
    return request().model_copy(update={"control_units": (unit,)})


async def is_there(files: ImageFiles, wanted: ImageRequest) -> bool:
    try:
        return await files.read_input(wanted.control_units[0].image_sha256) == DATA
    except StorageUnavailable:
        return False


async def refuse(inputs: Inputs, wanted: ImageRequest) -> None:
    with pytest.raises(QuotaExceeded):
        async with inputs.held(wanted):
            raise REFUSAL


async def test_a_refused_request_leaves_no_picture(
    files: ImageFiles, inputs: Inputs, use: DiskUse
) -> None:
    wanted = await with_picture(files)
    assert use.taken_bytes == len(DATA)
    await refuse(inputs, wanted)
    assert not await is_there(files, wanted)
    assert use.taken_bytes == 0


async def test_an_admitted_request_keeps_its_picture(files: ImageFiles, inputs: Inputs) -> None:
    wanted = await with_picture(files)
    async with inputs.held(wanted):
        pass
    await refuse(inputs, await with_picture(files))  # the same, by somebody else
    assert await is_there(files, wanted)


async def test_a_picture_from_before_this_start_stays(
    files: ImageFiles, inputs: Inputs, tmp_path: Path
) -> None:
    await ImageFiles(tmp_path).write_input(DATA)
    wanted = await with_picture(files)
    await refuse(inputs, wanted)
    assert await is_there(files, wanted)


async def test_one_of_two_at_once_that_is_refused_does_not_take_the_others_picture(
    files: ImageFiles, inputs: Inputs
) -> None:
    mine, theirs = await asyncio.gather(with_picture(files), with_picture(files))
    async with inputs.held(mine):
        await refuse(inputs, theirs)
    assert await is_there(files, mine)


async def test_a_picture_that_is_gone_is_said_to_be(files: ImageFiles, inputs: Inputs) -> None:
    wanted = await with_picture(files)
    await refuse(inputs, wanted)
    with pytest.raises(NotKept, match="attach one"):
        async with inputs.held(wanted):
            pytest.fail("nobody can be let in without it")


async def test_without_a_picture_there_is_nothing_to_hold(inputs: Inputs) -> None:
    await refuse(inputs, request())


async def test_what_cannot_be_removed_does_not_hide_the_refusal(
    files: ImageFiles, inputs: Inputs, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no(*_args: object, **_options: object) -> None:
        raise PermissionError

    wanted = await with_picture(files)
    monkeypatch.setattr(Path, "unlink", no)
    await refuse(inputs, wanted)


async def test_an_erased_prompt_cannot_be_asked_for_again(world: World) -> None:
    with pytest.raises(NotKept, match="not kept any more"):
        await world.admission.admit(new(request(prompt=ERASED_PROMPT)))
    assert await world.used() == 0
