"""Public holidays of a country and its regions, as the package ``holidays`` knows them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Final

# Where regions have public holidays of their own, which NUTS region is which subdivision of the package. Only
# where the two are the same area; elsewhere the holidays of the whole country count, and people may say more.
_NUTS: Final = {
    "AT": "AT11=1 AT21=2 AT12=3 AT31=4 AT32=5 AT22=6 AT33=7 AT34=8 AT13=9",
    "CH": "CH011=VD CH012=VS CH013=GE CH021=BE CH022=FR CH023=SO CH024=NE CH025=JU CH031=BS CH032=BL "
    "CH033=AG CH040=ZH CH051=GL CH052=SH CH053=AR CH054=AI CH055=SG CH056=GR CH057=TG CH061=LU CH062=UR "
    "CH063=SZ CH064=OW CH065=NW CH066=ZG CH070=TI",
    "DE": "DE1=BW DE2=BY DE3=BE DE4=BB DE5=HB DE6=HH DE7=HE DE8=MV DE9=NI DEA=NW DEB=RP DEC=SL DED=SN DEE=ST "
    "DEF=SH DEG=TH",
    "ES": "ES11=GA ES12=AS ES13=CB ES21=PV ES22=NC ES23=RI ES24=AR ES30=MD ES41=CL ES42=CM ES43=EX ES51=CT "
    "ES52=VC ES53=IB ES61=AN ES62=MC ES63=CE ES64=ML ES70=CN",
    "FR": "FRF1=6AE FRF33=57 FRY1=971 FRY2=972 FRY3=973 FRY4=974 FRY5=976",
    "GB": "UKC=ENG UKD=ENG UKE=ENG UKF=ENG UKG=ENG UKH=ENG UKI=ENG UKJ=ENG UKK=ENG UKL=WLS UKM=SCT UKN=NIR",
    "IT": "ITH10=BZ",
    "PT": "PT20=20 PT30=30",
}
_SUBDIVISIONS: Final = {
    nuts: subdivision
    for pairs in _NUTS.values()
    for nuts, _equals, subdivision in (pair.partition("=") for pair in pairs.split())
}
COUNTRIES_WITH_REGIONS: Final = tuple(_NUTS)


def subdivision_of(nuts: str) -> str:
    """The subdivision in which a NUTS region lies, empty where that is not certain."""
    longer_first = (nuts[:length] for length in range(len(nuts), 2, -1))
    return next((_SUBDIVISIONS[code] for code in longer_first if code in _SUBDIVISIONS), "")


def days_off(country: str, subdivision: str, first: date, last: date) -> frozenset[date]:
    if not country:
        return frozenset()
    years = range(first.year, last.year + 1)
    return frozenset(
        day for year in years for day in _holidays(country, subdivision, year) if first <= day <= last
    )


@lru_cache(maxsize=1024)
def _holidays(country: str, subdivision: str, year: int) -> frozenset[date]:
    """None where the package does not know the country; those of the country where not the subdivision."""
    import holidays  # takes a moment, and only polls need it

    try:
        return frozenset(holidays.country_holidays(country, subdiv=subdivision or None, years=year))
    except NotImplementedError:
        return _holidays(country, "", year) if subdivision else frozenset()


@lru_cache(maxsize=16)
def subdivisions(country: str) -> Sequence[tuple[str, str]]:
    """Codes and names of a country's subdivisions that have holidays of their own, by name."""
    import holidays

    if country not in COUNTRIES_WITH_REGIONS:
        return ()
    known = holidays.country_holidays(country)
    names: dict[str, str] = {}
    for name, code in known.subdivisions_aliases.items():
        names[code] = max(names.get(code, ""), name, key=len)
    return sorted(((code, names.get(code, code)) for code in known.subdivisions), key=lambda pair: pair[1])
