/* A search box that offers names and topics while somebody types: a combobox with a list (ARIA 1.2). Enter sends the text as it stands. */
const PAUSE = 150;
let boxes = 0;

export function suggest(box) {
  const name = `suggest-${(boxes += 1)}`;
  const list = Object.assign(document.createElement("div"), { className: "suggest-list", id: name, hidden: true });
  const told = Object.assign(document.createElement("p"), { className: "visually-hidden" });
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", box.dataset.suggestLabel);
  told.setAttribute("role", "status");
  for (const [key, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": name })) {
    box.setAttribute(key, value);
  }
  box.parentElement.append(list, told);

  let waiting, request, current = -1, composing = false;
  const options = () => [...list.querySelectorAll("[role=option]")];

  const choose = (at) => {
    const all = options();
    current = all.length ? (at + all.length + 1) % (all.length + 1) : -1;
    if (current === all.length) current = -1;
    all.forEach((option, place) => option.setAttribute("aria-selected", String(place === current)));
    if (current < 0) return box.removeAttribute("aria-activedescendant");
    box.setAttribute("aria-activedescendant", all[current].id);
    all[current].scrollIntoView({ block: "nearest" });
  };
  const open = (wanted) => {
    list.hidden = !wanted;
    box.setAttribute("aria-expanded", String(wanted));
    if (!wanted) choose(-1);
  };
  const stop = () => {
    clearTimeout(waiting);
    request?.abort();
  };
  const part = (tag, className, text) => Object.assign(document.createElement(tag), { className, textContent: text });

  const row = (option, at) => {
    const link = part("a", "suggest-option", "");
    Object.assign(link, { href: option.href, id: `${name}-${at}`, tabIndex: -1 });
    link.setAttribute("role", "option");
    link.setAttribute("aria-selected", "false");
    const words = part("span", "suggest-name", "");
    words.lang = option.lang;
    const cut = (pieces) => pieces.map(([text, found]) => part(found ? "b" : "span", "", text));
    words.append(...cut(option.pieces));
    if (option.other.length) {
      const other = part("span", "suggest-other", "");
      if (option.other_lang) other.lang = option.other_lang;
      other.append(...cut(option.other));
      words.append(" (", other, ")");
    }
    link.append(words, part("span", "suggest-detail", option.detail));
    return link;
  };
  const show = ({ groups, said }) => {
    let at = 0;
    list.replaceChildren(
      ...groups.map((group, number) => {
        const section = part("div", "suggest-group", "");
        const title = Object.assign(part("div", "suggest-title", group.title), { id: `${name}-group-${number}` });
        section.setAttribute("role", "group");
        section.setAttribute("aria-labelledby", title.id);
        section.append(title, ...group.options.map((option) => row(option, at++)));
        return section;
      }),
    );
    current = -1;
    told.textContent = said;
    open(at > 0);
  };
  const ask = async () => {
    const text = box.value.trim();
    if (!text) return;
    request = new AbortController();
    try {
      const answer = await fetch(`${box.dataset.suggest}?${new URLSearchParams({ q: text })}`, { signal: request.signal });
      if (answer.ok) show(await answer.json());
    } catch {
      /* aborted, or no connection: the box works without */
    }
  };
  const later = () => {
    stop();
    if (composing) return;
    if (!box.value.trim()) {
      open(false);
      told.textContent = "";
      return;
    }
    waiting = setTimeout(ask, PAUSE);
  };

  box.addEventListener("compositionstart", () => {
    composing = true;
    stop();
  });
  box.addEventListener("compositionend", () => {
    composing = false;
    later();
  });
  box.addEventListener("input", (event) => event.isComposing || later());
  box.addEventListener("keydown", (event) => {
    if (event.isComposing || composing) return;
    if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      stop();
      open(false);
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && options().length) {
      event.preventDefault();
      stop(); // what comes late would take the choice away
      const from = list.hidden ? -1 : current;
      open(true);
      choose(event.key === "ArrowDown" ? from + 1 : from < 0 ? options().length - 1 : from - 1);
    } else if (event.key === "Enter" && current >= 0 && !list.hidden) {
      event.preventDefault();
      options()[current].click();
    } else if (event.key === "Enter") {
      stop();
    }
  });
  list.addEventListener("mousedown", (event) => event.preventDefault());
  box.addEventListener("blur", () => {
    stop();
    open(false);
  });
}
