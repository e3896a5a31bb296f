// Parts that htmx swaps in may carry data-announce; its text is read out once and focus stays where it was.
const live = document.querySelector("[data-live]");
if (live) {
  document.body.addEventListener("htmx:afterSwap", (event) => {
    const source = event.target.closest("[data-announce]") || event.target.querySelector("[data-announce]");
    if (source) live.textContent = source.dataset.announce;
  });
}
