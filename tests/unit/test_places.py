"""POLICYWATCH_BLOBS, and what is said of one that is wrong."""

from pathlib import Path

import pytest

from core.errors import BlobError, UsageError
from storage import open_blobs

CREDENTIALS = {"AWS_ACCESS_KEY_ID": "key", "AWS_SECRET_ACCESS_KEY": "hidden"}


def test_without_it_the_bytes_stay_in_the_database() -> None:
    assert open_blobs({}) is None
    assert open_blobs({"POLICYWATCH_BLOBS": " "}) is None


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ("raw", "places of kind '' are not supported; write s3://bucket/prefix"),
        ("gs://raw/x", "places of kind 'gs' are not supported"),
        ("s3:///x", "names no bucket"),
        ("s3://[raw", "is no address"),
        ("s3://raw?endpiont=https://x", "'endpiont' is not known; the query may hold endpoint, region, style"),
        ("s3://raw?endpoint=x:9000", "its endpoint is no address; write endpoint=https://host:port"),
        ("s3://raw?style=other", "style 'other' is not known; write one of path, virtual"),
        ("file://raw/x", "names no folder from the root on"),
        ("file:///", "names no folder from the root on"),
    ],
)
def test_what_cannot_be_understood_is_told_with_its_remedy(said: str, wrong: str) -> None:
    with pytest.raises(UsageError) as told:
        open_blobs({"POLICYWATCH_BLOBS": said, **CREDENTIALS})
    assert str(told.value).startswith("POLICYWATCH_BLOBS: ")
    assert wrong in str(told.value)


def test_credentials_in_the_address_are_refused_and_not_repeated() -> None:
    with pytest.raises(UsageError, match="holds credentials; set POLICYWATCH_BLOBS_ACCESS_KEY_ID") as told:
        open_blobs({"POLICYWATCH_BLOBS": "s3://key:hidden@raw/x"})
    assert "hidden" not in str(told.value)


@pytest.mark.parametrize("kind", ["POLICYWATCH_BLOBS_", "AWS_"])
def test_half_of_the_credentials_is_a_mistake(kind: str) -> None:
    with pytest.raises(UsageError, match=f"{kind}SECRET_ACCESS_KEY: is not set"):
        open_blobs({"POLICYWATCH_BLOBS": "s3://raw", f"{kind}ACCESS_KEY_ID": "key"})


def test_a_folder_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(BlobError, match="is no folder; create it, or mount the disk it is on"):
        open_blobs({"POLICYWATCH_BLOBS": (tmp_path / "none").as_uri()})
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize("said", ["s3://raw/a/b", "s3://raw?endpoint=https://oss.example.org&style=virtual"])
def test_a_bucket_is_opened_without_touching_the_network(said: str) -> None:
    assert open_blobs({"POLICYWATCH_BLOBS": said, **CREDENTIALS}) is not None
