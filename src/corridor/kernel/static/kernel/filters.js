// Conveniences only: every filter works without this file.
(() => {
  "use strict";
  const narrow = window.matchMedia("(max-width: 56rem)");
  let open = new Set();
  let focused = "";

  const foldAway = () => {
    if (narrow.matches) {
      document.querySelectorAll("details[data-wide-only]").forEach((part) => { part.open = false; });
    }
  };

  // New results bring new filters: keep open what was open, and the focus where it was.
  document.addEventListener("htmx:beforeSwap", () => {
    open = new Set([...document.querySelectorAll("#filters details[open]")].map((part) => part.dataset.keep || ""));
    focused = document.activeElement ? document.activeElement.id : "";
  });
  document.addEventListener("htmx:afterSwap", () => {
    document.querySelectorAll("#filters details").forEach((part) => { part.open = open.has(part.dataset.keep || ""); });
    const again = focused && document.getElementById(focused);
    if (again) { again.focus(); }
  });

  foldAway();
})();
