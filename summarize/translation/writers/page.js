const box = document.getElementById("only-flagged");
const texts = [...document.querySelectorAll(".row .hypothesis")];
const originals = new Map(texts.map((text) => [text, words(text)]));
const before = new Set(document.querySelectorAll(".row.edited"));
let saved = true;

function words(element) {
  return element.textContent.replace(/\s+/g, " ").trim();
}

function show() {
  document.body.classList.toggle("only-flagged", box.checked);
}

function edited() {
  return document.querySelectorAll(".row.edited").length;
}

function note(text) {
  const row = text.closest(".row");
  row.classList.toggle("edited", before.has(row) || words(text) !== originals.get(text));
  document.getElementById("edited").textContent = `${edited()} edited`;
}

function next(text, step) {
  const seen = texts.filter((each) => each.offsetParent !== null);
  const other = seen[seen.indexOf(text) + step];
  if (other) other.focus();
}

// The page as it was written, with the new texts: what the script adds is taken off again.
function page() {
  const copy = document.documentElement.cloneNode(true);
  copy.querySelector("body").removeAttribute("class");
  copy.querySelector(".editing").hidden = true;
  for (const text of copy.querySelectorAll(".row .hypothesis")) {
    for (const name of ["contenteditable", "role", "aria-label", "spellcheck"]) text.removeAttribute(name);
    if (text.closest(".row").classList.contains("edited")) text.textContent = words(text);
  }
  return `<!doctype html>\n${copy.outerHTML}\n`;
}

function save() {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([page()], { type: "text/html" }));
  link.download = `${document.title}.edited.html`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  saved = true;
}

for (const text of texts) {
  text.contentEditable = "true";
  try {
    text.contentEditable = "plaintext-only";
  } catch {
    // an older browser; what is pasted becomes plain text when the page is saved
  }
  text.setAttribute("role", "textbox");
  text.setAttribute("aria-label", `Translation of: ${words(text.closest(".row").querySelector(".source"))}`);
  text.spellcheck = true;
  note(text);
  text.addEventListener("input", () => {
    saved = false;
    note(text);
  });
  text.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.isComposing) {
      event.preventDefault();
      next(text, event.shiftKey ? -1 : 1);
    }
  });
}
document.querySelector(".editing").hidden = false;
document.getElementById("save").addEventListener("click", save);
addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") {
    event.preventDefault();
    save();
  }
});
addEventListener("beforeunload", (event) => {
  if (!saved) event.preventDefault();
});

box.checked = location.hash === "#flagged";
box.addEventListener("change", () => {
  history.replaceState(null, "", box.checked ? "#flagged" : location.pathname + location.search);
  show();
});
show();
