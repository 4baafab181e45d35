// Light or dark, before the first paint: a plain script in the head, after the link to the dark colours.
// It turns that link on or off; what the reader chose lies in the store's form.
{
  const dark = document.getElementById("dark");
  const name = `rattesnore:${new URL("../../", document.currentScript.src).pathname}:theme`;
  const kept = () => {
    try {
      return JSON.parse(localStorage.getItem(name))?.value;
    } catch {
      return null; // Without storage the device's own choice holds.
    }
  };
  const show = (scheme) => (dark.media = scheme === "dark" ? "screen" : scheme === "light" ? "not all" : "screen and (prefers-color-scheme: dark)");
  show(kept());
  const isDark = () => matchMedia(dark.media).matches;
  addEventListener("DOMContentLoaded", () => {
    const button = document.querySelector("[data-theme-switch]");
    if (!button) return;
    button.hidden = false;
    button.setAttribute("aria-pressed", isDark());
    addEventListener("pageshow", ({ persisted }) => {
      if (!persisted) return;
      show(kept());
      button.setAttribute("aria-pressed", isDark());
    });
    button.addEventListener("click", () => {
      const scheme = isDark() ? "light" : "dark";
      show(scheme);
      button.setAttribute("aria-pressed", scheme === "dark");
      try {
        localStorage.setItem(name, JSON.stringify({ format: 1, value: scheme }));
      } catch {
        // The choice lasts as long as the page.
      }
    });
  });
}
