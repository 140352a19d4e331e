"""An index of pages in memory: what the store tells of the kin of a page, and what it keeps of kinship."""

from collections import defaultdict
from collections.abc import Hashable
from dataclasses import replace

from core.fingerprint import bands
from core.model import Features, Fingerprint, Kin, Kinship, Page, PageId, PolicyId, Text

MOST = 50
"""Of what more pages share only the oldest are considered (`core.ports.Store.kin`)."""


class Shelf:
    """Pages by digest, 文号, name and bands."""

    def __init__(self) -> None:
        self.pages: dict[PageId, Kin] = {}
        self.policies: dict[PolicyId, set[PageId]] = defaultdict(set)
        self._by: dict[Hashable, list[PageId]] = defaultdict(list)

    def kin(self, fingerprint: Fingerprint, features: Features, limit: int = 12) -> tuple[Kin, ...]:
        """The best first: digest, 文号, name, bands; more bands before fewer, official before others."""
        keys, near = self._keys(fingerprint, features), bands(fingerprint.near)
        ranks: dict[PageId, int] = {}
        for rank, key in enumerate(keys):
            for page in self._by[key][:MOST]:
                ranks.setdefault(page, rank)
        shared: dict[PageId, int] = defaultdict(int)
        for band in enumerate(near):
            for page in self._by[band][:MOST]:
                shared[page] += 1
        found = ranks.keys() | shared.keys()
        best = sorted(
            found, key=lambda page: (ranks.get(page, 3), -shared[page], self.pages[page].tier != "official", page)
        )
        chosen = best[:limit]
        official = next((page for page in best if self.pages[page].tier == "official"), None)
        if official is not None and official not in chosen:
            chosen[-1] = official
        return tuple(self.pages[page] for page in chosen)

    def keep(self, page: Page, reading: Text, features: Features, kinship: Kinship) -> None:
        """Remember a page and its policy; merged policies become one."""
        kin = Kin(
            page_id=page.id,
            source_id=page.source_id,
            url=page.url,
            tier=page.tier,
            policy_id=kinship.policy_id,
            features=features,
            fingerprint=reading.fingerprint,
            document=reading.document,
        )
        self.pages[page.id] = kin
        self.policies[kinship.policy_id].add(page.id)
        for merged in kinship.merged:
            for member in self.policies.pop(merged, set()):
                self.pages[member] = replace(self.pages[member], policy_id=kinship.policy_id)
                self.policies[kinship.policy_id].add(member)
        for key in (*self._keys(reading.fingerprint, features), *enumerate(bands(reading.fingerprint.near))):
            self._by[key].append(page.id)

    @staticmethod
    def _keys(fingerprint: Fingerprint, features: Features) -> list[Hashable]:
        known = (("exact", fingerprint.exact), ("number", features.number), ("name", features.name))
        return [key if key[1] else ("none", id(key)) for key in known]
