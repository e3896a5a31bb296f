// The button of a decision says what it does: “Grant 3 rows and open 1 hearing”. Without script it says on how many rows.
const button = document.querySelector("[data-decide]");
if (button) {
  const rows = [...document.querySelectorAll("[data-row]")];
  const order = ["grant", "refuse", "hear", "return"];
  const say = () => {
    const counts = {};
    for (const row of rows) {
      const choice = row.querySelector("input[type=radio]:checked")?.value;
      const outcome = choice === "return" ? "return" : row.dataset[choice];
      if (outcome) counts[outcome] = (counts[outcome] || 0) + 1;
    }
    const parts = order.filter((name) => counts[name]).map((name) => {
      const text = button.dataset[`${name}${counts[name] === 1 ? "One" : "Many"}`];
      return text.replace("{n}", String(counts[name]));
    });
    if (!parts.length) return;
    const text = parts.join(` ${button.dataset.and} `);
    const words = text.charAt(0).toLocaleUpperCase() + text.slice(1);
    // Written only when it differs: a text field that is left by pressing the button changes at that moment, and a
    // browser loses the press when the words under it are replaced.
    if (button.textContent !== words) button.textContent = words;
  };
  for (const row of rows) row.addEventListener("change", say);
  say();
}
