"""Files that a member hands in: as a command's option, in a modal, or with a message."""

from dataclasses import dataclass

from bot.sandbox.cdn import Cdn, StoredFile, Upload
from bot.sandbox.payloads import Payload
from bot.sandbox.places import Channel
from bot.sandbox.refusals import ClientRefusal


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberFiles:
    """Keeps them in the CDN, as far as the client would send them."""

    cdn: Cdn
    attachment_size_limit: int

    def attach(self, upload: Upload, channel: Channel, resolved: Payload) -> str:
        """Keep the file, describe it in *resolved*, and return its id.

        Raises:
            ClientRefusal: It is too large.
        """
        self._check(upload)
        file = self.cdn.store(upload, channel.id, is_ephemeral=True)
        self.cdn.retire(file)  # no message will ever show it, so it stays only for a while
        resolved.setdefault("attachments", {})[str(file.id)] = self.cdn.attachment(file)
        return str(file.id)

    def posted(self, upload: Upload, channel: Channel) -> StoredFile:
        """Keep the file of a member's own message.

        Raises:
            ClientRefusal: It is too large.
        """
        self._check(upload)
        return self.cdn.store(upload, channel.id)

    def _check(self, upload: Upload) -> None:
        if len(upload.data) > self.attachment_size_limit:
            raise ClientRefusal("Your files are too powerful. The file is too large.")
