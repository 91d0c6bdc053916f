// Minutes typed by several people at once, and the clock of the current item. Everything works without this
// file: the form saves, and the server has worked out the clock.
(() => {
  "use strict";
  const PAUSE = 1500; // after the last key
  const POLL = 4000;
  const RETRY = 5000;
  const PAGE = 15000;
  const PATIENCE = 15000;

  const plain = (text) => text.replace(/\r\n?/g, "\n");

  // Where the caret is in the new text: by what is the same before and after it, else by its paragraph.
  const moved = (before, after, place) => {
    let head = 0;
    const most = Math.min(before.length, after.length);
    while (head < most && before[head] === after[head]) { head += 1; }
    if (place <= head) { return place; }
    let tail = 0;
    while (tail < most - head && before[before.length - 1 - tail] === after[after.length - 1 - tail]) { tail += 1; }
    if (place >= before.length - tail) { return place + after.length - before.length; }
    const start = before.lastIndexOf("\n\n", place - 1) + (before.lastIndexOf("\n\n", place - 1) < 0 ? 1 : 2);
    const end = before.indexOf("\n\n", place);
    const found = after.indexOf(before.slice(start, end < 0 ? before.length : end));
    return found < 0 ? Math.min(head, after.length) : found + place - start;
  };

  const token = async (form) => {
    const page = await fetch(window.location.href, { headers: { Accept: "text/html" }, redirect: "manual" });
    if (!page.ok) { return false; }
    const fresh = new DOMParser().parseFromString(await page.text(), "text/html");
    const field = fresh.querySelector("[data-passage] input[name=csrfmiddlewaretoken]");
    if (field) { form.elements.csrfmiddlewaretoken.value = field.value; }
    return Boolean(field);
  };

  const start = (form) => {
    const area = form.elements.text;
    const told = form.dataset;
    const state = form.querySelector("[data-state]");
    let base = plain(form.elements.base.value); // what the text in the field was made from
    let version = told.version; // of the text in the field
    let sending = null; // sent, and not known to have arrived: sent again just as it was
    let busy = false;
    let timer = 0;
    let stopped = false;

    const value = () => plain(area.value);
    const isDirty = () => sending !== null || value() !== base;
    const say = (text, link) => {
      state.textContent = text;
      if (link) {
        const way = document.createElement("a");
        way.href = form.action;
        way.textContent = form.querySelector("label").textContent;
        state.append(" ", way);
      }
    };
    const later = (wait) => { window.clearTimeout(timer); timer = window.setTimeout(send, wait); };
    const keepBase = (text) => { base = text; form.elements.base.value = text; };

    // Not while the caret stands on an empty line, which the merged text would swallow.
    const mustWait = () => document.activeElement === area && area.selectionStart > 0
      && value()[area.selectionStart - 1] === "\n";

    const show = (text, newest) => {
      if (text !== value()) {
        if (mustWait()) { say(told.wait); return; }
        const before = value();
        const places = [area.selectionStart, area.selectionEnd].map((place) => moved(before, text, place));
        const scroll = area.scrollTop;
        area.value = text;
        if (document.activeElement === area) { area.setSelectionRange(...places); }
        area.scrollTop = scroll;
        say(told.merged);
      }
      keepBase(text);
      version = newest;
    };

    const arrived = (answer, sent) => {
      sending = null;
      const clock = new Date().toLocaleTimeString(document.documentElement.lang, { hour12: false });
      const typedOn = value() !== sent;
      keepBase(sent);
      if (!typedOn) { show(answer.text, String(answer.version)); } else { later(PAUSE); }
      if (answer.clashes) { say(told.clash, true); } else { say(`${told.saved} ${clock}`); }
    };

    const refused = async (status) => {
      if (status === 422) { sending = null; say(told.refused); return; }
      if (status === 404 || status === 409) { sending = null; stopped = true; say(told.closed); return; }
      if (status === 403 && await token(form)) { later(0); return; }
      say(status === 0 || status === 403 ? told.signedOut : told.offline);
      later(RETRY);
    };

    async function send() {
      if (busy || stopped) { return; }
      if (sending === null) {
        if (value() === base) { return; }
        sending = { base, text: value() };
      }
      busy = true;
      say(told.saving);
      const body = new URLSearchParams({ ...sending, csrfmiddlewaretoken: form.elements.csrfmiddlewaretoken.value });
      const sent = sending.text;
      const patience = new AbortController();
      const limit = window.setTimeout(() => patience.abort(), PATIENCE);
      try {
        const answer = await fetch(form.action, {
          method: "POST", body, headers: { Accept: "application/json" }, redirect: "manual", signal: patience.signal,
        });
        if (answer.ok) { arrived(await answer.json(), sent); } else { await refused(answer.status); }
      } catch {
        say(told.offline);
        later(RETRY);
      } finally {
        window.clearTimeout(limit);
        busy = false;
      }
    }

    const poll = async () => {
      if (busy || stopped || document.hidden) { return; }
      if (isDirty()) { return; }
      try {
        const answer = await fetch(`${told.poll}?version=${version}`, { headers: { Accept: "application/json" }, redirect: "manual" });
        if (answer.status !== 200) { return; }
        const news = await answer.json();
        if (!busy && !isDirty()) { show(plain(news.text), String(news.version)); }
      } catch { /* the next one may get through */ }
    };

    area.addEventListener("input", () => later(PAUSE));
    area.addEventListener("blur", () => later(0));
    form.addEventListener("submit", (event) => { event.preventDefault(); later(0); });
    window.addEventListener("online", () => later(0));
    window.addEventListener("beforeunload", (event) => { if (isDirty()) { event.preventDefault(); } });
    window.setInterval(poll, POLL);
    return { isDirty, area };
  };

  // The clock of the item; the server says how long it has run.
  const two = (number) => String(number).padStart(2, "0");
  const shown = (seconds) => {
    const hours = Math.floor(seconds / 3600);
    const minutes = Math.floor(seconds / 60) % 60;
    return hours ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
  };
  const drawn = new WeakMap();
  const tick = () => {
    for (const clock of document.querySelectorAll("[data-clock]")) {
      if (!drawn.has(clock)) { drawn.set(clock, Date.now() - 1000 * Number(clock.dataset.elapsed)); }
      const left = Number(clock.dataset.given) - Math.floor((Date.now() - drawn.get(clock)) / 1000);
      clock.querySelector("[data-left]").textContent = shown(Math.abs(left));
      clock.querySelector("[data-word]").textContent = left < 0 ? clock.dataset.overWord : clock.dataset.leftWord;
      clock.closest(".now").classList.toggle("is-over", left < 0);
    }
  };

  // The rest of the page at the meeting: shown anew where nobody is busy in it.
  const renew = async (editor) => {
    if (document.hidden) { return; }
    try {
      const answer = await fetch(window.location.href, { headers: { Accept: "text/html" }, redirect: "manual" });
      if (!answer.ok) { return; }
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const [now, then] = [document.getElementById("now"), page.getElementById("now")];
      if (!now || !then) { return; }
      const isIdle = !editor || (!editor.isDirty() && document.activeElement !== editor.area);
      if (now.dataset.item !== then.dataset.item && isIdle) { window.location.reload(); return; }
      now.replaceWith(then);
      for (const part of document.querySelectorAll("aside > section[aria-labelledby]")) {
        const fresh = page.querySelector(`aside > section[aria-labelledby="${part.getAttribute("aria-labelledby")}"]`);
        if (fresh && !part.contains(document.activeElement)) { part.replaceWith(fresh); }
      }
      tick();
    } catch { /* the next one may get through */ }
  };

  const editors = [...document.querySelectorAll("form[data-passage]")].map(start);
  window.setInterval(tick, 1000);
  if (document.getElementById("now") && !document.getElementById("board")) {
    window.setInterval(() => renew(editors[0]), PAGE);
  }
})();
