"""The addresses of the law, included by the portal: their names stand in its namespace."""

from django.urls import path

from sentra.lawbook.views import browse, clause, comparing, trying

urlpatterns = [
    path("", browse.law, name="law"),
    path("cari/", browse.search, name="law_search"),
    path("uji/", trying.checks, name="checks"),
    path("uji/<str:check_id>/", trying.check, name="check"),
    path("banding/", comparing.compare, name="compare"),
    path("<slug:regulation_id>/", browse.regulation, name="regulation"),
    path("<slug:regulation_id>/bagian/<slug:chapter>/", browse.chapter, name="chapter"),
    path("pasal/<path:clause_id>/", clause.clause, name="clause"),
]
