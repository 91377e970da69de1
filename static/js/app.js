"use strict";
// Pages work without this file: it only moves the focus and opens what a wide screen has room for.
(function () {
  var summary = document.getElementById("summary");
  if (summary) {
    summary.focus();
    document.title = (document.documentElement.lang === "en" ? "Error: " : "Lỗi: ") + document.title;
  }
  var menu = document.querySelector("[data-menu]");
  if (menu && window.matchMedia("(min-width: 62rem)").matches) {
    menu.open = true;
  }
  // Work in progress: look again every two seconds, without a page that jumps under the finger.
  function look() {
    fetch(window.location.href, { credentials: "same-origin" })
      .then(function (answer) { return answer.text(); })
      .then(function (text) {
        var fresh = new DOMParser().parseFromString(text, "text/html").querySelector("main");
        if (fresh) {
          document.querySelector("main").replaceChildren.apply(
            document.querySelector("main"), Array.from(fresh.childNodes));
        }
        wait();
      })
      .catch(wait);
  }
  function wait() {
    if (document.querySelector("main progress")) {
      window.setTimeout(look, 2000);
    }
  }
  wait();
  // A double tap on a slow network must not send a form twice.
  document.addEventListener("submit", function (event) {
    if (event.target.dataset.sent) {
      event.preventDefault();
      return;
    }
    event.target.dataset.sent = "yes";
  });
  window.addEventListener("pageshow", function () {
    document.querySelectorAll("form[data-sent]").forEach(function (form) {
      delete form.dataset.sent;
    });
  });
})();
