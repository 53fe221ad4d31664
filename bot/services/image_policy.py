"""What looks at images, put together in one place; starts nothing."""

from dataclasses import dataclass

from bot.generation.moderation.examining import Examiner
from bot.generation.moderation.image_gate import Checks, ImageGate
from bot.generation.moderation.image_inputs import ImageInputs
from bot.generation.moderation.known_images import KnownImages
from bot.generation.moderation.policies import Policies
from bot.services.foundation import Foundation
from bot.store.blocked_images import BlockedImages
from bot.store.image_signs import ImageSigns


@dataclass(frozen=True, slots=True, kw_only=True)
class ImagePolicy:
    """The gate for finished images, the link of the chain for given ones, and the known ones."""

    gate: ImageGate
    inputs: ImageInputs
    known: KnownImages


def build_image_policy(base: Foundation, policies: Policies) -> ImagePolicy:
    """Put the parts together.

    Finished images and given pictures are looked at in a thread each: who waits for a first answer
    does not wait for eight images of another.
    """
    settings = base.settings.moderation
    known = KnownImages(BlockedImages(base.database))
    return ImagePolicy(
        gate=ImageGate(
            policies=policies,
            examiner=Examiner(base.classifier, "finished-images"),
            known=known,
            files=base.image_files,
            signs=ImageSigns(base.database),
            checks=Checks(service=settings.service_check, known_within=settings.known_distance),
        ),
        inputs=ImageInputs(
            Examiner(base.classifier, "given-pictures"),
            known,
            base.image_files,
            known_within=settings.known_distance,
        ),
        known=known,
    )
