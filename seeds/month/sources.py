"""The `sources.yaml` that watches the sites of the month."""

from collections.abc import Mapping

from seeds.month.articles import NAMES
from seeds.month.listings import platform, shelf
from seeds.month.paper import Site

TIERS = {
    Site.CITY: "official",
    Site.HEALTH: "official",
    Site.AGENCY: "official",
    Site.PAPER: "media",
    Site.ARCHIVE: "mirror",
    Site.PARK: "mirror",
}
TOLD = (
    "new", "edited", "status", "removed", "restored", "deadline", "flapping", "failing", "layout", "silent",
    "recovered",
)  # fmt: skip
"""What people act on by default, and how the sources fare."""

QUIET = ("reprint", "cosmetic")
"""What is told only to those who ask for it."""


def month_sources(origins: Mapping[Site, str], told: str, quiet: str, *, timeout: int = 1) -> str:
    """Text of a `sources.yaml`.

    Args:
        origins: where each site stands.
        told: where webhooks go with all that is told by default; the secret is in HOOK_SECRET.
        quiet: where those go with what is told only on request.
        timeout: seconds.
    """
    entries = "\n".join(
        f"  - {{id: {site}, name: {NAMES[site]}, kind: {platform(site, []).kind.value}, tier: {TIERS[site]},\n"
        f'     url: "{origin}{shelf(site).listing}"}}'
        for site, origin in origins.items()
    )
    return f"""\
version: 1
settings: {{allow_private_networks: true}}
defaults: {{every: 1h, delay: 0s, recheck: 1d, timeout: {timeout}s}}
sources:
{entries}
channels:
  told: {{type: webhook, url: "{told}", secret_env: HOOK_SECRET}}
  quiet: {{type: webhook, url: "{quiet}", secret_env: HOOK_SECRET}}
rules:
  - {{name: everything, match: {{kinds: [{", ".join(TOLD)}]}}, send_to: [told]}}
  - {{name: on-request, match: {{kinds: [{", ".join(QUIET)}]}}, send_to: [quiet]}}
"""
