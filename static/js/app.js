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
