"""What `/help` shows: how to ask for an image, in one screen."""

from bot.replies.panels import Panel
from bot.replies.words import code
from bot.texts import gettext as _
from bot.texts import number


def help_panel(*, provider: str, model: str, daily_quota: int) -> Panel:
    """Explain the commands, and say who paints: *provider* with *model* by default."""
    return Panel(
        _("How to make images"),
        [
            _(
                "Type {imagine} and say what you want to see. The answer appears at once, shows "
                "its place in the queue, then the progress, then your images."
            ).format(imagine=code("/imagine prompt:")),
            _commands(),
            _options(),
            "-# "
            + _(
                "Images come from {provider}, by default with {model}. "
                "You may make {quota} images a day in this server. "
                "What fails is not charged; what cannot be shown to you waits in {history}."
            ).format(
                provider=code(provider),
                model=code(model),
                quota=number(daily_quota),
                history=code("/history"),
            ),
        ],
    )


def _commands() -> str:
    lines = {
        "/imagine": _("make images from a text"),
        "/queue": _("what you have waiting and running, and cancel it"),
        "/history": _("your finished images, to be sent again"),
        "/style": _("save, list, show and delete your own styles"),
        "/models": _("search models, LoRAs and VAEs"),
        "/usage": _("what you have used, and what is left today"),
    }
    return "\n".join(f"{code(name)} {text}" for name, text in lines.items())


def _options() -> str:
    lines = [
        _("{size} takes a format such as `portrait`, or `768x512`.").format(size=code("size")),
        _("{seed} makes the same images again; image 2 has the seed + 1.").format(
            seed=code("seed")
        ),
        _("{loras} takes `name:weight, other`; inline `<lora:name:weight>` works as well.").format(
            loras=code("loras")
        ),
        _("{control} steers by your own picture, such as its edges or a pose.").format(
            control=code("control_image")
        ),
        _("{advanced} holds what is rare, as `key=value`; keys are offered as you type.").format(
            advanced=code("advanced")
        ),
        _("{private} shows the answer to you alone.").format(private=code("private")),
    ]
    return "**" + _("Good to know") + "**\n" + "\n".join(f"- {line}" for line in lines)
