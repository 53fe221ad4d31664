"""What the demo's people have said before anyone looks: something to try in each kind of place."""

import asyncio
from io import BytesIO

from PIL.PngImagePlugin import PngInfo

from bot.sandbox import Sandbox, Upload
from bot.studio.painter import Painting, paint

_LOCALES = {"ben": "de", "cleo": "es-ES", "yuki": "ja"}
_PROMPT = "a lighthouse on a cliff above the sea, sunset, watercolour"
_SIZE_PX = (384, 288)
_STEPS, _SEED = 8, 41
# As the field's other tools write it, with what Easel knows and something that it does not.
_PARAMETERS = (
    f"{_PROMPT}\nNegative prompt: text, people\nSteps: {_STEPS}, Sampler: Euler a, CFG scale: 7,"
    f" Seed: {_SEED}, Size: {_SIZE_PX[0]}x{_SIZE_PX[1]}, Model: other-tool-v1, Version: v1.9"
)
_SAID = (
    (
        "general",
        "mod",
        "Act as me and use /session start in #images: a contest with a board, a vote and a final "
        "picture. Then enter prompts and vote as the others.",
    ),
    ("general", "mod", "Try anything in #images. In #after-dark only adults are about."),
    (
        "news",
        "mod",
        "Easel speaks English, German, Spanish and Japanese. Choose yours at the foot of the side.",
    ),
    ("sunsets", "ben", "Ein Thread nur für Sonnenuntergänge."),
    ("lounge", "ben", "Easel is no member here: only who has installed it can use it."),
    ("Ada and Ben", "ada", "It works in our group as well."),
)


async def furnish(sandbox: Sandbox) -> None:
    """Give each member a language, and put a few messages and one picture into the channels."""
    for name, locale in _LOCALES.items():
        sandbox.set_locale(name, locale)
    for channel, name, text in _SAID:
        sandbox.member(name).say(text, channel_id=sandbox.channel(channel))
    picture = Upload(
        filename="lighthouse.png",
        data=await asyncio.to_thread(_picture),
        content_type="image/png",
        description="A lighthouse above the sea at sunset",
    )
    for channel, text in (
        ("Show your foxes", "No fox yet, but a lighthouse. Who remixes it?"),
        ("images", "From another tool. Hold the message, or press ⋯ for what Easel does with it."),
    ):
        cleo = sandbox.member("cleo")
        cleo.say(text, files=[picture], channel_id=sandbox.channel(channel))


def _picture() -> bytes:
    width_px, height_px = _SIZE_PX
    painting = Painting(
        prompt=_PROMPT,
        negative_prompt="",
        width_px=width_px,
        height_px=height_px,
        steps=_STEPS,
        guidance_scale=7,
        sampler="Euler a",
        seed=_SEED,
    )
    image = paint(painting)
    info, out = PngInfo(), BytesIO()
    info.add_text("parameters", _PARAMETERS)
    image.convert("RGB").save(out, "PNG", pnginfo=info)
    return out.getvalue()
