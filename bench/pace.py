"""How soon the page answers a tick, an answer, a letter and a query, on a processor slowed four times."""

import statistics

from playwright.sync_api import Browser, Page

SLOWED = 4
TIMES = 15

TO_PAINT = """(selector) => new Promise((done) => {
  const element = document.querySelector(selector);
  const began = performance.now();
  element.click();
  requestAnimationFrame(() => {
    const after = new MessageChannel();
    after.port1.onmessage = () => done(performance.now() - began);
    after.port2.postMessage(0);
  });
})"""

TYPED = TO_PAINT.replace("element.click();", "element.value += 'a'; element.dispatchEvent(new InputEvent('input', { bubbles: true }));")

WATCH = """(list) => {
  addEventListener("keydown", () => { window.began = performance.now(); window.took = 0; }, true);
  const drawn = () => requestAnimationFrame(() => { window.took = performance.now() - window.began; });
  new MutationObserver(drawn).observe(document.querySelector(list), { childList: true, subtree: true });
}"""

LONG = """() => {
  const list = document.querySelector("check-list");
  const [items, all] = [list.querySelector(".items"), [...list.querySelectorAll(".item")]];
  for (let count = all.length; count < 200; count++) {
    const copy = all[count % all.length].cloneNode(true);
    copy.dataset.item = `copy-${count}`;
    items.append(copy);
  }
  list.replaceWith(list.cloneNode(true));
}"""

UNTICKED = ".item:not([data-state=done]) input[type=checkbox]"
ANSWER = "[data-current] .answers a"
FIELD = "account-description textarea"
SEARCH, RESULTS = "[data-md-component=search-query]", "[data-md-component=search-result]"
QUERIES = ("threat", "screenshot", "who owns the account", "personal data", "copyright", "hide comment", "manager", "close account")


def open_slowed(browser: Browser, address: str, slowed: int = SLOWED) -> Page:
    """Open a page on a slow phone."""
    page = browser.new_context(viewport={"width": 360, "height": 740}, service_workers="block").new_page()
    page.goto(address, wait_until="networkidle")
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": slowed})
    return page


def inputs(browser: Browser, address: str) -> dict[str, float]:
    """Return {what is done: median milliseconds from the event to the painted frame}."""
    page = open_slowed(browser, f"{address}en/checklists/open-account/")
    found = {"tick, 28 items": _median(page, UNTICKED)}
    page.evaluate(LONG)
    page.wait_for_timeout(1500)
    found["tick, 200 items"] = _median(page, UNTICKED)
    page.context.close()
    answers = []
    for _ in range(5):
        page = open_slowed(browser, f"{address}en/advice/visitor-comment/")
        answers += [_once(page, ANSWER) for _ in range(3)]
        page.context.close()
    found["answer in a tree"] = statistics.median(answers)
    page = open_slowed(browser, f"{address}en/texts/official-account/")
    found["letter in a text"] = statistics.median(_once(page, FIELD, TYPED) for _ in range(TIMES))
    page.context.close()
    return found


def _once(page: Page, selector: str, script: str = TO_PAINT) -> float:
    took = page.evaluate(script, selector)
    page.wait_for_timeout(300)
    return took


def _median(page: Page, selector: str) -> float:
    return statistics.median(_once(page, selector) for _ in range(TIMES))


def search(browser: Browser, address: str, slowed: int) -> dict[str, float]:
    """Return the milliseconds from the last key to the last change of the results: the first query of a visit, and median and slowest of the others."""
    page = open_slowed(browser, address, slowed)
    page.evaluate("(list) => document.querySelector(list)", RESULTS)
    page.locator(SEARCH).first.focus()
    page.evaluate(WATCH, RESULTS)
    took = [_typed(page, words) for words in QUERIES]
    page.context.close()
    return {"first": took[0], "median": statistics.median(took[1:]), "slowest": max(took[1:])}


def _typed(page: Page, words: str) -> float:
    page.locator(SEARCH).first.fill("")
    page.wait_for_timeout(600)
    page.keyboard.type(words, delay=120)
    page.wait_for_timeout(1500)
    return page.evaluate("window.took")
