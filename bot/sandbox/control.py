"""The control API: what the page, or any program, does as a member of the sandbox."""

import base64
import binascii
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from aiohttp import web

from bot.sandbox.acts import Acts
from bot.sandbox.cdn import Upload
from bot.sandbox.command_data import Typed
from bot.sandbox.command_permissions import CommandPermissions
from bot.sandbox.interaction import Interaction
from bot.sandbox.locales import known_locale
from bot.sandbox.payloads import Payload
from bot.sandbox.refusals import ClientRefusal
from bot.sandbox.responses import json_response
from bot.sandbox.talk import Talk
from bot.sandbox.world import User, World

_BAD_REQUEST = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Control:
    """The POST routes: each does one thing that a person can do."""

    world: World
    acts: Acts
    talk: Talk
    permissions: CommandPermissions

    def routes(self) -> list[web.RouteDef]:
        """Return the routes."""
        table = {
            "command": self._command,
            "autocomplete": self._autocomplete,
            "component": self._component,
            "modal": self._modal,
            "menu": self._menu,
            "message": self._message,
            "delete": self._delete,
            "locale": self._locale,
            "permissions": self._permissions,
        }
        return [web.post(f"/control/{name}", _serve(act)) for name, act in table.items()]

    async def _command(self, body: Payload) -> Payload:
        typed = Typed(
            name=str(body["name"]),
            options=body.get("options") or {},
            attachments={
                name: _upload(file) for name, file in (body.get("attachments") or {}).items()
            },
            is_checked=not body.get("unchecked"),
        )
        user = self._user(body)
        return _started(self.acts.command(user, int(body["channel_id"]), typed))

    async def _autocomplete(self, body: Payload) -> Payload:
        typed = Typed(
            name=str(body["name"]),
            options=body.get("options") or {},
            focused=str(body["focused"]),
        )
        choices = await self.acts.complete(self._user(body), int(body["channel_id"]), typed)
        return {"choices": [{"name": each["name"], "value": each["value"]} for each in choices]}

    async def _component(self, body: Payload) -> Payload:
        values = [str(value) for value in body.get("values") or []]
        return _started(
            self.acts.press(
                self._user(body), int(body["message_id"]), str(body["custom_id"]), values
            )
        )

    async def _modal(self, body: Payload) -> Payload:
        return _started(
            self.acts.submit(
                self._user(body),
                int(body["interaction_id"]),
                body.get("fields") or {},
                {
                    custom_id: [_upload(file) for file in files]
                    for custom_id, files in (body.get("attachments") or {}).items()
                },
            )
        )

    async def _menu(self, body: Payload) -> Payload:
        user, name = self._user(body), str(body["name"])
        if "message_id" in body:
            return _started(self.acts.use_on_message(user, int(body["message_id"]), name))
        channel_id, target_id = int(body["channel_id"]), int(body["user_id"])
        return _started(self.acts.use_on_user(user, channel_id, target_id, name))

    async def _message(self, body: Payload) -> Payload:
        files = [_upload(file) for file in body.get("files") or []]
        text = str(body.get("content") or "")
        message = self.talk.say(self._user(body), int(body["channel_id"]), text, files)
        return {"message_id": str(message.id)}

    async def _delete(self, body: Payload) -> Payload:
        self.talk.delete(self._user(body), int(body["message_id"]))
        return {}

    async def _locale(self, body: Payload) -> Payload:
        user, locale = self._user(body), known_locale(str(body["locale"]))
        self.world.locales[user.id] = locale
        return {"locale": locale}

    async def _permissions(self, body: Payload) -> Payload:
        command = body.get("command")
        self.permissions.change(None if command is None else str(command), body["permissions"])
        return {}

    def _user(self, body: Payload) -> User:
        return member_by_id(self.world, str(body["as"]))


def member_by_id(world: World, user_id: str) -> User:
    """Return the member with this id.

    Raises:
        ClientRefusal: There is no such member.
    """
    user = world.members.get(int(user_id)) if user_id.isdecimal() else None
    if user is None:
        raise ClientRefusal("There is no such member.")
    return user


def _serve(
    act: Callable[[Payload], Awaitable[Payload]],
) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def serve(request: web.Request) -> web.Response:
        try:
            body = json.loads(await request.read())
            return json_response(await act(body))
        except ClientRefusal as refusal:
            return json_response({"error": str(refusal)}, _BAD_REQUEST)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            return json_response({"error": f"Not a request of this kind: {error!r}"}, _BAD_REQUEST)

    return serve


def _started(interaction: Interaction) -> Payload:
    return {"interaction_id": str(interaction.id)}


def _upload(file: Payload) -> Upload:
    try:
        data = base64.b64decode(file["content_base64"], validate=True)
    except binascii.Error as error:
        raise ClientRefusal("The file's content is no base64.") from error
    return Upload(
        filename=str(file["filename"]),
        data=data,
        content_type=file.get("content_type"),
        description=file.get("description") or None,
    )
