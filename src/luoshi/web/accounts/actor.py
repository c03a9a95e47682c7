"""The person behind an action, with the appointments in force at that time."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Held:
    """One appointment in force. ``reach`` holds the unit and all units below it."""

    role: str
    unit_id: int
    jurisdiction_id: int
    reach: frozenset[int]


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, and as what. Built by ``accounts.queries.actor_at``."""

    user_id: int
    name: str
    held: tuple[Held, ...] = ()

    @property
    def main_role(self) -> str:
        """The first role held, for the audit record; empty when none."""
        return self.held[0].role if self.held else ""

    def holds(self, *roles: str, jurisdiction_id: int | None = None) -> bool:
        """Whether any of the roles is held (in that jurisdiction, where one is named)."""
        return any(
            h.role in roles and jurisdiction_id in (None, h.jurisdiction_id) for h in self.held
        )

    def holds_for(self, unit_id: int | None, *roles: str) -> bool:
        """Whether any of the roles is held at that unit or at a unit above it."""
        return any(h.role in roles and unit_id in h.reach for h in self.held)

    def jurisdictions(self, *roles: str) -> frozenset[int]:
        """The jurisdictions in which any of the roles is held."""
        return frozenset(h.jurisdiction_id for h in self.held if h.role in roles)

    def units(self, *roles: str) -> frozenset[int]:
        """The units at which any of the roles is held, with all units below them."""
        return frozenset().union(*(h.reach for h in self.held if h.role in roles))

    def own_units(self, *roles: str) -> frozenset[int]:
        """The units at which any of the roles is held, without those below."""
        return frozenset(h.unit_id for h in self.held if h.role in roles)
