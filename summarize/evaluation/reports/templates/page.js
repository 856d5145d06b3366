"use strict";
document.documentElement.classList.add("scripted");

for (const browser of document.querySelectorAll(".browser")) {
  const form = browser.querySelector("form");
  const list = browser.querySelector(".samples");
  const samples = [...list.children];
  const texts = samples.map((sample) => sample.textContent.toLocaleLowerCase());
  const score = (sample) => (sample.dataset.score === "" ? -Infinity : Number(sample.dataset.score));

  const apply = () => {
    const wanted = form.text.value.toLocaleLowerCase().normalize("NFC").trim();
    let shown = 0;
    samples.forEach((sample, index) => {
      const kept = texts[index].includes(wanted) && (!form.flagged.checked || sample.dataset.flagged === "1");
      sample.hidden = !kept;
      shown += kept;
    });
    const order = { worst: (a, b) => score(a) - score(b), best: (a, b) => score(b) - score(a) }[form.order.value];
    list.append(...(order ? [...samples].sort(order) : samples));
    form.shown.value = `${shown} of ${samples.length}`;
  };

  form.addEventListener("input", apply);
  form.addEventListener("submit", (event) => event.preventDefault());
  apply();
}

const open = () => {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (target instanceof HTMLDetailsElement) {
    target.hidden = false;
    target.open = true;
    target.scrollIntoView();
  }
};
addEventListener("hashchange", open);
open();
