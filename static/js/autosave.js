"use strict";
// Forms work without this file: it keeps what is being typed on the server, every few seconds.
(function () {
  document.querySelectorAll("form[data-autosave]").forEach(function (form) {
    var told = form.querySelector("[data-saved]");
    var timer = 0;
    var since = 0;
    var sent = "";

    function text() {
      return new URLSearchParams(new FormData(form)).toString();
    }
    function wait(ms) {
      window.clearTimeout(timer);
      timer = window.setTimeout(save, ms);
    }
    function lost() {
      sent = "";
      told.textContent = form.dataset.lost;
      wait(5000);
    }
    function save() {
      var now = text();
      since = 0;
      window.clearTimeout(timer);
      if (now === sent || form.dataset.sent) { return; }
      sent = now;
      fetch(form.dataset.autosave, {
        method: "POST",
        body: new URLSearchParams(now),
        credentials: "same-origin",
        redirect: "manual",
        keepalive: true
      }).then(function (answer) {
        if (answer.ok) {
          return answer.json().then(function (said) { told.textContent = said.saved; });
        }
        if (answer.status === 401 || answer.type === "opaqueredirect") {
          told.textContent = form.dataset.ended;
          return null;
        }
        return lost();
      }).catch(lost);
    }
    sent = text();
    // A pause of a second is enough; who never pauses is saved after four.
    form.addEventListener("input", function () {
      since = since || Date.now();
      wait(Math.max(0, Math.min(1000, since + 4000 - Date.now())));
    });
    document.addEventListener("visibilitychange", function () {
      if (document.visibilityState === "hidden") { save(); }
    });
    window.addEventListener("online", save);
  });
})();
