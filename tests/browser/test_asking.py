"""Asking with scripts: the answer takes the place of the one before, and the browser's history leads to and fro."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page, Route, expect

LENS = "What is a Fresnel lens?"
BUOY = "And a buoy?"


def _ask(desk: Page, question: str) -> None:
    desk.locator("[name=q]").fill(question)
    desk.keyboard.press("Enter")
    expect(desk.locator("#answer .question")).to_have_text(question)


def _hold(desk: Page, addresses: re.Pattern[str]) -> list[Route]:
    """Hold back what the browser asks for from now on; return what is held, to be let go on by the test."""
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    desk.route(addresses, hold)
    return held


def _wait_for(desk: Page, held: list[Route]) -> None:
    """Wait until the browser has sent something."""
    for _ in range(400):
        if held:
            return
        desk.wait_for_timeout(50)
    raise AssertionError("nothing was sent")


@contextmanager
def _asked(desk: Page) -> Iterator[list[str]]:
    """Yield the questions that go to the server meanwhile."""
    seen: list[str] = []

    def note(route: Route) -> None:
        seen.append(route.request.url)
        route.continue_()

    desk.route(re.compile(r"/\?"), note)
    yield seen
    desk.unroute(re.compile(r"/\?"), note)


def test_answers_come_into_the_page_and_into_its_live_region(desk: Page) -> None:
    """Nothing is loaded anew: the live region is the very same element; title, address and conversation are those of the answer."""
    desk.goto("/")
    desk.evaluate("window.stays = document.getElementById('answer')")
    _ask(desk, LENS)
    assert desk.evaluate("window.stays === document.getElementById('answer') && window.stays.isConnected")
    expect(desk).to_have_title(f"{LENS} · Quoth")
    assert "q=What+is+a+Fresnel+lens" in desk.url
    expect(desk.locator("#answer")).to_be_focused()
    expect(desk.locator("#answer")).to_have_attribute("aria-busy", "false")
    _ask(desk, BUOY)
    expect(desk.locator(".understood")).to_contain_text("What is a buoy?")
    desk.locator(".earlier a").click()
    expect(desk.locator("#answer .question")).to_have_text(LENS)
    desk.get_by_role("link", name=re.compile("New|new")).click()
    expect(desk.locator(".hero")).to_be_visible()
    expect(desk.locator("#answer")).to_be_empty()
    expect(desk.locator("[name=q]")).to_be_focused()
    assert desk.evaluate("window.stays === document.getElementById('answer')")


def test_what_answers_offer_works_in_each_of_them(desk: Page) -> None:
    """Copying, feedback and suggestions belong to the answer that stands there."""
    desk.goto("/")
    for question in (LENS, BUOY):
        _ask(desk, question)
        words = desk.locator("blockquote").first.inner_text()
        desk.get_by_role("button", name="Copy", exact=True).first.click()
        expect(desk.get_by_role("button", name="Copied")).to_be_visible()
        assert words in desk.evaluate("navigator.clipboard.readText()")
        desk.get_by_role("button", name="right", exact=True).click()
        expect(desk.locator("form.feedback .said")).to_contain_text("Thank")
    desk.locator("[name=q]").press_sequentially("light")
    expect(desk.locator("#suggestions li").first).to_be_visible()


def test_history_leads_back_to_what_was_shown(desk: Page) -> None:
    """Back and forward show each answer as it was left, the panel beside the one that had it, and ask nothing again."""
    desk.goto("/")
    _ask(desk, LENS)
    desk.locator("a.source").first.click()
    expect(desk.locator("#panel #quote")).to_be_visible()
    _ask(desk, BUOY)
    expect(desk.locator("#panel")).to_be_hidden()
    with _asked(desk) as seen:
        desk.go_back()
        expect(desk.locator("#answer .question")).to_have_text(LENS)
        expect(desk.locator("#panel #quote")).to_be_visible()
        desk.go_back()
        expect(desk.locator("#panel")).to_be_hidden()
        expect(desk.locator("#answer .question")).to_have_text(LENS)
        desk.go_back()
        expect(desk.locator(".hero")).to_be_visible()
        for _ in range(3):
            desk.go_forward()
        expect(desk.locator("#answer .question")).to_have_text(BUOY)
        expect(desk).to_have_title(f"{BUOY} · Quoth")
    assert seen == []


def test_history_from_before_a_reload_is_asked_again(desk: Page) -> None:
    """What the page no longer holds comes from the server; what it did not begin itself, too."""
    desk.goto("/")
    _ask(desk, LENS)
    _ask(desk, BUOY)
    desk.reload()
    expect(desk.locator("#answer .question")).to_have_text(BUOY)
    desk.go_back()
    expect(desk.locator("#answer .question")).to_have_text(LENS)
    desk.go_forward()
    expect(desk.locator("#answer .question")).to_have_text(BUOY)


def test_last_question_asked_is_the_one_answered(desk: Page) -> None:
    """An answer that comes when another one is wanted is not shown."""
    desk.goto("/")
    held = _hold(desk, re.compile(r"/\?q=.*Fresnel"))
    desk.locator("[name=q]").fill(LENS)
    desk.keyboard.press("Enter")
    expect(desk.locator(".ask-form button[type=submit]")).to_have_text("Looking…")
    desk.locator("[name=q]").fill("What is a buoy?")
    desk.keyboard.press("Enter")
    expect(desk.locator("#answer .question")).to_have_text("What is a buoy?")
    held[0].continue_()
    desk.wait_for_timeout(500)
    expect(desk.locator("#answer .question")).to_have_text("What is a buoy?")
    desk.go_back()
    expect(desk.locator(".hero")).to_be_visible()
    expect(desk.locator(".ask-form button[type=submit]")).to_have_text("Ask")
    expect(desk.locator("[name=q]")).to_have_value("")


def test_what_is_typed_ahead_is_kept_and_a_question_is_sent_once(desk: Page) -> None:
    """Whoever types on while an answer is on its way loses nothing of it; Enter, thrice, asks once."""
    desk.goto("/")
    held = _hold(desk, re.compile(r"/\?q="))
    desk.locator("[name=q]").fill(LENS)
    for _ in range(3):
        desk.keyboard.press("Enter")
    _wait_for(desk, held)
    desk.keyboard.type("And a bu")
    held[0].continue_()
    expect(desk.locator("#answer .question")).to_have_text(LENS)
    expect(desk.locator("[name=q]")).to_have_value("And a bu")
    expect(desk.locator("[name=q]")).to_be_focused()
    assert len(held) == 1
    desk.unroute(re.compile(r"/\?q="))
    desk.go_back()
    expect(desk.locator("[name=q]")).to_have_value("")


def test_places_within_an_answer_are_steps_of_the_history_too(desk: Page) -> None:
    """Links inside the page make entries of their own: going back over them asks nothing, and without a server asks it once."""
    desk.goto("/")
    _ask(desk, LENS)
    desk.evaluate("location.hash = 'answer'")
    _ask(desk, BUOY)
    with _asked(desk) as seen:
        desk.go_back()
        expect(desk.locator("#answer .question")).to_have_text(LENS)
        desk.go_back()
        expect(desk.locator("#answer .question")).to_have_text(LENS)
        desk.go_back()
        expect(desk.locator(".hero")).to_be_visible()
    assert seen == []


def test_way_back_that_is_cut_off_is_tried_once(desk: Page) -> None:
    """Where the server no longer answers, going back to what the page does not hold shows what the browser says of it."""
    desk.goto("/")
    _ask(desk, LENS)
    desk.evaluate("location.hash = 'answer'")
    _ask(desk, BUOY)
    desk.reload()
    asked: list[str] = []

    def refuse(route: Route) -> None:
        asked.append(route.request.url)
        route.fulfill(status=403, content_type="text/html", body="<p>Log in first</p>")

    desk.route(re.compile(r"/\?q="), refuse)
    desk.go_back()
    expect(desk.get_by_text("Log in first")).to_be_visible()
    desk.wait_for_timeout(500)
    assert len(asked) <= 2


def test_forward_before_back_has_arrived_stays_where_it_is(desk: Page) -> None:
    """An answer from the history that comes too late does not take the place of the one under whose address it would stand."""
    desk.goto("/")
    _ask(desk, LENS)
    _ask(desk, BUOY)
    desk.reload()
    held = _hold(desk, re.compile(r"/\?q=.*Fresnel(?!.*h=)"))
    desk.evaluate("history.back()")
    desk.wait_for_timeout(300)
    desk.evaluate("history.forward()")
    desk.wait_for_timeout(300)
    for route in held:
        route.continue_()
    desk.wait_for_timeout(500)
    expect(desk.locator("#answer .question")).to_have_text(BUOY)
    expect(desk.locator("#answer")).to_have_attribute("aria-busy", "false")


def test_server_that_is_away_or_busy_says_so_and_nothing_is_lost(browser: Browser, address: str) -> None:
    """The answer before stays, and so does the question; once the server is back, Enter asks it."""
    with browser.new_context(
        base_url=address, locale="en-GB"
    ) as context:  # what its console says of the failures is no failure
        desk = context.new_page()
        desk.goto("/")
        _ask(desk, LENS)

        def cut(route: Route) -> None:
            route.abort()

        def refuse(route: Route) -> None:
            page = '<html><body><main class="message"><h1>Too many at once</h1><p class="lede">Come back soon.</p></main></body></html>'
            route.fulfill(status=404, content_type="text/html", body=page)

        for stand_in, said in ((cut, "cannot be reached"), (refuse, "Too many at once Come back soon.")):
            desk.route(re.compile(r"/\?"), stand_in)
            desk.locator("[name=q]").fill(BUOY)
            desk.keyboard.press("Enter")
            expect(desk.locator(".no-answer")).to_contain_text(said)
            expect(desk.locator("#answer .question")).to_have_text(LENS)
            expect(desk.locator("[name=q]")).to_have_value(BUOY)
            desk.unroute(re.compile(r"/\?"), stand_in)
        desk.keyboard.press("Enter")
        expect(desk.locator("#answer .question")).to_have_text(BUOY)
        expect(desk.locator(".no-answer")).to_have_count(0)


def test_typing_and_closing_the_panel_leave_the_page_where_it_is(desk: Page) -> None:
    """Nobody who reads is moved: neither by typing the next question, nor by closing the source beside the answer."""
    desk.set_viewport_size({"width": 1280, "height": 700})
    desk.emulate_media(reduced_motion="reduce")  # no scrolling that is still under way
    desk.goto("/")
    _ask(desk, "What is the difference between a lighthouse and a buoy?")
    desk.evaluate("window.scrollTo({top: 60, behavior: 'instant'})")
    desk.locator("[name=q]").focus()
    desk.wait_for_timeout(300)
    before = desk.evaluate("window.scrollY")
    desk.keyboard.type("and the li")
    desk.wait_for_timeout(300)
    assert desk.evaluate("window.scrollY") == before
    desk.evaluate("window.scrollTo({top: 0, behavior: 'instant'})")
    desk.locator("a.source").first.click()
    expect(desk.locator("#panel #quote")).to_be_visible()
    desk.evaluate("window.scrollTo({top: 90, behavior: 'instant'})")
    desk.keyboard.press("Escape")
    expect(desk.locator("#panel")).to_be_hidden()
    desk.wait_for_timeout(300)
    assert desk.evaluate("window.scrollY") == 90


def test_page_of_a_proxy_is_shown_as_it_is(desk: Page) -> None:
    """What is no page of Quoth's does not vanish: the browser shows it."""
    desk.goto("/")
    desk.route(
        re.compile(r"/\?q="), lambda route: route.fulfill(status=403, content_type="text/html", body="<p>Log in first</p>")
    )
    desk.locator("[name=q]").fill(LENS)
    desk.keyboard.press("Enter")
    expect(desk.get_by_text("Log in first")).to_be_visible()
    assert "q=What" in desk.url
