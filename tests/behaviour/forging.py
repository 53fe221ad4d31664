"""Presses as a client would send them that was written to forge them."""

from typing import Any

from simcord.backend import serializers

from tests.behaviour.conftest import House, text_of

_COMPONENT, _SUBMIT = 3, 5
_BUTTON, _SELECT = 2, 3


async def press(house: House, actor: Any, channel: Any, custom_id: str, kind: str) -> str:
    """Press what nobody has sent, by its custom_id; return what was read."""
    if kind == "modal":
        result = await actor._dispatch_interaction(
            _SUBMIT, channel, {"custom_id": custom_id, "components": []}
        )
        return text_of(result.response) if result.response else ""
    posted = await channel_message(house, channel)
    options = [{"label": "1", "value": "1"}]
    part = {"type": _BUTTON, "style": 1, "label": "x", "custom_id": custom_id}
    data = {"custom_id": custom_id, "component_type": _BUTTON}
    if kind == "select":
        part = {"type": _SELECT, "custom_id": custom_id, "options": options}
        data = {"custom_id": custom_id, "component_type": _SELECT, "values": ["1"]}
    message = {**posted, "components": [{"type": 1, "components": [part]}]}
    result = await actor._dispatch_interaction(
        _COMPONENT, channel, data, extra={"message": message}
    )
    return text_of(result.response) if result.response else ""


async def channel_message(house: House, channel: Any) -> dict[str, Any]:
    backend = house.env.backend
    sent = await house.client.get_partial_messageable(channel.id).send("x")
    return dict(serializers.message_payload(backend, backend.get_message(channel.id, sent.id)))
