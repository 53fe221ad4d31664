"""What a message says: its content before it is stored, and how a body changes it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from bot.sandbox.cdn import Cdn, StoredFile, Upload, safe_filename
from bot.sandbox.draft_rules import COMPONENTS_V2, check_draft, check_edit
from bot.sandbox.payloads import Payload
from bot.sandbox.refusals import invalid_form, too_large

SUPPRESS_EMBEDS = 1 << 2
EPHEMERAL = 1 << 6
LOADING = 1 << 7
SUPPRESS_NOTIFICATIONS = 1 << 12
_SETTABLE = SUPPRESS_EMBEDS | SUPPRESS_NOTIFICATIONS | COMPONENTS_V2
_MOST_FILES = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """The content of a message; embeds and components as they were sent.

    They keep their ``attachment://`` links, because which files leave the attachments list is
    decided by what the *current* embeds and components name.
    """

    content: str = ""
    embeds: list[Payload] = field(default_factory=list)
    components: list[Payload] = field(default_factory=list)
    poll: Payload | None = None
    flags: int = 0
    files: tuple[StoredFile, ...] = ()

    @property
    def is_v2(self) -> bool:
        """Whether the message is made of components alone."""
        return bool(self.flags & COMPONENTS_V2)

    @property
    def is_ephemeral(self) -> bool:
        """Whether one member alone may see it."""
        return bool(self.flags & EPHEMERAL)

    @property
    def is_loading(self) -> bool:
        """Whether it is still the "thinking" placeholder."""
        return bool(self.flags & LOADING)


@dataclass(frozen=True, slots=True, kw_only=True)
class _NewFile:
    upload: Upload
    description: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Composer:
    """Turns bodies into drafts, with files kept in the CDN."""

    cdn: Cdn
    attachment_size_limit: int

    def create(
        self, body: Payload, uploads: Mapping[int, Upload], folder_id: int, *, is_ephemeral: bool
    ) -> Draft:
        """Return the draft of a new message.

        Raises:
            DiscordRefusal: The body breaks a rule, or a file is too large.
        """
        draft = _changed(Draft(flags=EPHEMERAL if is_ephemeral else 0), body)
        return self._with_files(draft, (), self._new_files(body, uploads, ()), folder_id)

    def edit(
        self, draft: Draft, body: Payload, uploads: Mapping[int, Upload], folder_id: int
    ) -> Draft:
        """Return *draft* as changed by an edit; what the body leaves out stays.

        Raises:
            DiscordRefusal: The body breaks a rule, or a file is too large.
        """
        check_edit(draft.flags, body)
        kept = _kept_files(draft.files, body)
        new = self._new_files(body, uploads, draft.files)
        changed = _changed(replace(draft, flags=draft.flags & ~LOADING), body)
        changed = self._with_files(changed, kept, new, folder_id)
        kept_ids = {file.id for file in kept}
        for file in draft.files:
            if file.id not in kept_ids:
                self.cdn.retire(file)
        return changed

    def _new_files(
        self, body: Payload, uploads: Mapping[int, Upload], old: tuple[StoredFile, ...]
    ) -> list[_NewFile]:
        if len(uploads) > _MOST_FILES:
            raise invalid_form("files", f"Must be {_MOST_FILES} or fewer in length.")
        if any(len(upload.data) > self.attachment_size_limit for upload in uploads.values()):
            raise too_large()
        old_ids = {file.id for file in old}
        entries: dict[int, Payload] = {}
        for index, entry in enumerate(body.get("attachments") or []):
            number = int(entry["id"])
            if number not in uploads and number not in old_ids:
                raise invalid_form(f"attachments[{index}].id", f"There is no part files[{number}].")
            entries[number] = entry
        return [
            _NewFile(
                upload=replace(
                    upload,
                    filename=safe_filename(
                        entries.get(number, {}).get("filename") or upload.filename
                    ),
                ),
                description=entries.get(number, {}).get("description"),
            )
            for number, upload in sorted(uploads.items())
        ]

    def _with_files(
        self,
        draft: Draft,
        kept: tuple[StoredFile, ...],
        new: list[_NewFile],
        folder_id: int,
    ) -> Draft:
        new_names = {file.upload.filename for file in new}
        check_draft(
            draft.content,
            draft.embeds,
            draft.components,
            has_poll=draft.poll is not None,
            is_v2=draft.is_v2,
            old_names={file.filename for file in kept},
            new_names=new_names,
        )
        # Stored only now: a refused body must leave nothing behind.
        stored = tuple(
            self.cdn.store(file.upload, folder_id, is_ephemeral=draft.is_ephemeral).described(
                file.description
            )
            for file in new
        )
        return replace(draft, files=(*kept, *stored))


def _kept_files(files: tuple[StoredFile, ...], body: Payload) -> tuple[StoredFile, ...]:
    if "attachments" not in body:
        return files
    entries = {int(entry["id"]): entry for entry in body["attachments"] or []}
    return tuple(
        file.described(entries[file.id].get("description", file.description))
        for file in files
        if file.id in entries
    )


def _changed(draft: Draft, body: Payload) -> Draft:
    flags = draft.flags
    if body.get("flags") is not None:
        # Components v2 is irrevocable, and who may see a message is decided by its kind.
        flags = (flags & ~SUPPRESS_EMBEDS) | (int(body["flags"]) & _SETTABLE)
    return replace(
        draft,
        content=body.get("content", draft.content) or "",
        embeds=body.get("embeds", draft.embeds) or [],
        components=body.get("components", draft.components) or [],
        poll=body.get("poll") or draft.poll,
        flags=flags,
    )
