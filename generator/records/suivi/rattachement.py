"""Which row tells of which action of the plan as voted: by its number, and by its wording."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from generator.domain.dossier import Action
from generator.records.problemes import quote
from generator.records.suivi.feuilles import Constats, key

_RESSEMBLANCE = 0.85


@dataclass(frozen=True, slots=True)
class Rangee:
    """What identifies a row: its number in the sheet, and what it says of itself."""

    ligne: int
    numero: int | None
    intitule: str | None
    contenu: tuple[object, ...] = ()  # all that it says, to know a copy


def attach(
    rangees: Sequence[Rangee],
    actions: Sequence[Action],
    constats: Constats,
    place: Callable[[int], str],
) -> dict[int, int | None]:
    """Return, by row of the sheet, the rank of its action in the plan, None if it was added.

    A copy of a row is left out. Two rows that differ and tell of one action are a problem.
    `place` says where a row is.
    """
    work = _Rattachement(tuple(actions), constats, place)
    for step in (work.by_both, work.by_wording, work.by_number, work.by_likeness):
        for rangee in rangees:
            if rangee.ligne not in work.rangs:
                step(rangee)
    return {r.ligne: work.rangs.get(r.ligne) for r in rangees if r.ligne not in work.copies}


class _Rattachement:
    """The rows placed so far; each step takes the surest of those that are left."""

    def __init__(
        self, actions: tuple[Action, ...], constats: Constats, place: Callable[[int], str]
    ) -> None:
        self.actions = actions
        self.constats = constats
        self.place = place
        self.rangs: dict[int, int | None] = {}
        self.taken: dict[int, Rangee] = {}
        self.copies: set[int] = set()
        self.wordings = [key(action.intitule) for action in actions]

    def by_both(self, rangee: Rangee) -> None:
        """Take the action whose number and wording the row both has."""
        rang = self._numbered(rangee)
        if rang and (rangee.intitule is None or key(rangee.intitule) == self.wordings[rang - 1]):
            self._take(rang, rangee)

    def by_wording(self, rangee: Rangee) -> None:
        """Take the action whose wording the row has, whatever its number."""
        same = [
            rang
            for rang, wording in enumerate(self.wordings, start=1)
            if wording and wording == key(rangee.intitule or "")
        ]
        if not same:
            return
        rang = next((rang for rang in same if rang not in self.taken), same[0])
        is_new = rang not in self.taken
        self._take(rang, rangee)
        if is_new:
            said = "sans numéro" if rangee.numero is None else f"avec le numéro {rangee.numero}"
            self._look(rangee, f"{said}, reconnue à son intitulé : c'est l'action {rang} du plan")

    def by_number(self, rangee: Rangee) -> None:
        """Take the action whose number the row has: its wording has changed."""
        rang = self._numbered(rangee)
        if rang is None:
            return
        other = self.taken.get(rang)
        if other is None:
            self._take(rang, rangee)
        elif key(other.intitule or "") == self.wordings[rang - 1]:
            self.rangs[rangee.ligne] = None
            self._look(
                rangee,
                f"le numéro {rang} est celui de l'action de la ligne {other.ligne} ; lue comme une "
                "action ajoutée, effacez ce numéro",
            )
        else:
            self._twice(rang, other, rangee)

    def by_likeness(self, rangee: Rangee) -> None:
        """Take the action whose wording is close to that of a row without a number."""
        free = {w: r for r, w in enumerate(self.wordings, start=1) if r not in self.taken}
        close = (
            difflib.get_close_matches(key(rangee.intitule), free, n=1, cutoff=_RESSEMBLANCE)
            if rangee.intitule and rangee.numero is None
            else []
        )
        if close:
            rang = free[close[0]]
            self._take(rang, rangee)
            voted = quote(self.actions[rang - 1].intitule)
            self._look(
                rangee,
                f"sans numéro, reconnue à son intitulé proche de {voted} : c'est l'action {rang} du plan",
            )
        else:
            self.rangs[rangee.ligne] = None

    def _numbered(self, rangee: Rangee) -> int | None:
        numero = rangee.numero
        return numero if numero is not None and 1 <= numero <= len(self.actions) else None

    def _take(self, rang: int, rangee: Rangee) -> None:
        other = self.taken.setdefault(rang, rangee)
        self.rangs[rangee.ligne] = rang
        if other is rangee:
            return
        if other.contenu == rangee.contenu:
            self.copies.add(rangee.ligne)
            self._look(rangee, f"copie de la ligne {other.ligne} ; laissée de côté")
        else:
            self._twice(rang, other, rangee)

    def _twice(self, rang: int, other: Rangee, rangee: Rangee) -> None:
        self.rangs[rangee.ligne] = rang
        self.constats.problemes.append(
            f"{self.place(rangee.ligne)} : l'action {rang} {quote(self.actions[rang - 1].intitule)} est déjà "
            f"à la ligne {other.ligne} ; gardez une seule ligne, ou effacez le numéro d'une action ajoutée"
        )

    def _look(self, rangee: Rangee, message: str) -> None:
        self.constats.alertes.append(f"{self.place(rangee.ligne)} : {message}")
