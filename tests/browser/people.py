"""Small page objects: somebody at a browser, and what they do on a page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Page

from sentra.access.roles import Role
from sentra.site.demo.places import PASSWORD, account

Theme = Literal["light", "dark"]


@dataclass(frozen=True)
class Server:
    address: str

    def __call__(self, path: str) -> str:
        """The whole address of a path."""
        return self.address + path


class Faults:
    """What a page must never do, collected while it is used: failures, console errors, foreign hosts."""

    def __init__(self, context: BrowserContext, server: Server) -> None:
        self.host = urlsplit(server.address).netloc
        self.found: list[str] = []
        context.on("request", self._asked)
        context.on("response", self._answered)
        context.on("console", self._said)
        context.on("weberror", lambda error: self.found.append(f"script failed: {error.error}"))

    def _asked(self, request: Any) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in ("http", "https") and parts.netloc != self.host:
            self.found.append(f"asked a foreign host: {request.url}")

    def _answered(self, response: Any) -> None:
        if response.status >= 500:
            self.found.append(f"{response.status} {response.url}")

    def _said(self, message: Any) -> None:
        if message.type == "error" and "status of 4" not in message.text:
            self.found.append(f"console: {message.text} on {message.page.url if message.page else ''}")

    def taken(self) -> list[str]:
        """What was found since the last time."""
        found, self.found = self.found, []
        return found


class Person:
    """Somebody signed in, with a browser of their own."""

    def __init__(
        self,
        browser: Browser,
        server: Server,
        role: Role | str,
        code: str = "",
        n: int = 1,
        *,
        width: int = 1440,
        theme: Theme = "light",
        language: str = "id",
    ) -> None:
        self.server = server
        self.context = browser.new_context(
            locale="id-ID", viewport={"width": width, "height": 900}, color_scheme=theme, accept_downloads=True
        )
        self.faults = Faults(self.context, server)
        self.context.add_cookies(
            [{"name": "django_language", "value": language, "url": server.address}],
        )
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(15_000)
        self._sign_in(account(Role(role), code, n))

    def _sign_in(self, email: str) -> None:
        self.page.goto(self.server("/akun/login/"))
        self.page.fill("input[name=login]", email)
        self.page.fill("input[name=password]", PASSWORD)
        self.page.press("input[name=password]", "Enter")
        self.page.wait_for_url(self.server("/"))

    def open(self, path: str) -> Page:
        """Go to a path of the product."""
        self.page.goto(self.server(path))
        return self.page

    def send(self, form: str = "main form:has(button)", **values: str) -> None:
        """Fill a form's fields by name and press its first submit button."""
        where = self.page.locator(form).first
        for name, value in values.items():
            field = where.locator(f"[name='{name}']")
            if field.first.get_attribute("type") in ("radio", "checkbox"):
                where.locator(f"[name='{name}'][value='{value}']").check()
            elif field.first.evaluate("one => one.tagName") == "SELECT":
                field.first.select_option(value)
            else:
                field.first.fill(value)
        where.locator("button[type=submit], button:not([type])").first.click()
        self.page.wait_for_load_state()

    def leave(self) -> None:
        """Close the browser; whatever went wrong in it must be nothing."""
        faults = self.faults.taken()
        self.context.close()
        assert faults == []
