"""What is made in Central Java and Yogyakarta: crafts with their materials and markets, in an officer's words."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Craft:
    """A craft: what its workshops are called, make, use, and whom they deal with."""

    kbli: str
    prefixes: tuple[str, ...]
    products: tuple[str, ...]
    material: str
    origin: str
    technology: str
    facilities: str
    problem: str
    need: str
    suppliers: tuple[str, ...]
    buyers: tuple[str, ...]
    unit: str
    chain: str


CRAFTS: dict[str, Craft] = {
    "batik": Craft(
        "13134",
        ("Batik", "Rumah Batik", "Omah Batik", "Griya Batik"),
        ("Batik tulis", "Batik cap", "Batik kombinasi"),
        "Kain mori primissima, malam, zat warna",
        "Mori dari Koperasi Batik; malam dari Pekalongan dan Jepara",
        "Canting cap tembaga, kompor listrik, dan pencatat suhu pewarnaan",
        "Instalasi pengolahan air limbah bersama, ruang pamer, dan bengkel canting",
        "Harga mori naik turun dan air limbah pewarnaan belum seluruhnya terolah.",
        "Pelatihan pewarna alam, perluasan instalasi pengolahan limbah, dan modal kerja menjelang Lebaran.",
        ("Koperasi Batik Pekajangan", "Toko Mori Sumber Sandang", "UD Malam Sari"),
        ("Pasar Grosir Setono", "PT Busana Nusantara", "Koperasi Pemasaran Batik Jawa Tengah"),
        "potong per bulan",
        "batik dan busana jadi",
    ),
    "tenun": Craft(
        "13122",
        ("Tenun", "Tenun Ikat", "Pertenunan"),
        ("Kain tenun ATBM", "Sarung tenun", "Kain lurik"),
        "Benang katun dan rayon, zat warna",
        "Benang dari pemintalan di Jawa Tengah",
        "Alat tenun bukan mesin dengan dobby dan hani otomatis",
        "Gedung pencelupan bersama dan ruang pamer desa",
        "Penenun muda berkurang dan harga benang mengikuti kurs.",
        "Regenerasi penenun, alat hani listrik, dan pendaftaran merek bersama.",
        ("PT Benang Mas Jaya", "KUB Benang Sejahtera", "UD Warna Indah"),
        ("Toko Kain Nusantara", "CV Sandang Kriya", "Asosiasi Perancang Busana Daerah"),
        "meter per bulan",
        "tenun dan busana jadi",
    ),
    "mebel": Craft(
        "31001",
        ("Mebel", "Ukir", "Jati", "Sanggar Ukir"),
        ("Kursi dan meja ukir", "Relief kayu", "Gebyok", "Almari jati"),
        "Kayu jati dan mahoni bersertifikat legal",
        "Perhutani KPH Pati dan Blora, hutan rakyat",
        "Oven pengering kayu, mesin CNC untuk pola dasar, dan penyelesaian dengan bahan berbasis air",
        "Oven bersama, tempat penggergajian, dan ruang pamer sentra",
        "Pembeli luar negeri mensyaratkan bukti legalitas kayu untuk setiap pesanan.",
        "Pendampingan sistem legalitas kayu, pengering bersama, dan keikutsertaan pameran.",
        ("TPK Perhutani", "UD Kayu Lestari", "Koperasi Kayu Rakyat"),
        ("PT Ekspor Mebel Jepara", "CV Interior Nusantara", "Himpunan Pengusaha Mebel"),
        "set per bulan",
        "mebel dan interior",
    ),
    "logam": Craft(
        "24310",
        ("Bengkel Logam", "Pande", "Cor Logam", "UD Logam"),
        ("Komponen cor", "Alat pertanian", "Perkakas rumah tangga"),
        "Besi bekas, pasir cetak, kokas",
        "Besi bekas dari pengepul di Surabaya dan Semarang",
        "Tungku induksi dan pengujian komposisi di laboratorium politeknik",
        "Laboratorium uji bersama dan gudang bahan baku",
        "Biaya listrik tungku tinggi dan standar mutu pembeli makin ketat.",
        "Uji mutu bersubsidi, pelatihan K3, dan kemitraan dengan industri otomotif.",
        ("CV Besi Bekas Utama", "Koperasi Batur Jaya", "UD Kokas Mandiri"),
        ("PT Komponen Otomotif Jawa", "Dinas Pertanian", "Toko Tani Makmur"),
        "ton per bulan",
        "komponen logam dan alat pertanian",
    ),
    "gerabah": Craft(
        "23932",
        ("Gerabah", "Keramik", "Gerabah Seni"),
        ("Guci dan pot", "Perabot dapur tanah liat", "Keramik hias"),
        "Tanah liat, pasir, kayu bakar",
        "Tanah liat dari lahan desa dan sekitarnya",
        "Putaran kaki miring, tungku pembakaran berkubah, dan glasir bebas timbal",
        "Tungku bersama, gudang kering, dan ruang pamer",
        "Pembakaran dengan kayu boros dan barang sering retak dalam pengiriman.",
        "Tungku gas bersama, kemasan ekspor, dan pelatihan desain.",
        ("KUB Tanah Liat", "UD Bakar Jaya", "Koperasi Kriya Tanah"),
        ("CV Kriya Ekspor", "Hotel dan resor mitra", "Toko Oleh-oleh Kasongan"),
        "buah per bulan",
        "kriya dan perlengkapan rumah",
    ),
    "kulit": Craft(
        "15121",
        ("Kulit", "Tas", "Kriya Kulit"),
        ("Tas kulit", "Sepatu dan sandal", "Dompet dan ikat pinggang"),
        "Kulit sapi dan kambing samak, benang, perekat",
        "Penyamakan di Magetan dan Yogyakarta",
        "Mesin seset dan jahit kulit, pola dengan bantuan komputer",
        "Ruang potong bersama dan galeri",
        "Bahan kulit bermutu bersaing dengan pembeli ekspor.",
        "Pembelian bahan bersama, pelatihan desain, dan merek bersama.",
        ("Koperasi Penyamakan Kulit", "UD Kulit Jaya", "Toko Aksesori Logam"),
        ("CV Modis Kulit", "Toko Oleh-oleh Malioboro", "Pusat Oleh-oleh Daerah"),
        "pasang per bulan",
        "alas kaki dan aksesori",
    ),
    "pangan": Craft(
        "10794",
        ("Dapur", "Rasa", "Camilan", "Olahan"),
        ("Keripik", "Jenang", "Emping melinjo", "Bakpia", "Kerupuk ikan"),
        "Hasil pertanian dan perikanan setempat, gula, minyak goreng",
        "Petani dan nelayan setempat melalui pengepul",
        "Pengemas kedap udara, pengering dengan pengatur suhu, dan pencatatan mutu",
        "Rumah kemasan dan dapur bersama bersertifikat",
        "Umur simpan pendek dan izin edar belum merata.",
        "Sertifikasi halal dan PIRT bersama, kemasan, dan akses ritel.",
        ("KUB Tani Makmur", "Koperasi Nelayan Mina", "UD Gula Kelapa"),
        ("Pusat Oleh-oleh Pantura", "PT Ritel Nusantara", "Toko Swalayan Luwes"),
        "kg per bulan",
        "pangan olahan khas daerah",
    ),
    "konveksi": Craft(
        "14111",
        ("Konveksi", "Jahit", "Busana", "Bordir"),
        ("Celana jin", "Seragam", "Baju muslim", "Mukena bordir"),
        "Kain denim dan katun, benang bordir",
        "Pabrik kain di Bandung dan Surakarta",
        "Mesin jahit kecepatan tinggi dan bordir komputer",
        "Ruang potong bersama dan pasar konveksi",
        "Persaingan harga dengan barang impor murah.",
        "Pelatihan pola dan mutu, pemasaran daring, dan modal kerja.",
        ("Toko Kain Tanah Abang", "PT Denim Jaya", "UD Benang Bordir"),
        ("Pasar Klewer", "Pasar Grosir Setono", "PT Seragam Nusantara"),
        "lusin per bulan",
        "tekstil dan busana jadi",
    ),
    "anyam": Craft(
        "16291",
        ("Anyaman", "Kriya", "Sanggar"),
        ("Anyaman bambu", "Keranjang rotan", "Sangkar burung", "Payung hias"),
        "Bambu, rotan, kertas, cat",
        "Bambu rakyat setempat dan rotan dari Kalimantan",
        "Pengawetan bambu dan mesin belah",
        "Bengkel bersama dan tempat jemur beratap",
        "Bahan mudah berjamur pada musim hujan.",
        "Alat pengawet bambu, desain baru, dan pembeli tetap.",
        ("KUB Bambu Lestari", "UD Rotan Jaya", "Koperasi Kriya Bambu"),
        ("CV Kriya Ekspor", "Toko Dekorasi Nusantara", "Pusat Oleh-oleh Daerah"),
        "buah per bulan",
        "kriya dan dekorasi",
    ),
    "perak": Craft(
        "32112",
        ("Perak", "Perhiasan", "Silver"),
        ("Perhiasan perak", "Perhiasan monel", "Miniatur perak"),
        "Perak murni, tembaga, monel",
        "Pemurnian logam mulia di Yogyakarta dan Surabaya",
        "Filigri, cor lilin hilang, dan pelapisan rodium",
        "Galeri bersama dan bengkel pelatihan",
        "Harga perak dunia berfluktuasi dan perajin muda sedikit.",
        "Penyediaan bahan melalui koperasi dan pelatihan desain.",
        ("Koperasi Produksi Perak", "UD Logam Mulia", "Toko Bahan Perhiasan"),
        ("Galeri Kriya Nusantara", "Toko Perhiasan Malioboro", "CV Ekspor Perhiasan"),
        "gram per bulan",
        "perhiasan dan cendera mata",
    ),
}
