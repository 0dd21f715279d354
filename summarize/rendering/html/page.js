// Adds to links that work without it: going to a passage moves only what has to move, the focus goes
// along, Escape goes back to the chip; and one button opens all texts.
(() => {
  "use strict";
  let cameFrom = null;

  const go = (target, hash) => {
    for (let up = target.closest("details"); up; up = up.parentElement.closest("details")) up.open = true;
    const y = scrollY;
    location.hash = hash; // marks it, and lets the Back button lead back
    scrollTo(scrollX, y);
    target.scrollIntoView({ block: "nearest", inline: "nearest" });
    target.focus({ preventScroll: true });
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const hash = link.getAttribute("href");
    const target = document.getElementById(hash.slice(1));
    if (!target) return;
    event.preventDefault();
    if (link.id) cameFrom = link;
    go(target, hash);
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !cameFrom || !document.activeElement.matches("mark, mark *")) return;
    cameFrom.scrollIntoView({ block: "nearest" });
    cameFrom.focus({ preventScroll: true });
  });

  const gaps = document.querySelectorAll(".gap");
  if (gaps.length) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "tools";
    button.textContent = "Show the whole texts";
    button.addEventListener("click", () => {
      const open = button.textContent.startsWith("Show");
      for (const gap of gaps) gap.open = open;
      button.textContent = open ? "Show what is marked" : "Show the whole texts";
    });
    document.getElementById("sources-title").before(button);
  }
})();
