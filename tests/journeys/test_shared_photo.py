"""A photo that another app hands over is in the form when it opens, and forgotten once it is saved.

The worker that catches it is not asked here: what it calls is, and what the page does with it.
"""

import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import expect

from app.config import ROOT
from tools.setup import node_home

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("journeys")]

SHARE = """async (names) => {
  const till = new OffscreenCanvas(200, 400);
  till.getContext("2d").fillRect(50, 50, 100, 300);
  const photo = await till.convertToBlob({type: "image/jpeg"});
  const body = new FormData();
  const inside = (name) => name.startsWith("a ") ? photo : name;
  for (const name of names) body.append("receipt", new File([inside(name)], name, {type: "image/jpeg"}));
  body.append("title", "Boots");
  return shared.keepShared(new Request("/share", {method: "POST", body}));
}"""
BOX = "input[name=receipt][multiple]"
CHOSEN = "box => [...box.files].map(file => `${file.name} ${file.type} ${file.size}`)"
LATER = "Date.now = (now => () => now() + 61 * 60 * 1000)(Date.now)"


@pytest.fixture(scope="session")
def worker_side(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What the worker takes from js/shared.js, to be run in a page."""
    made: Path = tmp_path_factory.mktemp("js") / "shared.js"
    esbuild = ROOT / "node_modules" / "esbuild" / "bin" / "esbuild"
    source = ROOT / "app" / "static" / "js" / "shared.js"
    bundle = ["--bundle", "--format=iife", "--global-name=shared", f"--outfile={made}", "--log-level=warning"]
    subprocess.run([node_home() / "bin" / "node", esbuild, source, *bundle], check=True)
    return f"() => {{ {made.read_text()}; window.shared = shared }}"


def share(person, worker_side: str, *names: str) -> str:
    person.page.evaluate(worker_side)
    return person.page.evaluate(SHARE, list(names))


def kept(person, worker_side: str) -> int:
    person.page.evaluate(worker_side)
    return person.page.evaluate(
        """new Promise(done => {
          const opened = indexedDB.open("onepot-shared");
          opened.onsuccess = () => {
            const count = opened.result.transaction("files").objectStore("files").count();
            count.onsuccess = () => { opened.result.close(); done(count.result) };
          };
        })"""
    )


def test_it_is_in_the_form_that_opens_and_forgotten_once_saved(person, worker_side):
    person.signs_in_as("nikki")
    person.page.goto(person.demo.url + share(person, worker_side, "a till.jpg", "a second.jpg"))
    box = person.page.locator(BOX)
    expect(box).to_have_js_property("files.length", 2)
    assert kept(person, worker_side) == 2
    person.page.get_by_label("What did you pay for?").fill("Plasters")
    person.page.get_by_role("button", name="Save", exact=True).click()
    person.sees("There is a problem")
    expect(box).to_have_js_property("files.length", 2)
    person.page.get_by_label("How much was it?").fill("2.50")
    person.page.get_by_role("button", name="Save", exact=True).click()
    person.sees("Saved.")
    person.waits()
    assert kept(person, worker_side) == 0


def test_only_the_last_share_counts_and_only_where_it_was_asked_for(person, worker_side):
    person.signs_in_as("nikki")
    share(person, worker_side, "till.jpg")
    address = share(person, worker_side, "bus.jpg")
    pot = f"{person.demo.url}/p/{person.pot_id}"
    person.page.goto(f"{pot}/spending/new")
    person.waits()
    assert person.page.locator(BOX).evaluate(CHOSEN) == []
    person.page.goto(person.demo.url + address)
    box = person.page.locator(BOX)
    expect(box).to_have_js_property("files.length", 1)
    assert box.evaluate(CHOSEN) == ["bus.jpg image/jpeg 7"]


def test_after_an_hour_it_is_nobodys(person, worker_side):
    person.signs_in_as("nikki")
    address = share(person, worker_side, "till.jpg")
    person.page.add_init_script(LATER)
    person.page.goto(person.demo.url + address)
    person.waits()
    assert person.page.locator(BOX).evaluate(CHOSEN) == []


def test_who_chooses_another_is_not_given_it_again(person, worker_side):
    person.signs_in_as("nikki")
    person.page.goto(person.demo.url + share(person, worker_side, "till.jpg"))
    box = person.page.locator(BOX)
    expect(box).to_have_js_property("files.length", 1)
    box.set_input_files([])
    box.set_input_files({"name": "own.jpg", "mimeType": "image/jpeg", "buffer": b"own"})
    person.waits()
    assert box.evaluate(CHOSEN) == ["own.jpg image/jpeg 3"]
    assert kept(person, worker_side) == 0
