"""What stands in deploy/ can be read by those it is for, names what there is, and runs nothing as root."""

import configparser
import json
import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest
from ruamel.yaml import YAML

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))
MANIFESTS = sorted((DEPLOY / "kubernetes").glob("*.yaml"))
GRACE = 20
"""Seconds in which a service lets end what is under way."""

INSTRUCTIONS = {
    "FROM",
    "ENV",
    "RUN",
    "COPY",
    "WORKDIR",
    "VOLUME",
    "USER",
    "STOPSIGNAL",
    "HEALTHCHECK",
    "ENTRYPOINT",
    "CMD",
}

Plain = dict[str, "Plain"] | list["Plain"] | str | int | bool | None
Tree = dict[str, Plain]


def documents(path: Path) -> list[Tree]:
    return [cast("Tree", one) for one in YAML(typ="safe", pure=True).load_all(path.read_text()) if one]


def instructions() -> list[tuple[str, str]]:
    whole = re.sub(r"\\\n\s*", " ", (DEPLOY / "Dockerfile").read_text())
    lines = [line for line in whole.splitlines() if line.strip() and not line.startswith("#")]
    return [(line.split()[0], line.split(maxsplit=1)[1]) for line in lines]


def unit(path: Path) -> configparser.RawConfigParser:
    parser = configparser.RawConfigParser(strict=False)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read_string(path.read_text())
    return parser


def found(tree: Plain, key: str) -> Iterator[Plain]:
    """Every value of a key, however deep."""
    if isinstance(tree, dict):
        yield from (value for name, value in tree.items() if name == key)
    for inner in tree.values() if isinstance(tree, dict) else tree if isinstance(tree, list) else ():
        yield from found(inner, key)


def manifests() -> list[Tree]:
    return [one for path in MANIFESTS for one in documents(path)]


def pods() -> list[Tree]:
    return [cast("Tree", cast("Tree", one)["spec"]) for tree in manifests() for one in found(tree, "template")]


def commands() -> Iterator[tuple[str, list[str]]]:
    """Where a command of ours is given, and its words after `policywatch`."""
    for name, said in instructions():
        if name in {"CMD", "HEALTHCHECK"}:
            words = json.loads(said[said.index("[") :])
            yield "Dockerfile", [word for word in words if word != "policywatch"]
    for name, service in services().items():
        yield f"compose.yaml {name}", cast("list[str]", service["command"])
    for path in UNITS:
        yield path.name, shlex.split(unit(path)["Service"]["ExecStart"])[1:]
    for container in (one for pod in pods() for one in ours(pod)):
        yield str(container["name"]), cast("list[str]", container["args"])
        for probe in found(container, "command"):
            yield f"{container['name']} probe", cast("list[str]", probe)[1:]


def mentioned() -> Iterator[tuple[str, list[str]]]:
    """Commands that a comment or an alert tells people to give."""
    for path in (path for path in sorted(DEPLOY.rglob("*")) if path.is_file()):
        for said in re.findall(r"`policywatch ([a-z-]+(?: [a-z-]+)?)|/policywatch (run --engine)", path.read_text()):
            yield path.name, next(words for words in said if words).split()


def services() -> dict[str, Tree]:
    """Those of compose.yaml that are ours."""
    every = cast("dict[str, Tree]", documents(DEPLOY / "compose.yaml")[0]["services"])
    return {name: service for name, service in every.items() if "policywatch" in str(service["image"])}


def ours(pod: Tree) -> list[Tree]:
    return [one for one in cast("list[Tree]", pod["containers"]) if "policywatch" in str(one["image"])]


def test_every_file_is_read_by_a_parser_of_its_kind() -> None:
    for path in DEPLOY.rglob("*.yaml"):
        assert documents(path), path
    assert json.loads((DEPLOY / "grafana" / "dashboard.json").read_text())["panels"]
    assert {name for name, _ in instructions()} <= INSTRUCTIONS
    assert UNITS
    for path in UNITS:
        assert {"Unit", "Service", "Install"} <= set(unit(path).sections()), path


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd here")
@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_systemd_finds_nothing_wrong_but_that_the_program_is_not_installed(path: Path) -> None:
    command = ["systemd-analyze", "verify", "--man=no", str(path)]
    said = subprocess.run(command, capture_output=True, text=True, check=False).stderr
    wrong = [line for line in said.splitlines() if path.stem.split("@")[0] in line.split(":")[0]]
    assert [line for line in wrong if "is not executable" not in line] == []


def test_every_command_exists() -> None:
    import click
    from typer.main import get_command

    from policywatch.cli import app

    known = cast("click.Group", get_command(app)).commands
    given = [(where, [word for word in words if not word.startswith("-")]) for where, words in commands()]
    assert {where for where, _ in given} >= {
        "Dockerfile",
        "compose.yaml worker",
        "planner",
        "worker",
        "policywatch.service",
    }
    assert [(where, words) for where, words in given if words[0] not in known] == []
    groups = {name for name, one in known.items() if isinstance(one, click.Group)}
    for where, words in given:
        if words[0] in groups and len(words) > 1:
            assert words[1] in cast("click.Group", known[words[0]]).commands, where


def test_every_image_is_pinned_by_a_tag_and_names_no_registry() -> None:
    images = [said.split()[0] for name, said in instructions() if name == "FROM"]
    trees = [*documents(DEPLOY / "compose.yaml"), *manifests()]
    images += [str(image) for tree in trees for image in found(tree, "image")]
    assert len(images) > 5
    assert [image for image in images if not re.fullmatch(r"[a-z]+:\d[\w.-]*", image)] == []


def test_no_file_names_a_package_host_and_no_secret_has_a_value() -> None:
    for path in [*DEPLOY.rglob("*"), ROOT / ".dockerignore"]:
        if path.is_file():
            text = path.read_text()
            assert not re.search(r"pypi\.|pythonhosted|docker\.io|ghcr\.io|quay\.io|gcr\.io", text), path
            assert not re.search(r"whsec_|BEGIN [A-Z ]*PRIVATE KEY", text), path
    secrets = [tree for tree in manifests() if tree["kind"] == "Secret"]
    assert secrets
    assert {value for tree in secrets for value in cast("Tree", tree["stringData"]).values()} == {""}


def test_the_image_ends_as_a_user_who_is_not_root() -> None:
    users = [said for name, said in instructions() if name == "USER"]
    assert re.fullmatch(r"[1-9]\d*:[1-9]\d*", users[-1])
    assert instructions().index(("USER", users[-1])) > max(
        at for at, (name, _) in enumerate(instructions()) if name in {"RUN", "COPY", "FROM"}
    )


def test_compose_mounts_the_folder_of_sources_yaml_for_a_mounted_file_is_never_seen_to_be_replaced() -> None:
    for name, service in services().items():
        (mounted,) = [str(one).split(":") for one in cast("list[str]", service["volumes"])]
        assert mounted[1] == "/etc/policywatch", name


def test_compose_runs_ours_without_root_capabilities_or_a_disk_to_write_to() -> None:
    assert set(services()) == {"planner", "web", "worker"}
    for service in services().values():
        assert not str(service["user"]).startswith("0")
        assert (service["cap_drop"], service["read_only"]) == (["ALL"], True)
        assert "no-new-privileges:true" in cast("list[str]", service["security_opt"])
        assert int(str(service["stop_grace_period"]).removesuffix("s")) > GRACE


def test_every_pod_of_kubernetes_is_restricted() -> None:
    assert len(pods()) == 4
    for pod in pods():
        context = cast("Tree", pod["securityContext"])
        assert (context["runAsNonRoot"], pod["automountServiceAccountToken"]) == (True, False)
        assert context["seccompProfile"] == {"type": "RuntimeDefault"}
        assert cast("int", pod["terminationGracePeriodSeconds"]) > GRACE
        for container in cast("list[Tree]", pod["containers"]):
            limits = cast("Tree", container["securityContext"])
            assert limits["capabilities"] == {"drop": ["ALL"]}
            assert (limits["allowPrivilegeEscalation"], limits["readOnlyRootFilesystem"]) == (False, True)
            assert "readinessProbe" in container


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_every_unit_is_confined(path: Path) -> None:
    service = unit(path)["Service"]
    confined = (
        "DynamicUser",
        "NoNewPrivileges",
        "ProtectHome",
        "PrivateTmp",
        "PrivateDevices",
        "ProtectKernelTunables",
    )
    assert {service[name] for name in confined} == {"yes"}
    assert (service["ProtectSystem"], service["Restart"]) == ("strict", "on-failure")
    assert int(service["TimeoutStopSec"].removesuffix("s")) > GRACE


def test_what_is_copied_into_the_image_is_not_ignored() -> None:
    let_in = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    copied = [said.split()[:-1] for name, said in instructions() if name == "COPY" and "--from" not in said]
    named = {one for words in copied for one in words if not one.startswith("--") and one != "."}
    assert named <= let_in
    assert {"pyproject.toml", "README.md", "LICENSE"} <= let_in
    import tomllib

    wheel = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert set(wheel["packages"]) <= let_in
    assert [name for name in let_in if not (ROOT / name).exists()] == []


@pytest.mark.parametrize("name", ["requirements.lock", "build.lock"])
def test_the_image_installs_what_was_tested_by_its_hashes(name: str) -> None:
    tested = pins((ROOT / "requirements.lock").read_text())
    image = pins((DEPLOY / name).read_text())
    assert image
    assert {pin for pin in image if pin not in tested} == set()
    assert [pin for pin, body in image.items() if "--hash=sha256:" not in body] == []
    assert "://" not in (DEPLOY / name).read_text()


def pins(lock: str) -> dict[str, str]:
    """`name==version` and what stands under it."""
    parts = re.split(r"\n(?=[a-z])", lock)[1:]
    return {part.split()[0]: part for part in parts}


def test_the_image_installs_all_that_the_program_needs() -> None:
    import tomllib

    needed = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"]
    names = {re.split(r"[\[<>=~!; ]", one)[0].lower().replace(".", "-") for one in needed}
    installed = {pin.split("==")[0] for pin in pins((DEPLOY / "requirements.lock").read_text())}
    assert names - installed == set()


def test_every_metric_that_is_watched_is_one_that_is_documented() -> None:
    if not (ROOT / "policywatch" / "metrics.py").exists():
        pytest.skip("metrics are exported by a later part")
    documented = set(re.findall(r"policywatch_\w+", (ROOT / "docs" / "operations.md").read_text()))
    for name in ("prometheus/alerts.yaml", "grafana/dashboard.json"):
        watched = set(re.findall(r"policywatch_\w+", (DEPLOY / name).read_text()))
        assert watched
        assert watched - documented == set(), name


def test_every_alert_says_what_is_wrong_and_how_bad_it_is() -> None:
    (group,) = cast("list[Tree]", documents(DEPLOY / "prometheus" / "alerts.yaml")[0]["groups"])
    rules = cast("list[Tree]", group["rules"])
    names = [rule["alert"] for rule in rules]
    assert len(set(cast("list[str]", names))) == len(names)
    for rule in rules:
        assert cast("Tree", rule["labels"])["severity"] in {"warning", "critical"}, rule["alert"]
        assert set(cast("Tree", rule["annotations"])) == {"summary", "description"}, rule["alert"]
