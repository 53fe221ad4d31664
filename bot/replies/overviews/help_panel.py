"""What `/help` shows: how to ask for an image, in one screen."""

from bot.replies.parts.panels import Panel
from bot.replies.parts.words import code
from bot.texts import command_name, menu_name, number, option_name
from bot.texts import gettext as _


def help_panel(*, provider: str, model: str, daily_quota: int) -> Panel:
    """Explain the commands, and say who paints: *provider* with *model* by default."""
    return Panel(
        _("How to make images"),
        [
            _(
                "Type {imagine} and say what you want to see. The answer appears at once, shows "
                "its place in the queue, then the progress, then your images."
            ).format(imagine=code(f"{command_name('imagine')} {option_name('prompt')}:")),
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
                history=code(command_name("history")),
            ),
        ],
    )


def _commands() -> str:
    lines = {
        "/imagine": _("make images from a text"),
        "/again": _("your last request once more, with what you change"),
        "/quick": _("the same with a form, handy on a phone"),
        "/settings": _("your own defaults: model, size, private answers and more"),
        "/queue": _("what you have waiting and running, and cancel it"),
        "/history": _("your finished images: look through, find, open, send again"),
        "/favourites": _("the same for your favourites"),
        "/style": _("your own styles: save, edit, share, copy, exchange"),
        "/session": _("make images together: everybody enters a prompt, then all vote"),
        "/mod": _("the rules of this server; for moderators, all their tools"),
        "/setup": _("for admins: choose the rules, step by step"),
        "/server": _("for moderators: how styles are shared, where reports go"),
        "/privacy": _("what is kept of you; take it along, or delete it"),
        "/models": _("search models, LoRAs and VAEs"),
        "/usage": _("what you have used, and what is left today"),
    }
    menus = _("In a message's menu, under Apps: {names}.").format(
        names=", ".join(f"*{menu_name(name)}*" for name in ("Remix", "Settings", "Report"))
    )
    every = [f"{code(command_name(name))} {text}" for name, text in lines.items()]
    return "\n".join([*every, menus])


def _options() -> str:
    lines = [
        _("{size} takes a format such as `portrait`, or `768x512`.").format(size=_option("size")),
        _("{seed} makes the same images again; image 2 has the seed + 1.").format(
            seed=_option("seed")
        ),
        _("{loras} takes `name:weight, other`; inline `<lora:name:weight>` works as well.").format(
            loras=_option("loras")
        ),
        _("{control} steers by your own picture, such as its edges or a pose.").format(
            control=_option("control_image")
        ),
        _("{advanced} holds what is rare, as `key=value`; keys are offered as you type.").format(
            advanced=_option("advanced")
        ),
        _("{private} shows the answer to you alone.").format(private=_option("private")),
    ]
    return "**" + _("Good to know") + "**\n" + "\n".join(f"- {line}" for line in lines)


def _option(name: str) -> str:
    return code(option_name(name))
