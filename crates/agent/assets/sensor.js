// The sensor: what the person's hands do over the field, with its timing, goes to the agent in small batches. Nothing is
// kept here. The agent counts what it is worth; the page only shows what it says.
"use strict";
(() => {
  const field = document.getElementById("field");
  if (!field) return;
  const bar = document.getElementById("progress");
  const percent = document.getElementById("percent");
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const BATCH = 64;
  let events = [];
  let sending = false;
  let over = false;

  field.focus();

  const show = (progress) => {
    bar.value = progress;
    percent.textContent = `${progress} %`;
  };

  // The field answers each movement by a spot that fades; people who want no motion see the bar alone.
  const spot = (x, y) => {
    if (calm) return;
    const dot = document.createElement("span");
    dot.className = "spot";
    field.append(dot);
    dot.animate([{ opacity: 1, transform: `translate(${x}px, ${y}px)` }, { opacity: 0, transform: `translate(${x}px, ${y}px)` }], 900)
      .finished.then(() => dot.remove());
  };

  const take = (kind, x, y, when) => {
    if (over) return;
    events.push({ kind, at_ms: Math.round(performance.timeOrigin + when), x: Math.round(x), y: Math.round(y) });
    if (events.length >= BATCH) send();
  };

  const send = async () => {
    if (sending || over || !events.length) return;
    sending = true;
    const batch = events.splice(0, BATCH);
    try {
      const answer = await fetch(field.dataset.address, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ token: field.dataset.token, events: batch }),
      });
      if (!answer.ok) return location.reload();
      const { progress, state } = await answer.json();
      if (state !== document.querySelector("input[name=number]").value) {
        over = true;
        show(100);
        return location.reload();
      }
      show(progress);
    } catch {
      // The agent is away for a moment: what the hands do next is as good.
    } finally {
      sending = false;
    }
  };

  const place = (event) => {
    const box = field.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  };
  field.addEventListener("pointermove", (event) => {
    const [x, y] = place(event);
    take(event.pointerType === "touch" ? "touch" : "pointer", x, y, event.timeStamp);
    spot(x, y);
  });
  field.addEventListener("pointerdown", (event) => {
    const [x, y] = place(event);
    if (event.pointerType === "touch") take("touch", x, y, event.timeStamp);
  });
  addEventListener("keydown", (event) => {
    // Esc does nothing here; Tab and what presses a button keep their sense, and so do keys that are held down.
    if (event.key === "Escape") return event.preventDefault();
    if (event.key === "Tab" || event.repeat || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.target instanceof HTMLButtonElement || event.target instanceof HTMLAnchorElement) return;
    event.preventDefault();
    const number = [...event.code].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 65521, 256);
    take("key", number, 0, event.timeStamp);
    spot(20 + Math.random() * Math.max(0, field.clientWidth - 40), 20 + Math.random() * Math.max(0, field.clientHeight - 40));
  });
  setInterval(send, 400);
})();
