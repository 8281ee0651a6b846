from django.urls import path

from sentra.funding.views import standards as views

patterns = [
    path("standar-biaya/", views.standard_list, name="standard_list"),
    path("standar-biaya/baru/", views.standard_new, name="standard_new"),
    path("standar-biaya/<uuid:pk>/", views.standard, name="standard"),
    path("standar-biaya/<uuid:pk>/akhiri/", views.standard_end, name="standard_end"),
]
