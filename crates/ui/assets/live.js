// What pages do besides what they do without script: follow a state, go on by themselves, tick numbers while they are
// typed, put the focus on mistakes, keep a confirming button still until it was seen, print, take a dropped file, send a
// form once.
"use strict";

// --- follow what happens at the server ---
(() => {
  const live = document.querySelector("[data-live]");
  if (!live) return;
  const every = Math.max(1, Number(live.dataset.liveEvery) || 2) * 1000;
  let pause = every;
  const ask = async () => {
    try {
      const answer = await fetch(live.dataset.live, { headers: { Accept: "application/json" }, cache: "no-store" });
      if (answer.status === 401 || answer.status === 403 || answer.status === 404) return location.reload();
      if (answer.ok) {
        const { state, go } = await answer.json();
        if (go) return location.assign(go);
        if (state !== live.dataset.liveState) return location.reload();
        pause = every;
      } else {
        pause = Math.min(pause * 2, 30000);
      }
    } catch {
      // The server is away: the page stays, and asks again more slowly.
      pause = Math.min(pause * 2, 30000);
    }
    setTimeout(ask, pause);
  };
  setTimeout(ask, pause);
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) pause = every;
  });
})();

// --- a way that is gone by itself after a while ---
for (const way of document.querySelectorAll("a[data-go-after]")) {
  setTimeout(() => location.assign(way.href), Number(way.dataset.goAfter) * 1000);
}

// --- time that has gone by ---
(() => {
  const clocks = [...document.querySelectorAll("[data-elapsed-since]")];
  if (!clocks.length) return;
  const began = performance.now();
  const tick = () => {
    for (const clock of clocks) {
      const before = Number(clock.dataset.elapsedSeconds) || 0;
      const seconds = Math.floor(before + (performance.now() - began) / 1000);
      const two = (part) => String(part).padStart(2, "0");
      clock.textContent = `${two(Math.floor(seconds / 60))}:${two(seconds % 60)}`;
    }
  };
  tick();
  setInterval(tick, 1000);
})();

// --- mistakes first ---
document.querySelector("[data-focus]")?.focus();

// --- numbers with check digits ---
(() => {
  const digits = (text) => [...text.replace(/\D/g, "")].map(Number);
  const weighted = (numbers, weights) => weights.reduce((sum, weight, at) => sum + weight * numbers[at], 0);
  const checks = {
    snils(text) {
      const all = digits(text);
      if (all.length !== 11) return null;
      const sum = weighted(all, [9, 8, 7, 6, 5, 4, 3, 2, 1]) % 101 % 100;
      return sum === all[9] * 10 + all[10];
    },
    inn(text) {
      const all = digits(text);
      const ends = (weights, at) => weighted(all, weights) % 11 % 10 === all[at];
      if (all.length === 10) return ends([2, 4, 10, 3, 5, 9, 4, 6, 8], 9);
      if (all.length === 12) {
        return ends([7, 2, 4, 10, 3, 5, 9, 4, 6, 8], 10) && ends([3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8], 11);
      }
      return null;
    },
    ogrn(text) {
      const all = digits(text);
      if (all.length !== 13 && all.length !== 15) return null;
      const body = BigInt(all.slice(0, -1).join(""));
      return Number(body % (all.length === 13 ? 11n : 13n) % 10n) === all[all.length - 1];
    },
  };
  for (const field of document.querySelectorAll("input[data-check]")) {
    const check = checks[field.dataset.check];
    const tick = document.querySelector(`output[for="${field.id}"]`);
    if (!check || !tick) continue;
    const show = () => {
      const verdict = check(field.value);
      tick.className = verdict === null ? "tick" : verdict ? "tick good" : "tick bad";
      tick.textContent = verdict === null ? "" : verdict ? tick.dataset.good : tick.dataset.bad;
    };
    field.addEventListener("input", show);
    show();
  }
})();

// --- a confirming button works once it was seen for a while ---
for (const button of document.querySelectorAll("button[data-after-visible]")) {
  button.disabled = true;
  let timer = 0;
  const look = new IntersectionObserver((entries) => {
    for (const entry of entries) {
      clearTimeout(timer);
      if (entry.isIntersecting) {
        timer = setTimeout(() => {
          button.disabled = false;
          look.disconnect();
        }, Number(button.dataset.afterVisible));
      }
    }
  }, { threshold: 0.9 });
  look.observe(button);
}

// --- print ---
for (const button of document.querySelectorAll("button[data-print]")) {
  button.addEventListener("click", () => print());
}

// --- a dropped file ---
for (const place of document.querySelectorAll("[data-drop]")) {
  const input = place.querySelector("input[type=file]");
  place.addEventListener("dragover", (event) => {
    event.preventDefault();
    place.classList.add("over");
  });
  place.addEventListener("dragleave", () => place.classList.remove("over"));
  place.addEventListener("drop", (event) => {
    event.preventDefault();
    place.classList.remove("over");
    if (event.dataTransfer.files.length) {
      input.files = event.dataTransfer.files;
      input.dispatchEvent(new Event("change", { bubbles: true }));
    }
  });
}

// --- a form is sent once ---
for (const form of document.querySelectorAll("form[method=post]")) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) return event.preventDefault();
    form.dataset.sent = "yes";
    for (const button of form.querySelectorAll("button[type=submit]")) button.setAttribute("aria-disabled", "true");
  });
}
// The page comes back out of the browser's memory: it can be sent again.
addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
    for (const button of form.querySelectorAll("[aria-disabled]")) button.removeAttribute("aria-disabled");
  }
});
