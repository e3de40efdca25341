"""Deaths in captivity told over several sentences: what happened to prisoners, where and when, then how many died."""

from __future__ import annotations

from polon.extract.mention import Mention, Reading
from polon.extract.scene import Scene

_BACK = 2


def of_prisoners(mention: Mention, reading: Reading) -> bool:
    """«Prisoners of war were shot. 54 defenders died»: the sentences before tell of what befell prisoners."""
    scenes = reading.page.scenes[max(0, mention.index - _BACK) : mention.index]
    near = [s for s in scenes if mention.scene.sentence.paragraph - s.sentence.paragraph <= 1]
    return any(_befell(scene) for scene in near)


def _befell(scene: Scene) -> bool:
    """A sentence that joins captives with their death: by a verb of it, or by a blast, a strike, an attack."""
    bodies = scene.of("body")  # «the Headquarters for the Treatment of Prisoners of War»
    strong = any(
        c.tag.val == "strong" and not any(b.i <= c.i < b.j for b in bodies) for c in scene.of("war")
    )
    killed = any(c.tag.val.startswith("died") for c in scene.of("event"))
    return strong and (killed or bool(scene.of("incident")))
