"""Addresses of lists and commitments."""

from django.urls import path

from luoshi.web.commitments.views import amendments, commitments, lists, ownership, wall

urlpatterns = [
    path("lists/", lists.lists, name="lists"),
    path("lists/new/", lists.new, name="list-new"),
    path("lists/types/", lists.load_types, name="list-types-load"),
    path("lists/<int:pk>/", lists.one, name="list"),
    path("lists/<int:pk>/sheet/", lists.list_sheet, name="list-sheet"),
    path("lists/<int:pk>/wall/", wall.wall, name="list-wall"),
    path("lists/<int:pk>/wall/<str:sha256>.pdf", wall.wall_paper, name="list-wall-paper"),
    path("lists/<int:pk>/new/", lists.add, name="list-add"),
    path("lists/<int:pk>/freeze/", lists.freeze, name="list-freeze"),
    path("lists/<int:pk>/dispatch/", lists.dispatch, name="list-dispatch"),
    path("lists/<int:pk>/accept/", lists.accept, name="list-accept"),
    path("lists/<int:pk>/items/<int:item_pk>/", lists.item, name="list-item"),
    path("lists/<int:pk>/amendments/", amendments.of_list, name="list-amendments"),
    path("lists/<int:pk>/amendments/sheet/", amendments.sheet, name="list-amendments-sheet"),
    path("amendments/", amendments.every, name="amendments"),
    path("amendments/<int:pk>/", amendments.one, name="amendment"),
    path("amendments/<int:pk>/document/", amendments.document, name="amendment-document"),
    path("commitments/<int:pk>/amend/", amendments.amend, name="commitment-amend"),
    path("commitments/", commitments.every, name="commitments"),
    path("commitments/sheet/", commitments.every_sheet, name="commitments-sheet"),
    path("commitments/<int:pk>/", commitments.one, name="commitment"),
    path("commitments/<int:pk>/edit/", commitments.edit, name="commitment-edit"),
    path("commitments/<int:pk>/milestones/", commitments.milestones, name="commitment-milestones"),
    path("commitments/<int:pk>/place/", commitments.place, name="commitment-place"),
    path("commitments/<int:pk>/withdraw/", commitments.withdraw, name="commitment-withdraw"),
    path("commitments/<int:pk>/dispatch/", ownership.dispatch, name="commitment-dispatch"),
    path("commitments/<int:pk>/accept/", ownership.accept, name="commitment-accept"),
    path("commitments/<int:pk>/dispute/", ownership.dispute, name="commitment-dispute"),
    path("commitments/<int:pk>/decide/", ownership.decide, name="commitment-decide"),
]
