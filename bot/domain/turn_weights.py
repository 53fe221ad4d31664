"""The weight of a member's turns, by the roles that the member has."""

from collections.abc import Iterable, Mapping

DEFAULT_WEIGHT = 1.0


def weight_of(role_ids: Iterable[int], role_weights: Mapping[int, float]) -> float:
    """Return the best weight that one of the roles gives, or 1 if none gives any."""
    return max(
        (role_weights[role_id] for role_id in role_ids if role_id in role_weights),
        default=DEFAULT_WEIGHT,
    )
