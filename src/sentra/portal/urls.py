from django.urls import include, path

from sentra.portal import views

app_name = "portal"
urlpatterns = [
    path("periksa/", views.verify_form, name="verify_form"),
    path("periksa/<str:code>/", views.verify, name="verify"),
    path("hukum/", include("sentra.lawbook.urls")),
]
