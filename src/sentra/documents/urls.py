from django.urls import path

from sentra.documents import views

app_name = "documents"
urlpatterns = [
    path("naskah/<uuid:pk>/", views.paper, name="paper"),
    path("naskah/<uuid:pk>/pdf/", views.paper_pdf, name="paper_pdf"),
    path("naskah/<uuid:pk>/docx/", views.paper_docx, name="paper_docx"),
    path("bukti/<uuid:pk>/", views.evidence, name="evidence"),
    path("unduhan/", views.exports, name="exports"),
    path("unduhan/<uuid:pk>/", views.export_file, name="export_file"),
]
