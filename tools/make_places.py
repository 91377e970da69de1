"""Write `shop_onboard/data/places/*.csv` from the data of the package `vietnamadminunits` (MIT).

Run by hand when the state changes its units:

    .venv/bin/python tools/make_places.py [STATE_TABLE.csv]

The package is installed for this run alone: what it depends on is not licensed for shipping.
With STATE_TABLE (a CSV with province_new_code, commune_new_code, commune_old, commune_old_code
and district_old) the differences between that table and what was written are printed.
"""

import csv
import json
import sqlite3
import sys
from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path

OUT = Path(__file__).parent.parent / "shop_onboard" / "data" / "places"
REFORM = "2025-07-01"
BEFORE_REFORM = "2025-06-30"

# Renamed since the package was made: NQ 30/2026/QH16, 237/NQ-UBTVQH16.
RENAMED = {"75": ("Thành phố Đồng Nai", "2026-04-30", "2026-04-29")}
ALIASES = {
    "Hồ Chí Minh": "TPHCM|HCM|Sài Gòn",
    "Huế": "Thừa Thiên Huế",
    "Bà Rịa - Vũng Tàu": "Bà Rịa Vũng Tàu|Vũng Tàu",
    "Đắk Lắk": "Đắc Lắc|Daklak",
    "Đắk Nông": "Đắc Nông|Daknong",
}

# Thị xã Chũ was cut out of huyện Lục Ngạn on 1 January 2025 (NQ 1191/NQ-UBTVQH15); sales of the
# seasons before are reported under Lục Ngạn. Code → the kind the unit had until then.
CHU_DISTRICT, LUC_NGAN_DISTRICT = "224", "219"
CHU_FROM, CHU_BEFORE = "2025-01-01", "2024-12-31"
CHU_WARDS_BEFORE = {
    "07525": "thị trấn",
    "07549": "xã",
    "07561": "xã",
    "07579": "xã",
    "07612": "xã",
}

Row = dict[str, str]


def main(arguments: list[str]) -> int:
    folder = package_data()
    with sqlite3.connect(folder / "dataset.db") as database:
        database.row_factory = sqlite3.Row
        new = [dict(row) for row in database.execute("SELECT * FROM admin_units")]
        old = [dict(row) for row in database.execute("SELECT * FROM admin_units_legacy")]
    conversion = json.loads((folder / "converter_2025.json").read_text("utf-8"))
    OUT.mkdir(parents=True, exist_ok=True)
    former = former_rows(old)
    successions = succession_rows(new, old, conversion)
    write("provinces", province_rows(new, old))
    write("communes", commune_rows(new))
    write("districts", district_rows(old))
    write("former_communes", former)
    write("successions", successions)
    for path in arguments:
        compare(Path(path), former, successions)
    return 0


def package_data() -> Path:
    spec = find_spec("vietnamadminunits")
    if spec is None or spec.origin is None:
        raise SystemExit("Cài trước: pip install vietnamadminunits")
    return Path(spec.origin).parent / "data"


def province_rows(new: list[Row], old: list[Row]) -> list[Row]:
    current = {row["provinceCode"]: row for row in new}
    former = {row["provinceCode"]: row for row in old}
    rows = [_province(row, "", BEFORE_REFORM) for _, row in sorted(former.items())]
    for code, row in sorted(current.items()):
        if code not in RENAMED:
            rows.append(_province(row, REFORM, ""))
            continue
        name, since, until = RENAMED[code]
        rows.append(_province(row, REFORM, until))
        rows.append(_province(row, since, "") | {"name": name})
    return rows


def _province(row: Row, valid_from: str, valid_to: str) -> Row:
    return {
        "code": row["provinceCode"],
        "name": row["province"],
        "valid_from": valid_from,
        "valid_to": valid_to,
        "aliases": ALIASES.get(row["provinceShort"], ""),
    }


def commune_rows(new: list[Row]) -> list[Row]:
    rows = (
        {
            "code": row["wardCode"],
            "kind": row["wardType"].lower(),
            "name": bare(row["ward"], row["wardType"]),
            "province_code": row["provinceCode"],
            "valid_from": REFORM,
        }
        for row in new
    )
    return sorted(rows, key=lambda row: row["code"])


def district_rows(old: list[Row]) -> list[Row]:
    districts = {
        row["districtCode"]: {
            "code": row["districtCode"],
            "name": row["district"],
            "province_code": row["provinceCode"],
        }
        for row in old
    }
    return [row for _, row in sorted(districts.items())]


def former_rows(old: list[Row]) -> list[Row]:
    rows = []
    for row in old:
        former = {
            "code": former_code(row),
            "kind": (row["wardType"] or row["districtType"]).lower(),
            "name": bare(row["ward"], row["wardType"])
            if row["ward"]
            else bare(row["district"], row["districtType"]),
            "district_code": row["districtCode"],
            "valid_from": "",
            "valid_to": BEFORE_REFORM,
        }
        if row["districtCode"] == CHU_DISTRICT:
            rows.append(_before_chu(former))
            former["valid_from"] = CHU_FROM
        rows.append(former)
    return sorted(rows, key=lambda row: (row["code"], row["valid_to"]))


def _before_chu(former: Row) -> Row:
    return former | {
        "kind": CHU_WARDS_BEFORE.get(former["code"], former["kind"]),
        "district_code": LUC_NGAN_DISTRICT,
        "valid_to": CHU_BEFORE,
    }


def former_code(row: Row) -> str:
    """Five island districts had no communes: the code of the district stands for them."""
    return row["wardCode"] or row["districtCode"]


def bare(name: str, kind: str) -> str:
    """The name without its kind; one source row says the kind twice ("Thị trấn Thị Trấn Ái Tử")."""
    while name.casefold().startswith(kind.casefold() + " "):
        name = name[len(kind) + 1 :]
    return name[0].upper() + name[1:]


def succession_rows(new: list[Row], old: list[Row], conversion: dict) -> list[Row]:
    codes = {f"{row['provinceKey']}/{row['wardKey']}": row["wardCode"] for row in new}
    former: dict[str, Row] = {}
    for row in old:
        keys = (row["provinceKey"], row["districtKey"], row["wardKey"])
        former["_".join(key for key in keys if key)] = row
    pairs = {
        (former_code(former[key]), valid_to, codes[current])
        for key, current in _conversions(conversion)
        for valid_to in _endings(former[key])
    }
    names = ("former_code", "former_valid_to", "current_code")
    return [dict(zip(names, pair, strict=True)) for pair in sorted(pairs)]


def _endings(row: Row) -> tuple[str, ...]:
    if row["districtCode"] == CHU_DISTRICT:
        return (CHU_BEFORE, BEFORE_REFORM)
    return (BEFORE_REFORM,)


def _conversions(conversion: dict) -> Iterator[tuple[str, str]]:
    for province, wards in conversion["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
        for ward, olds in wards.items():
            for old in olds:
                yield old.rstrip("_"), f"{province}/{ward}"
    for province, olds in conversion["DICT_PROVINCE_WARD_DIVIDED"].items():
        for old, wards in olds.items():
            for ward in wards:
                yield old.rstrip("_"), f"{province}/{ward['newWardKey']}"


def write(name: str, rows: Iterable[Row]) -> None:
    rows = list(rows)
    path = OUT / f"{name}.csv"
    with path.open("w", encoding="utf-8", newline="") as target:
        writer = csv.DictWriter(target, fieldnames=list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    print(f"{path.name}: {len(rows)} dòng, {path.stat().st_size // 1024} kB")


def compare(path: Path, former: list[Row], successions: list[Row]) -> None:
    """Print what the state's table and the written data say differently about the same units."""
    with path.open(encoding="utf-8") as lines:
        table = list(csv.DictReader(lines))
    provinces = {row["province_new_code"] for row in table}
    theirs = {(row["commune_old_code"], row["commune_new_code"]) for row in table}
    with (OUT / "communes.csv").open(encoding="utf-8") as lines:
        inside = {row["code"] for row in csv.DictReader(lines) if row["province_code"] in provinces}
    ours = {
        (row["former_code"], row["current_code"])
        for row in successions
        if row["current_code"] in inside
    }
    names = {row["code"]: f"{row['kind']} {row['name']}" for row in former}
    print(f"{path.name}: {len(theirs & ours)} cặp giống nhau")
    for label, pairs in (("chỉ trong bảng", theirs - ours), ("chỉ ở đây", ours - theirs)):
        for old, current in sorted(pairs):
            print(f"  {label}: {old} {names.get(old, '?')} → {current}")
    for row in table:
        name = names.get(row["commune_old_code"])
        if name is not None and name.casefold() != row["commune_old"].casefold():
            print(f"  tên khác: {row['commune_old_code']} {row['commune_old']} / {name}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
