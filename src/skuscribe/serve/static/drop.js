// Photos that are dropped or chosen are sent one by one; their cards are fetched as they are made.
// Without it the form sends all of them at once, and the page shows the cards when it is loaded.
"use strict";
const one = (selector) => document.querySelector(selector);
const { token, largest, tooLarge } = document.body.dataset;
const zone = one("#drop");
const waiting = [];
let sending = false, sent = 0, polling = false, seen = Number(one("#cards .cards").dataset.done);

one("#folder").hidden = false;
one("#send").hidden = true;

function refused(name, why) {
  const line = document.createElement("li");
  line.textContent = `${name}: ${why}`;
  one("#refused").append(line);
}

async function send(file) {
  if (file.size > Number(largest)) return refused(file.name, tooLarge);
  const body = new FormData();
  body.append("token", token);
  body.append("script", "true");
  body.append("photo", file, file.name);
  try {
    const answer = await fetch("/drop", { method: "POST", body });
    if (!answer.ok) refused(file.name, await answer.text());
  } catch {
    refused(file.name, "the server does not answer");
  }
}

async function take(files) {
  waiting.push(...files);
  if (sending) return;
  sending = true;
  one("#keep").disabled = true;
  while (waiting.length) {
    await send(waiting.shift());
    sent += 1;
    watch();
  }
  sending = false;
  watch();
}

function tell(done, made, total) {
  const failed = done - made;
  one("#told").textContent = total ? `${done} of ${total} looked at${failed ? `, ${failed} could not be read` : ""}` : "Nothing yet";
  one("#bar").max = Math.max(total, 1);
  one("#bar").value = done;
  one("#keep").disabled = sending || !made || done < total;
}

async function fetched() {
  const known = sent;  // what is sent while the answer is on its way is not in it
  const answer = await fetch(`/cards?start=${seen}`);
  if (!answer.ok) return true;
  const piece = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector(".cards");
  const [done, made, total] = ["done", "made", "total"].map((name) => Number(piece.dataset[name]));
  one("#cards .cards").append(...piece.children);
  seen = done;
  const all = total + waiting.length;
  tell(done, made, all);
  return done >= total && !sending && sent === known;
}

async function watch() {
  if (polling) return;
  polling = true;
  try {
    while (!(await fetched())) await new Promise((then) => setTimeout(then, 400));
  } catch {
    refused("the page", "the server does not answer");
  }
  polling = false;
}

// Of a folder that is dropped every file in it is taken, folder by folder.
async function inside(entry) {
  if (entry.isFile) return [await new Promise((then, fail) => entry.file(then, fail))];
  const reader = entry.createReader(), found = [];
  for (;;) {
    const some = await new Promise((then, fail) => reader.readEntries(then, fail));
    if (!some.length) break;
    for (const each of some) found.push(...(await inside(each)));
  }
  return found;
}

for (const input of document.querySelectorAll("input[type=file]")) {
  input.addEventListener("change", () => { take([...input.files]); input.value = ""; });
}
document.addEventListener("dragover", (event) => { event.preventDefault(); zone.classList.add("over"); });
document.addEventListener("dragleave", () => zone.classList.remove("over"));
document.addEventListener("drop", async (event) => {
  event.preventDefault();
  zone.classList.remove("over");
  const entries = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  if (!entries.length) return take([...event.dataTransfer.files]);
  for (const entry of entries) take(await inside(entry));
});
if (seen < Number(one("#cards .cards").dataset.total)) watch();
