import re
import shlex
import subprocess
import sys

import pytest

from tests.pictures import IN_README, ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("command", ["pip install . && weighbridge --demo", 'pip install -e ".[test]" && pytest'])
def test_each_way_to_set_up_is_one_line_that_can_be_run(command):
    assert README.splitlines().count(command) == 1


def test_the_pictures_are_those_that_the_script_draws():
    named = set(re.findall(r"docs/pictures/([\w-]+)\.png", README))
    assert named == {picture.name for picture in IN_README}


def test_the_output_shown_is_what_the_program_prints():
    command, shown = re.search(r"^\$ weighbridge (.+)\n((?s:.+?))^```$", README, re.MULTILINE).groups()
    main = [sys.executable, "main.py", *shlex.split(command)]
    printed = subprocess.run(main, cwd=ROOT, check=True, capture_output=True, encoding="utf-8").stdout
    assert printed == shown
