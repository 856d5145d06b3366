const box = document.getElementById("only-flagged");

function show() {
  document.body.classList.toggle("only-flagged", box.checked);
}

box.checked = location.hash === "#flagged";
box.addEventListener("change", () => {
  history.replaceState(null, "", box.checked ? "#flagged" : location.pathname + location.search);
  show();
});
show();
