"""Names are found whatever their spelling, and a wrong one gets the nearest right one."""

import pytest

from hillfort.foundation.errors import InputError
from hillfort.theatre import places
from hillfort.theatre.places import find_place, plain, region_of
from hillfort.theatre.theatre import Theatre

NEEDED = """\
Tallinn Riga Vilnius Klaipėda Liepāja Ventspils Pärnu Paldiski Sillamäe Muuga Tapa Rukla Ādaži Orzysz Gusev
Luga Kamenka Kingisepp Ivangorod Narva Rakvere Jõhvi Võru Luunja Koidula Valga Valka Kārsava Ludza Rēzekne Daugavpils
Jēkabpils Lielvārde Budzisko Kalvarija Lazdijai Ogrodniki Augustów Suwałki Sejny Mockava Šeštokai Marijampolė Alytus
Prienai Jonava Panevėžys Pabradė Rūdninkai Radviliškis Tauragė Sovetsk Kybartai Chernyakhovsk Chkalovsk Gvardeysk
Baltiysk Pskov Ostrov Lepel Zaslonovo Slonim Hrodna Ashmyany Maladzyechna EYSA EYKA EYVI EEEI EETN EVRA EVGA"""


@pytest.mark.parametrize("name", [*NEEDED.split(), "Bemowo Piskie", "Vladimirsky Lager", "Kaliningrad"])
def test_baltic_knows_the_places_that_orders_speak_of(baltic: Theatre, name: str) -> None:
    place = find_place(baltic, name=name)
    assert place.cell >= 0
    assert baltic.countries[int(baltic.cells.country[place.cell])] == place.country


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("suwalki", "Suwałki"),
        ("Adazi", "Ādaži"),
        ("GRODNO", "Hrodna"),
        ("Siauliai", "Šiauliai"),
        ("Rezekne", "Rēzekne"),
    ],
)
def test_diacritics_case_and_old_names_do_not_matter(baltic: Theatre, said: str, meant: str) -> None:
    assert find_place(baltic, name=said).name == meant


def test_a_wrong_name_is_refused_with_the_nearest_one(baltic: Theatre) -> None:
    with pytest.raises(InputError, match="Did you mean 'Tapa'"):
        find_place(baltic, name="Tapaa")


def test_narva_and_ivangorod_stand_on_their_own_banks(baltic: Theatre) -> None:
    narva, ivangorod = find_place(baltic, name="Narva"), find_place(baltic, name="Ivangorod")
    assert narva.cell != ivangorod.cell
    assert baltic.countries[int(baltic.cells.country[narva.cell])] == "EE"
    assert baltic.countries[int(baltic.cells.country[ivangorod.cell])] == "RU"


def test_regions_split_a_country_by_its_places(baltic: Theatre) -> None:
    assert region_of(baltic, cell=find_place(baltic, name="Gusev").cell) == "Kaliningrad"
    assert region_of(baltic, cell=find_place(baltic, name="Luga").cell) == "Leningrad and Pskov"
    assert region_of(baltic, cell=find_place(baltic, name="Tartu").cell) == "Estonia"


def test_plain_drops_signs_and_keeps_letters() -> None:
    assert plain("Šiauliai AB") == "siauliaiab"
    assert plain("Łomża") == "lomza"


def test_a_name_in_its_own_spelling_is_found_without_an_index_of_all_names(
    baltic: Theatre, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(places, "PlaceIndex")
    assert find_place(baltic, name="Narva").country == "EE"
