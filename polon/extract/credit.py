"""Who is credited with a number: the credit that covers it, the quotation's speaker, the source still relayed."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field, replace

from polon.extract.events import LINK
from polon.extract.floor import antecedent, covering, keeps, observer, own_subject, person_told
from polon.extract.mention import Found, Reading
from polon.extract.scene import Scene
from polon.extract.speaker import Speaker
from polon.extract.speakers import speakers

_QUOTATION_SENTENCES = 12
_BACK = 3
_TOLD_PARAGRAPHS = 2
_REMEMBERED = 8
_TOLD = 24
_DASHES = ("-", "–", "—")
_TITLE = 12
_CREDIT_ALONE, _CREDIT_TAIL = 10, 3
_STEM = 6
_HEADING = 3
_STOPS = frozenset('.!?…"»”:')
_BY_ACT = "credited by what they do"
_OWN_VOICE = "the outlet's own voice"


@dataclass(slots=True)
class Floor:
    """Who holds the floor while the text is read, sentence by sentence.

    `at`: the sentence in which the holder was last credited or relayed; `before`: the holders before this one;
    `heard`: the speakers of each sentence; `pending`: claims in quotations; `told`: the last claims.
    """

    reading: Reading
    holder: Speaker | None = None
    at: int = 0
    before: list[Speaker] = field(default_factory=list)
    heard: dict[int, list[Speaker]] = field(default_factory=dict)
    unheard: list[Scene] = field(default_factory=list)
    pending: list[tuple[Found, Speaker]] = field(default_factory=list)
    told: deque[Found] = field(default_factory=lambda: deque(maxlen=_TOLD))

    def hear(self, scene: Scene, new: list[Found]) -> None:
        """Credits the claims of one sentence, and passes the floor on; what goes before the first claim can wait."""
        if not self.reading.found:
            self.unheard.append(scene)
            return
        if self.unheard:
            found, self.reading.found = self.reading.found, []
            for earlier in self.unheard:
                self._hear(earlier, [])
            self.reading.found = found
            self.unheard.clear()
        self._hear(scene, new)

    def _hear(self, scene: Scene, new: list[Found]) -> None:
        named = self._resolved(scene)
        if new and not named and (working := observer(scene)) is not None:
            named = [working]
        self.heard[scene.sentence.index] = named
        for at, found in enumerate(new):
            self._credit(found, named, new[at - 1] if at else None)
        telling = [s for s in named if not s.silent]
        opened = any(c.i == scene.first for c in scene.of("this"))  # «Verba announced this (by Hai, there were 200)»
        if (
            (not new or opened)
            and telling
            and (scene.of("this") or scene.starting("about", scene.first) or _only(scene, telling[0]))
        ):
            self._credit_told(scene, telling[-1] if scene.of("this") and not (opened and new) else telling[0])
        elif telling and telling[0].cue.tag.val == "add" and self.holder is None:
            self._credit_told(scene, telling[0])  # «…, the president added»: what stands before was his too
        if telling and telling[-1].trailing:
            self._credit_paragraph(scene, telling[-1])
            if not new and any(c.i <= scene.first + 1 for c in scene.of("rest")):
                self._credit_rest(scene, telling[-1])
        if telling and new:
            chosen = next((s for s in telling if s.name == new[0].attribution), telling[-1])
            self._credit_back(new[0], chosen, scene)
        self._pass_on(scene, new, named)
        self.told.extend(new)

    def close(self) -> None:
        """What only the end of the text tells: whose a quotation was, and parts of a whole credited later."""
        self._credit_quotations()
        for found, holder in self.pending:
            if found.attribution is None:
                found.attribution, found.trace["attribution"] = holder.name, "still relayed"
        for found in self.reading.found:
            whole = found.whole
            own_voice = found.trace.get("attribution") == _OWN_VOICE
            if found.attribution is None and whole is not None and whole.attribution is not None and not own_voice:
                found.attribution, found.trace["attribution"] = whole.attribution, "as the whole"

    def _pass_on(self, scene: Scene, new: list[Found], named: list[Speaker]) -> None:
        index = scene.sentence.index
        if not named and scene.of("background") and scene.last - scene.first <= _HEADING:
            self.holder = None  # «Background:», «Recall»: the outlet's own words from here on
        elif named:
            own = [s for s in named if s.cue.tag.cls != "account"] or named
            nested = own[0].cue.tag.cls == "relay" and not own[0].trailing  # «by her words, Moscow claims …»
            last = own[0] if nested else own[-1]
            credited = next((s for s in own if new and s.name == new[-1].attribution), None)
            self.holder, self.at = (None if last.silent else credited or last), index
            if self.holder is not None:
                self.before = [*self.before[-_REMEMBERED:], self.holder]
        elif any(f.attribution is not None for f in new):
            self.at = index
        elif any(f.trace.get("attribution") == _OWN_VOICE for f in new):
            self.holder = None

    def _resolved(self, scene: Scene) -> list[Speaker]:
        """The sentence's speakers, each pronoun by whom it means."""
        found: list[Speaker] = []
        for speaker in speakers(scene):
            if speaker.inner and self.holder is not None and self.holder.quoting:
                continue  # somebody whom the one who is quoted quotes
            if speaker.pronoun is None:
                known = None if speaker.trailing and found else self._by_title(speaker, scene)
                found.append(replace(speaker, name=known.name, person=True) if known is not None else speaker)
                continue
            meant = self._meant(speaker, [*self.before, *found], scene)
            if meant is not None:
                found.append(replace(speaker, name=meant.name, pronoun=None, person=meant.person))
            elif speaker.pronoun in ("role", "house"):
                found.append(replace(speaker, pronoun=None, person=speaker.pronoun == "role"))
        return found

    def _by_title(self, speaker: Speaker, scene: Scene) -> Speaker | None:
        """«…, the president's aide said»: the person whom the text has introduced by that title."""
        stems = _titles(scene, speaker.i, speaker.j)
        named = any(
            scene.tokens[k].capital and not any(scene.at(cls, k) for cls in ("title", "body", "country"))
            for k in range(speaker.i, speaker.j)
            if k > scene.first
        )
        if not stems or named:
            return None
        persons = [s for s in self.before if s.person]
        if speaker.quoting and persons:
            return persons[-1]  # «…», the head of the office added: whoever has been quoted goes on
        for known in reversed(self.before):
            near = self.reading.page.scenes[known.sentence]
            low, high = max(near.first, known.i - _TITLE), min(near.last, known.j + _TITLE)
            if known.person and stems & _titles(near, low, high):
                return known
        return None

    def _meant(self, pronoun: Speaker, known: list[Speaker], scene: Scene) -> Speaker | None:
        """Whom a pronoun means: the last source of its kind; else the last one; else whom the text was just about."""
        if (own := own_subject(scene, pronoun, self.reading.page)) is not None:
            return own
        for speaker in reversed(known):
            person = pronoun.pronoun in ("person", "role")
            if pronoun.pronoun == "any" or person == speaker.person:
                return speaker
        if pronoun.pronoun in ("role", "house"):
            return None
        if pronoun.pronoun == "person" and (person_before := person_told(scene, self.reading.page)) is not None:
            return person_before
        return known[-1] if known else antecedent(scene, pronoun, self.reading.page)

    def _keeps(self, found: Found, holder: Speaker) -> bool:
        told = [f for f in self.told if f.attribution == holder.name]
        return keeps(found, holder, self.reading.page.scenes[self.at], told)

    def _credit(self, found: Found, named: list[Speaker], previous: Found | None) -> None:
        speaker = covering(found, [s for s in named if not s.silent])
        if speaker is not None:
            found.attribution = speaker.name
            acts = speaker.cue.tag.val == "weak" or speaker.cue.tag.cls == "observer"
            rule = _BY_ACT if acts else "credit"
            found.trace["attribution"] = f"{rule}: {found.scene.words(speaker.cue.i, speaker.cue.j)}"
        elif found.whole is not None and not found.quoted and not self._free(found.whole):
            if self._far(found, found.whole):
                found.trace["attribution"] = _OWN_VOICE
        elif previous is not None and not found.quoted and "attribution" in previous.trace:
            found.attribution, found.trace["attribution"] = previous.attribution, previous.trace["attribution"]
        elif self.holder is not None and found.quoted and not self.holder.quoting:
            self.pending.append((found, self.holder))  # whose quotation it is may be told at its end
        elif self.holder is not None and (found.quoted or self._keeps(found, self.holder)):
            found.attribution, found.trace["attribution"] = self.holder.name, "still relayed"
        elif self.holder is not None:
            found.trace["attribution"] = _OWN_VOICE

    def _far(self, found: Found, whole: Found) -> bool:
        """A part in another paragraph, of another event or farther below the source, is told by the outlet."""
        told = max(whole.mention.index, self.at if self.holder is not None else 0)
        source = self.reading.page.scenes[told].sentence.paragraph
        apart = found.scene.sentence.paragraph - source
        return apart > 1 or (apart == 1 and whole.event is not found.event)

    def _free(self, whole: Found) -> bool:
        """A whole that nobody is credited with, told before anybody was: its part may have a source."""
        return whole.attribution is None and "attribution" not in whole.trace and whole.mention.index < self.at

    def _credit_told(self, scene: Scene, speaker: Speaker) -> None:
        """«The president announced this»: credits what was told before it, back to the last credit."""
        for found in reversed(self.reading.found):
            if found.scene is scene:
                continue
            near = scene.sentence.paragraph - found.scene.sentence.paragraph <= _TOLD_PARAGRAPHS
            if near and self._only_relayed(found, scene):
                found.attribution, found.trace["attribution"] = speaker.name, "credited in the next sentence"
                continue
            if found.attribution is not None or not near or found.scene.of("background") or _headline(found.scene):
                return
            found.attribution, found.trace["attribution"] = speaker.name, "credited in a later sentence"

    def _only_relayed(self, found: Found, scene: Scene) -> bool:
        """«54 were shot, the office says. So far 54 are known. X said this»: the nearer credit holds."""
        rule, told = found.trace.get("attribution", ""), bool(scene.of("this") or scene.of("label"))
        apart = scene.sentence.index - found.scene.sentence.index
        carried = rule == "still relayed" and not found.quoted and apart == 1 and bool(scene.of("this"))
        return carried or (rule.startswith(_BY_ACT) and told and apart <= _BACK)

    def _credit_paragraph(self, scene: Scene, speaker: Speaker) -> None:
        """«300 are coming home. Two civilians too - the head wrote»; «150 came back. In return 150 left, says X»."""
        dashed = scene.norm(speaker.cue.i - 1) in _DASHES
        answered = any(c.tag.val == LINK for c in scene.of("event"))
        if not (dashed or answered) or speaker.quoting:
            return
        for found in reversed(self.reading.found):
            here = found.scene.sentence
            if found.scene is scene:
                continue
            apart = scene.sentence.index - here.index
            same = here.paragraph == scene.sentence.paragraph and (dashed or apart == 1)
            if not same or found.attribution is not None or self.heard.get(here.index):
                return
            found.attribution, found.trace["attribution"] = speaker.name, "credited at the end of the paragraph"

    def _credit_rest(self, scene: Scene, speaker: Speaker) -> None:
        """«540 were seized, 208 of them are held. The rest were freed, X said»: the whole passage is his."""
        for found in reversed(self.reading.found):
            here = found.scene.sentence
            if found.scene is scene:
                continue
            near = scene.sentence.index - here.index <= _BACK and here.paragraph == scene.sentence.paragraph
            if not near or found.attribution is not None or found.quoted or self.heard.get(here.index):
                return
            found.attribution, found.trace["attribution"] = speaker.name, "credited with the rest"

    def _credit_back(self, first: Found, speaker: Speaker, scene: Scene) -> None:
        """A credit at the end of a breakdown holds for the whole that stands before it."""
        last = max(f.number.j for f in self.reading.near(scene.sentence.index))
        if speaker.i < last or first.whole is None:
            return
        for earlier in reversed(self.reading.before(first, _BACK)):
            here = earlier.scene.sentence
            if here.paragraph != scene.sentence.paragraph or earlier.attribution is not None:
                break
            if self.heard.get(here.index):
                break
            earlier.attribution, earlier.trace["attribution"] = speaker.name, "credited after its parts"

    def _credit_quotations(self) -> None:
        """A quotation over several sentences has one speaker, often named only where it ends."""
        scenes = self.reading.page.scenes
        for found in self.reading.found:
            if found.attribution is not None or not found.quoted:
                continue
            last = found.scene
            for later in scenes[found.mention.index + 1 : found.mention.index + _QUOTATION_SENTENCES]:
                if not later.quoted or not later.quoted[0] or not last.quoted[-1]:
                    break  # one quotation has ended, another begins
                last = later
                named = [s for s in self.heard.get(later.sentence.index, ()) if not later.quoted[s.i - later.first]]
                if named:
                    found.attribution, found.trace["attribution"] = named[-1].name, "the quotation's speaker"
                    break


def _headline(scene: Scene) -> bool:
    """A first line without a full stop, above a paragraph of its own: the outlet's voice."""
    return not scene.sentence.index and scene.tokens[scene.last - 1].norm not in _STOPS


def _titles(scene: Scene, i: int, j: int) -> set[str]:
    """The stems of the titles between two tokens."""
    return {scene.norm(c.i)[:_STEM] for c in scene.of("title") if i <= c.i < j}


def _only(scene: Scene, speaker: Speaker) -> bool:
    """«Source: Olena Verba», «Oleh Hai told the agency.»: a sentence that does nothing but credit."""
    if speaker.cue.tag.val == "label":
        return True
    short = scene.last - scene.first <= _CREDIT_ALONE and speaker.person and not speaker.quoting
    return short and scene.last - max(speaker.j, speaker.cue.j) <= _CREDIT_TAIL and not scene.of("event")
