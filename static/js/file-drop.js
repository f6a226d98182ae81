/* A field for a file: shows what was chosen, refuses what is too large before it is sent, and how much of it is gone. */
const MEGABYTE = 1024 * 1024;

export function fileDrop(place) {
  const input = place.querySelector("input[type=file]");
  const chosen = place.querySelector(".filedrop-chosen");
  const progress = place.querySelector("progress");
  const { largest, tooLarge, sent } = place.dataset;

  const tell = () => {
    const [file] = input.files;
    const over = Boolean(file) && file.size > Number(largest) * MEGABYTE;
    input.setCustomValidity(over ? tooLarge : "");
    chosen.textContent = !file ? "" : over ? tooLarge : `${file.name} (${(file.size / MEGABYTE).toFixed(1)} MB)`;
    return Boolean(file) && !over;
  };
  input.addEventListener("change", tell);
  for (const [event, over] of [["dragover", true], ["dragleave", false], ["drop", false]]) {
    input.addEventListener(event, () => place.classList.toggle("is-over", over));
  }
  window.addEventListener("pageshow", tell);

  input.form?.addEventListener("submit", (event) => {
    if (event.defaultPrevented || !input.files.length) return;
    event.preventDefault();
    if (!tell()) return input.reportValidity();
    send(input.form, event.submitter, (share) => {
      progress.hidden = false;
      progress.value = share;
      chosen.textContent = sent.replace("{share}", `${share} %`);
    });
  });
}

/* Sends the form as the browser would, and shows the page that answers. */
function send(form, submitter, told) {
  const request = new XMLHttpRequest();
  const own = () => form.submit();
  request.upload.addEventListener("progress", (event) => {
    if (event.lengthComputable) told(Math.round((100 * event.loaded) / event.total));
  });
  request.addEventListener("error", own);
  request.addEventListener("load", () => {
    if (request.responseURL && request.responseURL !== new URL(form.action).href) {
      window.location.assign(request.responseURL);
      return;
    }
    const answer = new DOMParser().parseFromString(request.responseText, "text/html");
    document.title = answer.title;
    document.querySelector("main").replaceWith(document.adoptNode(answer.querySelector("main")));
    document.dispatchEvent(new CustomEvent("page:changed"));
  });
  request.open(form.method, form.action);
  request.send(new FormData(form, submitter));
}
