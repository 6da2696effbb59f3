import shutil
import stat
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
import torch

from gui import desktop_entry
from gui.desktop_entry import MIME_TYPES, CannotRegister, register, started_by, unregister

NAMESPACE = {"mime": "http://www.freedesktop.org/standards/shared-mime-info"}
CHECKPOINT, SAFETENSORS = MIME_TYPES


def needs(tool):
    return pytest.mark.skipif(shutil.which(tool) is None, reason=f"{tool} is not installed")


@pytest.fixture
def data_home(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    return tmp_path / "data"


def entry_keys(data_home: Path) -> dict[str, str]:
    lines = (data_home / "applications/weighbridge.desktop").read_text().splitlines()
    return dict(line.split("=", 1) for line in lines[1:])


def printed_by(*command: str | Path) -> str:
    return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=True).stdout


def type_by_content(path: Path) -> str:
    return printed_by("gio", "info", "-a", "standard::content-type", path).rsplit(": ", 1)[1].strip()


def test_every_file_is_written_and_named(data_home):
    lines = register()
    for part in ("applications/weighbridge.desktop", "mime/packages/weighbridge.xml"):
        assert f"wrote {data_home / part}" in lines
    assert (data_home / "icons/hicolor/scalable/apps/weighbridge.svg").read_text().startswith("<svg")


def test_the_entry_starts_the_given_program_with_the_files_and_offers_our_types_only(data_home):
    register(["/opt/weigh bridge/bin/weighbridge"])
    keys = entry_keys(data_home)
    assert keys["Exec"] == '"/opt/weigh bridge/bin/weighbridge" %F'
    assert keys["MimeType"] == "".join(f"{name};" for name in MIME_TYPES)


def test_a_plain_program_stays_bare(data_home):
    register(["/usr/bin/python3.11", "/opt/weigh-bridge/main.py"])
    assert entry_keys(data_home)["Exec"] == "/usr/bin/python3.11 /opt/weigh-bridge/main.py %F"


def test_characters_that_mean_something_in_an_entry_are_escaped(data_home):
    register(['/a"b`c$d\\e%f'])
    assert entry_keys(data_home)["Exec"] == r'"/a\\"b\\`c\\$d\\\\e%%f" %F'


def test_a_program_whose_path_breaks_the_line_is_refused(data_home):
    with pytest.raises(CannotRegister, match="control character"):
        register(["/a\nExec=other"])
    assert not data_home.exists()


@needs("desktop-file-validate")
def test_the_entry_is_valid(data_home):
    register(["/opt/weighbridge"])
    assert printed_by("desktop-file-validate", data_home / "applications/weighbridge.desktop") == ""


def test_the_mime_types_have_magic_and_globs(data_home):
    register()
    types = ElementTree.parse(data_home / "mime/packages/weighbridge.xml").findall("mime:mime-type", NAMESPACE)
    assert [kind.get("type") for kind in types] == list(MIME_TYPES)
    assert all(kind.findall("mime:magic/mime:match", NAMESPACE) for kind in types)
    globs = {glob.get("pattern") for kind in types for glob in kind.findall("mime:glob", NAMESPACE)}
    assert {"*.pth", "*.pt", "*.ckpt", "*.pth.tar", "*.safetensors"} <= globs


@needs("gio")
@needs("update-mime-database")
@pytest.mark.parametrize("name", ["model.pth", "model.pt", "epoch.ckpt", "best.pth.tar", "pytorch_model-00001.bin"])
def test_names_tell_the_type(data_home, tmp_path, name):
    register()
    (tmp_path / name).write_bytes(b"anything")
    assert type_by_content(tmp_path / name) == CHECKPOINT


@needs("gio")
@needs("update-mime-database")
@pytest.mark.parametrize("zipped", [True, False])
def test_first_bytes_tell_a_checkpoint_without_a_suffix(data_home, tmp_path, zipped):
    register()
    torch.save({"w": torch.zeros(2)}, tmp_path / "weights", _use_new_zipfile_serialization=zipped)
    assert type_by_content(tmp_path / "weights") == CHECKPOINT


@needs("gio")
@needs("update-mime-database")
def test_first_bytes_tell_safetensors_without_a_suffix(data_home, tmp_path):
    register()
    (tmp_path / "weights").write_bytes((2).to_bytes(8, "little") + b'{"')
    assert type_by_content(tmp_path / "weights") == SAFETENSORS


@needs("gio")
@needs("update-mime-database")
def test_an_ordinary_zip_file_stays_one(data_home, tmp_path):
    register()
    (tmp_path / "photos").write_bytes(b"PK\3\4" + bytes(26) + b"photos/one.jpg")
    assert type_by_content(tmp_path / "photos") == "application/zip"


@needs("xdg-mime")
@needs("update-desktop-database")
@pytest.mark.parametrize("name", MIME_TYPES)
def test_the_desktop_names_us_as_the_program_for_our_types(data_home, name):
    register()
    assert printed_by("xdg-mime", "query", "default", name) == "weighbridge.desktop\n"


def test_registering_works_without_the_desktops_tools(data_home, monkeypatch):
    monkeypatch.setenv("PATH", "")
    assert "update-mime-database is not installed; the desktop may need a new login" in register()
    assert (data_home / "applications/weighbridge.desktop").exists()


def test_unregister_removes_every_file_that_register_wrote(data_home):
    written = [line.removeprefix("wrote ") for line in register() if line.startswith("wrote ")]
    assert unregister()[:3] == [f"removed {path}" for path in written]
    assert not any(Path(path).exists() for path in written)
    assert unregister() == ["nothing was registered"]


@needs("xdg-mime")
def test_unregister_leaves_the_choices_of_other_programs_alone(data_home, tmp_path):
    choices = tmp_path / "config/mimeapps.list"
    choices.parent.mkdir()
    choices.write_text("[Default Applications]\ntext/plain=editor.desktop\n")
    register()
    assert "weighbridge" in choices.read_text()
    assert f"took our lines out of {choices}" in unregister()
    assert choices.read_text().split() == ["[Default", "Applications]", "text/plain=editor.desktop"]


def test_a_folder_that_cannot_be_made_is_said_in_a_sentence(data_home):
    data_home.write_text("a file where a folder should be")
    with pytest.raises(CannotRegister, match=r"weighbridge\.desktop cannot be written: "):
        register()


def test_a_relative_data_home_does_not_count(data_home, monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_DATA_HOME", "data")
    register()
    assert (tmp_path / "home/.local/share/applications/weighbridge.desktop").exists()


def test_other_systems_are_told_that_they_are_not_served(data_home, monkeypatch):
    monkeypatch.setattr(desktop_entry.sys, "platform", "darwin")
    with pytest.raises(CannotRegister, match="Linux"):
        register()


def test_a_console_script_starts_itself(tmp_path, monkeypatch):
    script = tmp_path / "weighbridge"
    script.write_text("#!/bin/sh\n")
    script.chmod(script.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setattr(sys, "argv", [str(script), "--register"])
    assert started_by() == [str(script)]


def test_a_checkout_is_started_by_its_interpreter(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", ["main.py", "--register"])
    assert started_by() == [sys.executable, str(tmp_path / "main.py")]
