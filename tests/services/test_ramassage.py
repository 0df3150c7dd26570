from __future__ import annotations

import gc
import weakref

from generator.services import ramassage


class Objet:
    pass


def test_all_that_is_kept_is_looked_through_less_often_and_young_objects_as_often() -> None:
    avant = gc.get_threshold()
    try:
        ramassage.space_out()
        jeunes, moyens, pleins = gc.get_threshold()
        assert (jeunes, moyens) == avant[:2]
        assert pleins > avant[2]
        objet = Objet()
        objet.soi = objet  # type: ignore[attr-defined]
        temoin = weakref.ref(objet)
        del objet
        remplissage = [[] for _ in range(jeunes * (moyens + 2))]  # type: ignore[var-annotated]
        assert remplissage and temoin() is None
    finally:
        gc.set_threshold(*avant)
