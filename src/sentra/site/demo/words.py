"""What people write in the demonstration: reasons, remarks and accounts, as officials put them."""

from __future__ import annotations

import random
from collections.abc import Mapping

#: Why the working group judged a fact as it did; `{…}` are the sentra's own words.
REASONS: Mapping[str, tuple[str, ...]] = {
    "shared_raw_material": (
        "Seluruh usaha yang dikunjungi memakai {material}; pembelian sebagian dilakukan bersama.",
        "Bahan baku sama, yaitu {material}, dibuktikan dengan nota pembelian anggota.",
    ),
    "shared_production_facility": (
        "Anggota memakai sarana bersama: {facilities}.",
        "Sarana bersama tersedia dan dipakai bergiliran menurut jadwal kelompok.",
    ),
    "product_similarity": (
        "Produk utama mayoritas anggota adalah {product}; perbedaan hanya pada motif dan ukuran.",
        "Dari kunjungan ke tiap bengkel, produk yang dihasilkan sejenis, yaitu {product}.",
    ),
    "cluster_prospect": (
        "Berpeluang masuk rantai {chain}; pembeli dan pemasok utamanya sudah dikenal.",
        "Rantai {chain} membutuhkan pasokan tetap yang dapat dipenuhi sentra ini.",
    ),
    "production_capacity_adequate": (
        "Kapasitas tiap bulan mampu melayani pesanan enam bulan terakhir tanpa keterlambatan berarti.",
        "Buku pesanan menunjukkan kapasitas terpakai sekitar 80 persen; masih cukup untuk musim ramai.",
    ),
    "market_prospect_good": (
        "Pesanan berulang dari pembeli tetap dan harga jual stabil dua tahun terakhir.",
        "Permintaan naik menurut catatan penjualan anggota dan keterangan pedagang pengumpul.",
    ),
    "prioritises_domestic_raw_material": (
        "Bahan dalam negeri menjadi pilihan pertama: {origin}.",
        "Pembelian bahan hampir seluruhnya dari dalam negeri; bahan impor hanya pelengkap.",
    ),
    "uses_appropriate_technology": (
        "Teknologi yang dipakai, yaitu {technology}, memperbaiki mutu dan keseragaman produk.",
        "{technology} dipakai sebagian besar anggota dan menurunkan tingkat cacat.",
    ),
    "support_facilities_available": (
        "Tersedia {facilities} yang dipakai langsung oleh anggota.",
        "Sarana penunjang berfungsi saat kunjungan: {facilities}.",
    ),
    "support_infrastructure_available": (
        "Jalan desa beraspal, listrik, air, dan jaringan telepon tersedia di seluruh kawasan.",
        "Akses truk engkel sampai ke kawasan; listrik dan air memadai untuk produksi.",
    ),
    "technology_developed": (
        "Tahun lalu sentra mulai menerapkan {technology}; hasilnya tercatat pada buku produksi.",
        "Ada penerapan alat baru yang selesai diuji bersama politeknik dan kini dipakai rutin.",
    ),
    "technical_training_mode": (
        "Sentra pernah menyelenggarakan pelatihan teknis bersama perguruan tinggi bagi perajin desa tetangga.",
        "Instruktur dari anggota sendiri, bahan ajar, dan tempat pelatihan tersedia.",
    ),
    "rnd_mode": (
        "Pengembangan motif dan pemasaran dilakukan bersama perguruan tinggi dalam dua tahun terakhir.",
        "Kelompok kecil anggota rutin mengembangkan produk dan mengujinya ke pembeli.",
    ),
}
#: Where a judgement went against the sentra.
AGAINST: Mapping[str, tuple[str, ...]] = {
    "support_facilities_available": ("Belum ada sarana bersama; anggota berproduksi di rumah masing-masing.",),
    "uses_appropriate_technology": ("Alat yang dipakai hanya menambah jumlah, belum memperbaiki mutu produk.",),
    "market_prospect_good": ("Penjualan bergantung pada satu pengepul dan pesanan menurun sejak tahun lalu.",),
    "production_capacity_adequate": ("Pesanan tiga bulan terakhir sering terlambat karena tenaga dan alat terbatas.",),
}
SAID: Mapping[str, tuple[str, ...]] = {
    "identify": (
        "Hasil pendataan potensi desa dan kunjungan awal ke {village}.",
        "Diusulkan pemerintah desa {village} dan paguyuban perajin pada musrenbang kecamatan.",
        "Produk {product} termasuk potensi daerah dan perajinnya terkumpul di satu kawasan.",
    ),
    "assess": (
        "Penilaian lapangan bersama perangkat desa dan pengurus paguyuban.",
        "Seluruh bengkel dikunjungi; angka dicocokkan dengan catatan penjualan anggota.",
    ),
    "reassess": ("Dinilai ulang setelah angka tahun terakhir dan kemitraan dilengkapi.",),
    "select": (
        "Memenuhi kriteria dan pengurusnya siap mengikuti pembinaan.",
        "Memenuhi seluruh kriteria; dampak bagi tenaga kerja setempat besar.",
        "Layak diusulkan: kriteria terpenuhi dan kelembagaan paguyuban berjalan.",
    ),
    "hold_back": (
        "Ditunda sampai kepengurusan paguyuban yang baru disahkan; sebagian anggota belum sepakat atas usulan ini.",
    ),
    "submit": (
        "Berkas telah diperiksa dan dinyatakan lengkap oleh dinas.",
        "Diusulkan sesuai prioritas pembinaan tahun berjalan.",
    ),
    "return": (
        "Daftar anggota pada Lampiran 2 belum memuat alamat lengkap dan dua permohonan usaha belum terbaca.",
        "Sumber bahan baku pada permohonan sentra belum dijelaskan; mohon dilengkapi sebelum diteruskan.",
        "Kontak pengurus tidak dapat dihubungi dan keterangan kapasitas produksi belum diisi; mohon diperbaiki.",
    ),
    "resubmit": (
        "Permohonan sentra dan daftar anggota telah dilengkapi sesuai catatan pokja provinsi.",
        "Kekurangan berkas telah dipenuhi; formulir yang diperbarui dilampirkan.",
    ),
    "verify": (
        "Berkas lengkap dan terbaca.",
        "Jumlah permohonan usaha sesuai dengan daftar anggota.",
    ),
    "forward": (
        "Diteruskan bersama usulan lain dari provinsi.",
        "Sesuai dengan prioritas pengembangan sentra provinsi.",
    ),
    "reverify": (
        "Hasil verifikasi sejalan dengan penilaian kabupaten/kota.",
        "Data telah dikonfirmasi kepada dinas melalui rapat daring; tidak ada perbedaan.",
    ),
    "choose": (
        "Memenuhi kriteria dan siap dibina.",
        "Dipilih dengan mempertimbangkan pemerataan wilayah dan kesiapan kelembagaan.",
    ),
    "not_choose": (
        "Kriteria terpenuhi, tetapi kuota tahun ini diprioritaskan bagi daerah yang belum memiliki sentra binaan.",
        "Kesiapan lahan rumah produksi belum pasti; dapat diusulkan kembali setelah status lahannya jelas.",
    ),
    "reconsider": (
        "Dikembalikan ke tahap verifikasi karena batas kawasan akan diubah; perlu konfirmasi sebelum ditetapkan.",
    ),
    "withdraw": (
        "Ditarik atas permintaan paguyuban: perajin sedang membentuk koperasi dan meminta waktu sampai tahun depan.",
    ),
}
COMMENTS: tuple[tuple[str, str], ...] = (
    ("province", "Mohon dipastikan titik koordinat sentra sudah sesuai dengan batas kawasan yang dilaporkan."),
    ("regency", "Titik koordinat telah dicocokkan dengan perangkat desa dan diperbarui."),
    ("province", "Terima kasih. Foto sarana bersama pada berkas sudah cukup jelas."),
    ("ministry", "Apakah perjanjian dengan pembeli utama masih berlaku sampai tahun depan?"),
    ("regency", "Masih berlaku; perpanjangannya ditandatangani bulan lalu dan salinannya ada di dinas."),
)
PROVES = (
    "Kegiatan produksi di bengkel anggota",
    "Sarana bersama yang dipakai anggota",
    "Wawancara dengan pengurus paguyuban",
    "Papan nama dan ruang pamer sentra",
)


def said(rng: random.Random, what: str, **about: str) -> str:
    """One of the ways to say why a step is taken."""
    return rng.choice(SAID[what]).format(**about)
