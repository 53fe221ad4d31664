"""The lowest layer of a request's options: what the owner's settings say."""

from collections.abc import Mapping

from bot.domain.lora_syntax import number_text
from bot.settings import DefaultsSettings, ProviderSettings


def option_defaults(
    defaults: DefaultsSettings, provider: ProviderSettings | None
) -> Mapping[str, str]:
    """Return texts by option; a service's own default model wins over the general one."""
    own_model = provider.default_model if provider else None
    return {
        "model": own_model or defaults.model,
        "size": defaults.size,
        "sampler": defaults.sampler,
        "steps": str(defaults.steps),
        "guidance": number_text(defaults.guidance),
        "negative_prompt": defaults.negative_prompt,
    }
