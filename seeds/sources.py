"""The `sources.yaml` of the demo: what watches the specimen sites, and whom it tells."""

from string import Template

from seeds.world import FOLDER


def demo_sources(official: str, mirror: str, hook_url: str) -> str:
    """Text of a `sources.yaml` for specimen sites at two base URLs (without a trailing slash).

    Mail goes to channel `team`, the webhook to `hook_url`, signed with the secret in HOOK_SECRET.
    """
    template = Template((FOLDER / "sources.yaml.tmpl").read_text("utf-8"))
    return template.substitute(official=official, mirror=mirror, hook_url=hook_url)
