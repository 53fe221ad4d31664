"""What people write to each other without any bot: messages with files, and their end."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.sandbox.cdn import Upload
from bot.sandbox.drafts import Draft
from bot.sandbox.member_files import MemberFiles
from bot.sandbox.message_payloads import Message
from bot.sandbox.messages import Messages
from bot.sandbox.refusals import ClientRefusal
from bot.sandbox.sight import Sight
from bot.sandbox.world import User

_MOST_CHARACTERS = 2000
_MOST_FILES = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """Puts members' own messages into channels, and takes messages away."""

    sight: Sight
    messages: Messages
    files: MemberFiles

    def say(
        self, user: User, channel_id: int, text: str, uploads: Sequence[Upload] = ()
    ) -> Message:
        """Write an ordinary message; the files stay byte for byte as they are.

        Raises:
            ClientRefusal: The member does not see that channel, or the client would not send it.
        """
        channel = self.sight.channel(user, channel_id)
        if not text.strip() and not uploads:
            raise ClientRefusal("There is nothing to send.")
        if len(text) > _MOST_CHARACTERS:
            raise ClientRefusal(f"A message has at most {_MOST_CHARACTERS} characters.")
        if len(uploads) > _MOST_FILES:
            raise ClientRefusal(f"A message has at most {_MOST_FILES} files.")
        files = tuple(self.files.posted(upload, channel) for upload in uploads)
        message = self.messages.new(channel.id, user.id, Draft(content=text, files=files))
        self.messages.add(message)
        return message

    def delete(self, user: User, message_id: int) -> None:
        """Delete a message, as its author, a moderator, or whoever alone sees it.

        Raises:
            ClientRefusal: The member may not.
        """
        message = self.sight.message(user, message_id)
        if not (user.is_moderator or user.id in {message.author_id, message.only_for}):
            raise ClientRefusal("You may not delete this message.")
        self.messages.remove(message)
