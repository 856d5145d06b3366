"""Routes: direct, via a third language, several, and none."""

from __future__ import annotations

from pathlib import Path

import pytest
import tinyhub

from summarize.errors import ModelError, UsageError
from summarize.translation.routes import Routes, way


def names(*layouts: str) -> tuple[str, ...]:
    return tuple(str(tinyhub.folder(layout)) for layout in layouts)


def said(routes: Routes, source: str, target: str) -> list[str]:
    return [str(route) for route in routes.find(source, target)]


def test_models_are_matched_to_directions() -> None:
    routes = Routes(names("opus-mt-en-ru", "kazrush-ru-kk"))
    assert said(routes, "en", "ru") == ["en→ru: opus-mt-en-ru"]
    assert said(routes, "ru", "kk") == ["ru→kk: kazrush-ru-kk"]


def test_a_direction_that_no_model_covers_goes_via_a_third_language() -> None:
    routes = Routes(names("opus-mt-en-ru", "kazrush-ru-kk"))
    assert said(routes, "en", "kk") == ["en→ru→kk: opus-mt-en-ru, kazrush-ru-kk"]


def test_direct_routes_come_first_and_detours_remain_available() -> None:
    routes = Routes(names("opus-mt-en-ru", "kazrush-ru-kk", "nllb-2022"))
    ways = said(routes, "en", "kk")
    assert ways[0] == "en→kk: nllb-2022"
    assert "en→ru→kk: opus-mt-en-ru, kazrush-ru-kk" in ways


def test_a_pair_model_precedes_a_multilingual_one_in_its_direction_whatever_the_order() -> None:
    routes = Routes(names("nllb-2022", "opus-mt-en-ru"))
    assert said(routes, "en", "ru")[:2] == ["en→ru: opus-mt-en-ru", "en→ru: nllb-2022"]
    assert said(routes, "ru", "en")[0] == "ru→en: nllb-2022"


def test_a_requested_path_is_taken() -> None:
    routes = Routes(names("nllb-2022", "kazrush-ru-kk"), way=("en", "ru", "kk"))
    assert said(routes, "en", "kk")[0].startswith("en→ru→kk:")
    assert said(routes, "kk", "en")[0] == "kk→en: nllb-2022"


def test_the_error_for_an_uncovered_direction_names_a_model_to_pull_and_its_licence() -> None:
    with pytest.raises(ModelError) as caught:
        Routes(names("opus-mt-en-ru")).find("en", "kk")
    message = str(caught.value)
    assert caught.value.exit_code == 4
    assert "English to Kazakh" in message
    assert "summarize models pull google/madlad400-3b-mt (11.8 GB, apache-2.0)" in message
    assert "deepvk/kazRush-ru-kk (0.8 GB, apache-2.0) to go via Russian" in message


def test_the_error_for_an_empty_cache_names_a_model_to_pull() -> None:
    with pytest.raises(
        ModelError, match=r"no model on this machine translates Russian to Kazakh.*kazRush-ru-kk"
    ):
        Routes().find("ru", "kk")


def test_the_error_for_a_requested_path_names_the_missing_leg() -> None:
    routes = Routes(names("opus-mt-en-ru"), way=("en", "ru", "kk"))
    with pytest.raises(ModelError, match=r"--route en-ru-kk: .*Russian to Kazakh"):
        routes.find("en", "kk")


def test_a_model_named_in_the_environment_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SUMMARIZE_MODEL", names("nllb-2022")[0])
    assert said(Routes(), "kk", "ru") == ["kk→ru: nllb-2022", "kk→en→ru: nllb-2022, nllb-2022"]


def test_a_broken_model_is_an_error_that_names_it(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text("{}")
    with pytest.raises(ModelError, match="cannot be used"):
        Routes((str(tmp_path),)).find("en", "ru")


@pytest.mark.parametrize("text", ["en", "en-en", "en-ru-kk-en", "en-de", ""])
def test_an_invalid_path_is_an_error(text: str) -> None:
    with pytest.raises(UsageError):
        way(text)


def test_a_path_is_parsed() -> None:
    assert way("en-ru-kk") == way("eng→rus→kaz") == ("en", "ru", "kk")
