"""The model's files are made once, whole, whoever comes first."""

import pytest

from corridor.kernel.search.embedding import model_name, prepare
from corridor.kernel.search.embedding.encoder import _convert
from corridor.kernel.search.embedding.weights import Weights


@pytest.fixture
def a_light_conversion(monkeypatch, tmp_path, settings):
    """Everything but the writing of 118 MB, which the stories of meaning do for real."""
    settings.DATA_FOLDER = tmp_path
    from corridor.kernel.search.embedding import graph

    monkeypatch.setattr(graph, "write_graph", lambda _weights, path: path.write_text("graph"))
    return tmp_path / "models"


def test_files_appear_together_and_nothing_else_stays(a_light_conversion):
    folder = prepare()
    assert folder == a_light_conversion / model_name()
    files = ["marks.json", "model.onnx", "rarity.npy", "vocabulary.json"]
    assert sorted(path.name for path in folder.iterdir()) == files
    assert list(a_light_conversion.iterdir()) == [folder]


def test_of_two_at_once_the_first_one_stays_and_the_second_cleans_up(a_light_conversion):
    folder = prepare()
    (folder / "model.onnx").write_text("the first one's")
    _convert(folder)
    assert (folder / "model.onnx").read_text() == "the first one's"
    assert list(a_light_conversion.iterdir()) == [folder]


def test_a_file_that_is_no_model_is_refused(tmp_path):
    (tmp_path / "weights.bin").write_bytes(b"PK\x03\x04" + b"\x00" * 100)
    with pytest.raises(ValueError, match=r"weights\.bin is not a packed e5 model"):
        Weights(tmp_path / "weights.bin")


def test_without_an_embedder_there_is_no_model(settings):
    settings.EMBEDDER = "none"
    assert (prepare(), model_name()) == (None, None)
