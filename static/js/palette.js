/* The palette of the workspace: Ctrl+K, ⌘K or / opens it; it finds pages by their words and asks the public index. */
const PAUSE = 150;
const plain = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/đ/gi, "d").toLowerCase();
const isTyping = (target) => target.closest?.("input, textarea, select, [contenteditable]");

export function palette(dialog) {
  const input = dialog.querySelector("input");
  const list = dialog.querySelector("[role=listbox]");
  const status = dialog.querySelector("[role=status]");
  const pages = [...list.querySelectorAll("a")];
  let current = -1, waiting, request;

  Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "true", "aria-controls": list.id }).forEach(([name, value]) => input.setAttribute(name, value));
  const dress = (link, at) => {
    link.id = `palette-${at}`;
    link.tabIndex = -1;
    link.setAttribute("role", "option");
    link.setAttribute("aria-selected", "false");
  };
  const shown = () => [...list.querySelectorAll("a")].filter((link) => !link.hidden);
  const choose = (at) => {
    const all = shown();
    current = all.length ? (at + all.length) % all.length : -1;
    all.forEach((link, place) => link.setAttribute("aria-selected", String(place === current)));
    if (current < 0) return input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-activedescendant", all[current].id);
    all[current].scrollIntoView({ block: "nearest" });
  };
  const tell = () => {
    status.textContent = dialog.dataset.found.replace("{n}", shown().length);
  };
  const add = (groups) => {
    list.querySelectorAll("[data-found-here]").forEach((link) => link.remove());
    groups.flatMap((group) => group.options.map((option) => ({ ...option, area: group.title }))).forEach((option, at) => {
      const link = Object.assign(document.createElement("a"), { className: "palette-option", href: option.href, lang: option.lang });
      link.textContent = option.pieces.map(([text]) => text).join("");
      Object.assign(link.dataset, { area: option.area, foundHere: "" });
      dress(link, pages.length + at);
      list.append(link);
    });
    choose(0);
    tell();
  };
  const ask = async (text) => {
    request?.abort();
    request = new AbortController();
    const answer = await fetch(`${dialog.dataset.suggest}?${new URLSearchParams({ q: text })}`, { signal: request.signal });
    if (answer.ok && input.value.trim() === text) add((await answer.json()).groups);
  };
  const look = () => {
    const text = input.value.trim();
    pages.forEach((link) => {
      link.hidden = !plain(link.textContent).includes(plain(text));
    });
    list.querySelectorAll("[data-found-here]").forEach((link) => link.remove());
    choose(0);
    tell();
    clearTimeout(waiting);
    if (text.length > 1 && dialog.dataset.suggest) waiting = setTimeout(() => ask(text).catch(() => {}), PAUSE);
  };
  const open = () => {
    if (dialog.open) return;
    input.value = "";
    look();
    dialog.showModal();
    input.focus();
  };

  pages.forEach(dress);
  input.addEventListener("input", look);
  input.addEventListener("keydown", (event) => {
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (event.isComposing) return;
    if (event.key in steps) {
      event.preventDefault();
      choose(current + steps[event.key]);
    } else if (event.key === "Enter") {
      event.preventDefault();
      shown()[current]?.click();
    }
  });
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  document.addEventListener("keydown", (event) => {
    const asked = (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && event.key.toLowerCase() === "k";
    const slash = event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey && !isTyping(event.target);
    if ((asked || slash) && !document.querySelector("dialog[open]")) {
      event.preventDefault();
      open();
    }
  });
}

export function shortcuts(dialog) {
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  document.addEventListener("keydown", (event) => {
    if (event.key === "?" && !event.ctrlKey && !event.metaKey && !isTyping(event.target) && !document.querySelector("dialog[open]")) {
      event.preventDefault();
      dialog.showModal();
    }
  });
}
