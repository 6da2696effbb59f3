import re

import pytest

from tests.pictures import IN_README, ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("command", ["pip install . && weighbridge --demo", 'pip install -e ".[test]" && pytest'])
def test_each_way_to_set_up_is_one_line_that_can_be_run(command):
    assert README.splitlines().count(command) == 1


def test_the_pictures_are_those_that_the_script_draws():
    named = set(re.findall(r"docs/pictures/([\w-]+)\.png", README))
    assert named == {picture.name for picture in IN_README}
