"""Django's admin as a read-only window for support; administrators configure in our own pages.
Its sign-in is the portal's, so that lock-out and second factor hold there too."""

from typing import Any

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.http import HttpRequest

from foundation.identity.models import Membership, Office, Organisation, RoleGrant, User

admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]


class ReadOnly(admin.ModelAdmin):
    """Nothing is added, changed or deleted here."""

    def has_add_permission(self, request: HttpRequest, *args: Any) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(User)
class UserAdmin(ReadOnly):
    list_display = ("full_name", "email", "is_staff", "is_active", "last_login")
    list_filter = ("is_staff", "is_active")
    search_fields = ("full_name", "email")
    exclude = ("password",)


@admin.register(Organisation)
class OrganisationAdmin(ReadOnly):
    list_display = ("name", "kind")
    list_filter = ("kind",)
    search_fields = ("name",)


@admin.register(Membership, RoleGrant)
class PeriodAdmin(ReadOnly):
    list_display = ("user", "role", "valid_from", "valid_until")
    list_filter = ("role",)


admin.site.register(Office, ReadOnly)
