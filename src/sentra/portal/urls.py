from django.urls import path

from sentra.portal import views

app_name = "portal"
urlpatterns = [
    path("periksa/", views.verify_form, name="verify_form"),
    path("periksa/<str:code>/", views.verify, name="verify"),
    path("hukum/", views.law, name="law"),
    path("hukum/<slug:regulation_id>/", views.regulation, name="regulation"),
    path("hukum/pasal/<path:clause_id>/", views.clause, name="clause"),
]
