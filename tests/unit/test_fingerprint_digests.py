"""Fingerprints: exact for equality, near for resemblance."""

import hashlib

from core.fingerprint import fingerprint, resemblance

TEXT = "".join(f"第{number}条规定了事项{number * 7}的办理时限和责任单位。" for number in range(60))


def test_the_exact_digest_is_the_sha256_of_the_folded_text() -> None:
    assert fingerprint(TEXT, "r").exact == hashlib.sha256(TEXT.encode()).hexdigest()


def test_a_fingerprint_names_the_recipe_it_was_read_under() -> None:
    assert fingerprint(TEXT, "abc").recipe == "abc"


def test_the_same_text_has_the_same_near_digest() -> None:
    assert resemblance(fingerprint(TEXT, "r").near, fingerprint(TEXT, "s").near) == 1.0


def test_a_small_edit_leaves_texts_alike() -> None:
    edited = TEXT.replace("第30条", "第三十条")
    assert resemblance(fingerprint(TEXT, "r").near, fingerprint(edited, "r").near) > 0.85


def test_different_texts_are_unlike() -> None:
    other = "".join(f"市民可以在窗口{number}咨询停车、供水与垃圾分类。" for number in range(60))
    assert resemblance(fingerprint(TEXT, "r").near, fingerprint(other, "r").near) < 0.2


def test_an_empty_text_resembles_nothing() -> None:
    assert resemblance(fingerprint("", "r").near, fingerprint("", "r").near) == 0.0


def test_the_near_digest_does_not_change_between_runs() -> None:
    assert fingerprint("政策观察政策观察", "r").near.startswith(fingerprint("政策观察政策观察", "r").near[:16])
    assert len(fingerprint(TEXT, "r").near) == 512
