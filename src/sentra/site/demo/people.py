"""Invented people and businesses: names, and numbers that are well formed but evidently belong to nobody."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass, field
from typing import Any

WOMEN = (
    "Siti Aminah",
    "Sri Wahyuni",
    "Dewi Lestari",
    "Endang Susilowati",
    "Nur Hidayah",
    "Rina Astuti",
    "Umi Kulsum",
    "Ani Rahmawati",
    "Tri Handayani",
    "Wiwik Suryani",
    "Lilis Setyowati",
    "Ratna Sari",
    "Yuni Kartika",
    "Eko Murniati",
    "Retno Palupi",
    "Suparmi",
    "Maryati",
    "Khotimah",
    "Zulaikha",
    "Fatimah",
    "Sulastri",
    "Partini",
    "Indah Permata",
    "Heni Purwanti",
    "Nanik Mulyani",
    "Titik Sumarni",
    "Wahyu Ningsih",
    "Dwi Astuti",
    "Tutik Alawiyah",
    "Muslimah",
    "Warsini",
    "Rukmini",
    "Hartini",
    "Kusmiyati",
    "Laila Safitri",
    "Ika Novitasari",
)
MEN = (
    "Ahmad Fauzi",
    "Budi Santoso",
    "Slamet Riyadi",
    "Joko Susilo",
    "Agus Prasetyo",
    "Muhammad Yusuf",
    "Heru Setiawan",
    "Sugeng Widodo",
    "Bambang Irawan",
    "Eko Wahyudi",
    "Suparno",
    "Hadi Purnomo",
    "Abdul Ghofur",
    "Teguh Prakoso",
    "Rudi Hartono",
    "Nur Rokhim",
    "Sutrisno",
    "Imam Syafii",
    "Dwi Cahyono",
    "Tri Wibowo",
    "Wahyu Hidayat",
    "Khoirul Anam",
    "Sukardi",
    "Mulyono",
    "Arif Budiman",
    "Fajar Nugroho",
    "Hasan Basri",
    "Ismail",
    "Kasmuri",
    "Poniman",
    "Rohmad",
    "Sapto Utomo",
    "Tarmuji",
    "Yanto",
    "Zaenal Arifin",
    "Didik Kurniawan",
)
SECOND = (
    "Wibisono",
    "Kusuma",
    "Hidayati",
    "Prabowo",
    "Lestariningsih",
    "Saputra",
    "Maharani",
    "Wicaksono",
    "Anggraini",
    "Nugraha",
    "Puspitasari",
    "Hermawan",
    "Utami",
    "Gunawan",
    "Rahayu",
    "Setyawan",
    "Wulandari",
    "Hakim",
    "Susanti",
    "Firmansyah",
    "Handoko",
    "Kurniasih",
    "Darmawan",
    "Arini",
)
BRANDS = (
    "Sekar Jati",
    "Tirta Kencana",
    "Mekar Sari",
    "Putra Mandiri",
    "Sumber Rejeki",
    "Karya Utama",
    "Cahaya Baru",
    "Sido Makmur",
    "Berkah Jaya",
    "Ngudi Rahayu",
    "Rizki Abadi",
    "Langgeng",
    "Sari Murni",
    "Bintang Timur",
    "Kembang Setaman",
    "Mutiara",
    "Griya Asri",
    "Sinar Pagi",
    "Tunas Harapan",
    "Wijaya Kusuma",
    "Rahayu",
    "Barokah",
    "Maju Lancar",
    "Sri Rejeki",
    "Arum Manis",
    "Pandawa",
    "Laras Ati",
    "Nusa Indah",
    "Sregep",
    "Guyub Rukun",
    "Gemah Ripah",
    "Adi Luhung",
    "Citra Kreasi",
    "Jaya Abadi",
    "Mitra Sejati",
    "Lestari",
    "Dewi Sri",
    "Tiga Putra",
    "Anugerah",
    "Al Barokah",
    "Kurnia",
    "Samudra",
    "Prima",
    "Sekawan",
    "Barokah Putra",
    "Sari Tani",
    "Kencono Wungu",
    "Tegar",
    "Asri Jaya",
    "Bahagia",
)
LEVELS = ("primary", "primary", "junior_secondary", "junior_secondary", "senior_secondary", "diploma_3", "bachelor")
_MEN_OF_SECOND = frozenset(
    ("Wibisono", "Prabowo", "Saputra", "Wicaksono", "Nugraha", "Hermawan", "Gunawan", "Setyawan", "Hakim", "Firmansyah")
    + ("Handoko", "Darmawan")
)


@dataclass
class Inventor:
    """Makes up people; every number is given once. Serials from 9000 on and phone blocks 0000 mark them as invented."""

    rng: random.Random
    _given: set[str] = field(default_factory=set)
    _count: int = 0

    def name(self, sex: str) -> str:
        """A name that was not given before."""
        first, fitting = (
            (WOMEN, [s for s in SECOND if s not in _MEN_OF_SECOND])
            if sex == "female"
            else (
                MEN,
                sorted(_MEN_OF_SECOND | {"Kusuma"}),
            )
        )
        while True:
            name = self.rng.choice(first)
            if name in self._given:
                name = f"{name} {self.rng.choice(fitting)}"
            if name in self._given:
                name = f"{name.split(' ')[0]} {self.rng.choice(first).split(' ')[-1]} {self.rng.choice(fitting)}"
            if self._first_time(name):
                return name

    def owner(self, district: str, today: dt.date) -> dict[str, Any]:
        """The values of a person of a district (its code of six digits)."""
        sex = self.rng.choice(("female", "male"))
        born = today - dt.timedelta(days=self.rng.randrange(24 * 365, 66 * 365))
        return {
            "name": self.name(sex),
            "nik": self.nik(district, born, sex),
            "sex": sex,
            "birth_date": born,
            "education": self.rng.choice(LEVELS),
            "phone": self.phone(),
        }

    def nik(self, district: str, born: dt.date, sex: str) -> str:
        """A well-formed identity number with a serial that no office has given."""
        day = born.day + (40 if sex == "female" else 0)
        while True:
            number = f"{district}{day:02d}{born:%m%y}{self.rng.randrange(9000, 10000)}"
            if self._first_time(number):
                return number

    def nib(self, issued: dt.date) -> str:
        """A business number with the day of issue first, as newer ones have."""
        self._count += 1
        return f"{issued:%d%m%y}9{self._count:06d}"

    def phone(self) -> str:
        """A mobile number in a block that no operator uses."""
        self._count += 1
        return f"08{self.rng.choice(('12', '13', '21', '57', '58'))}0000{self._count % 10000:04d}"

    def civil_servant(self, age: int, sex: str, today: dt.date) -> str:
        """A NIP of somebody of an age, appointed at 25."""
        born = today - dt.timedelta(days=age * 365 + self.rng.randrange(300))
        self._count += 1
        gender = 2 if sex == "female" else 1
        return f"{born:%Y%m%d}{born.year + 25}{self.rng.randrange(1, 13):02d}{gender}{900 + self._count % 100}"

    def business(self, prefixes: tuple[str, ...], taken: set[str]) -> str:
        """The name of a workshop that is not taken in its regency."""
        while True:
            name = f"{self.rng.choice(prefixes)} {self.rng.choice(BRANDS)}"
            if name in taken:
                name = f"{name} {self.rng.choice(('I', 'II', 'Putra', 'Putri', 'Jaya', 'Baru', 'Indah'))}"
            if name not in taken:
                taken.add(name)
                return name

    def _first_time(self, text: str) -> bool:
        is_new = text not in self._given
        self._given.add(text)
        return is_new
