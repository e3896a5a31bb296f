// On a narrow screen the filter hides behind a button; wide screens and pages without script show it always.
for (const toggle of document.querySelectorAll("[data-filter-toggle]")) {
  const panel = document.getElementById(toggle.getAttribute("aria-controls"));
  if (!panel) continue;
  toggle.hidden = false;
  panel.hidden = true;
  toggle.addEventListener("click", () => {
    panel.hidden = !panel.hidden;
    toggle.setAttribute("aria-expanded", String(!panel.hidden));
  });
}
