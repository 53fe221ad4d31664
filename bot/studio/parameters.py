"""The text that PNG files carry under ``parameters``, in the shape that the field's tools read."""

from bot.studio.request import PaintRequest, UpscaleRequest

_PAINTER = "sketch-painter-v1"


def parameters_text(request: PaintRequest, index: int) -> str:
    """Return the text for image *index* of *request*, naming who really painted it."""
    lines = [request.prompt]
    if request.negative_prompt:
        lines.append(f"Negative prompt: {request.negative_prompt}")
    fields = {
        "Steps": request.steps,
        "Sampler": request.sampler,
        "CFG scale": f"{request.guidance_scale:g}",
        "Seed": request.seed_of(index),
        "Size": f"{request.width_px}x{request.height_px}",
        "Model": request.model,
    }
    if request.source is not None:
        fields["Denoising strength"] = f"{request.source.strength:g}"
        if request.source.mask is not None:
            fields["Mask blur"] = request.source.mask.blur_px
    if request.hires is not None:
        fields["Hires resize"] = f"{request.hires.width_px}x{request.hires.height_px}"
        fields["Denoising strength"] = f"{request.hires.strength:g}"
    if request.model != _PAINTER:
        fields["Painted by"] = _PAINTER
    lines.append(", ".join(f"{name}: {value}" for name, value in fields.items()))
    return "\n".join(lines)


def upscaled_text(request: UpscaleRequest) -> str:
    """Return the text of the picture that was enlarged, and what was done to it."""
    grown = f"{request.width_px}x{request.height_px}"
    done = f"Postprocess upscale to: {grown}, Postprocess upscaler: {request.model}"
    before = request.picture.parameters.rstrip()
    return f"{before}, {done}" if before else done
