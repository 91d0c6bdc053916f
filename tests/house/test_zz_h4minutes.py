import pytest
from tests.house.conftest import NAMES
from tests.house.test_access import table

MINE=("/live/","/check-in/","/presence/","/minutes/","/opening/","/closing/")
@pytest.mark.parametrize("k",[0])
def test_mine(ask,k):
    rows=[r for r in table() if any(m in r.address for m in MINE) and "handover" not in r.address]
    bad=[f"{n}: {r.method} {r.address}: {got} not {want}" for n in NAMES for r in rows if (got:=ask(n,r.method,r.address))!=(want:=r.statuses[NAMES.index(n)])]
    unsafe=[f"{m} {r.address} {n} {got}" for n in ("eve","olga") for r in rows if r.method=="GET" for m in ("POST","PUT","DELETE") if (r.address,m) not in {(x.address,x.method) for x in rows} if (got:=ask(n,m,r.address)) not in (405, r.statuses[NAMES.index(n)])]
    assert (bad,unsafe)==([],[])
