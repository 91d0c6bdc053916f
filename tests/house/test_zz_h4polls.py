import pytest
from tests.house import test_access as a
from tests.house.conftest import NAMES
pytestmark = pytest.mark.django_db
def test_mine(ask):
    wrong=[]
    for line in a.TABLE.read_text().splitlines():
        if ("poll" in line or "account/hours" in line) and not line.startswith("#"):
            row=a._row(line.split())
            for n,w in zip(NAMES,row.statuses,strict=True):
                g=ask(n,row.method,row.address)
                if g!=w: wrong.append((row.method,row.address,n,w,g))
    assert wrong==[]
