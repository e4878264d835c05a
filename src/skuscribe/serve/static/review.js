// Keys, the search for words, the live check of a text, and evidence lit on the photo.
// Everything is there without it too: each key is a button or a link.
"use strict";
const one = (selector) => document.querySelector(selector);
const token = document.body.dataset.token;
const typing = (element) => element.matches("input:not([type=checkbox]), textarea, select");
const jumps = { "/": "#search", e: "#text" };

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  if (typing(event.target)) {
    if (event.key === "Escape") event.target.blur();
    return;
  }
  const target = jumps[event.key] ? one(jumps[event.key]) : one(`[data-key="${CSS.escape(event.key)}"]`);
  if (!target) return;
  event.preventDefault();
  if (jumps[event.key]) target.focus();
  else target.click();
});

// In the grid the arrows move between tiles: a row up or down is where the tile above or below is.
const tiles = [...document.querySelectorAll(".tile input")];
const across = () => {
  const top = tiles[0].offsetParent ? tiles[0].getBoundingClientRect().top : 0;
  const below = tiles.findIndex((tile) => tile.getBoundingClientRect().top > top + 8);
  return below < 0 ? tiles.length : below;
};
const moves = { ArrowLeft: () => -1, ArrowRight: () => 1, ArrowUp: () => -across(), ArrowDown: across };
document.addEventListener("keydown", (event) => {
  const at = tiles.indexOf(document.activeElement);
  if (at < 0 || !moves[event.key]) return;
  event.preventDefault();
  tiles[at + moves[event.key]()]?.focus();
});

function soon(act) {
  let timer = 0;
  return () => { clearTimeout(timer); timer = setTimeout(act, 200); };
}

const search = one("#search");
if (search) {
  search.addEventListener("input", soon(async () => {
    const said = search.value;
    const answer = await fetch(`/words?q=${encodeURIComponent(said)}`);
    if (!answer.ok || said !== search.value) return;
    const buttons = (await answer.json()).map((word) => {
      const button = document.createElement("button");
      Object.assign(button, { name: "category", value: word, textContent: word });
      return button;
    });
    one("#found").replaceChildren(...buttons);
  }));
}

function marked(piece) {
  if (!piece.verdict) return document.createTextNode(piece.text);
  const claim = document.createElement("span");
  claim.className = `claim ${piece.verdict}`;
  claim.tabIndex = 0;
  claim.dataset.grounds = piece.grounds;
  claim.textContent = piece.text;
  const why = document.createElement("span");
  why.className = "why";
  why.textContent = `${piece.verdict.replace("_", " ")}, ${piece.kind}: ${piece.evidence}`;
  claim.append(why);
  return claim;
}

const text = one("#text");
if (text) {
  text.addEventListener("input", soon(async () => {
    const said = text.value;
    const body = new URLSearchParams({ token, text: said });
    const answer = await fetch(text.dataset.verify, { method: "POST", body });
    if (!answer.ok || said !== text.value) return;
    one("#live").replaceChildren(...(await answer.json()).map(marked));
    one("#live").hidden = false;
  }));
}

function light(event, on) {
  const claim = event.target.closest?.(".claim");
  if (!claim) return;
  for (const pointer of claim.dataset.grounds.split(" ").filter(Boolean)) {
    const found = document.querySelectorAll(`[data-pointer="${CSS.escape(pointer)}"]`);
    found.forEach((element) => element.classList.toggle("lit", on));
  }
}
for (const [name, on] of [["mouseover", true], ["focusin", true], ["mouseout", false], ["focusout", false]]) {
  document.addEventListener(name, (event) => light(event, on));
}

for (const box of document.querySelectorAll(".toggles input")) {
  box.checked = sessionStorage.getItem(box.id) !== "off";
  box.addEventListener("change", () => sessionStorage.setItem(box.id, box.checked ? "on" : "off"));
}

// The next item's photo is asked for while this one is looked at.
const ahead = one("[data-ahead]");
if (ahead) addEventListener("load", () => { new Image().src = ahead.dataset.ahead; });
