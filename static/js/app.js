"use strict";
// Pages work without this file: it moves the focus, closes menus, copies, shows passwords.
(function () {
  var summary = document.getElementById("summary");
  if (summary) {
    summary.focus();
  }
  // An open menu goes away by Escape, by a touch elsewhere and when the focus leaves it.
  var menus = document.querySelectorAll("nav.menu details, nav.thumb details");
  function close(keep) {
    menus.forEach(function (menu) {
      if (!keep || !menu.contains(keep)) {
        menu.open = false;
      }
    });
  }
  document.addEventListener("click", function (event) { close(event.target); });
  document.addEventListener("focusin", function (event) { close(event.target); });
  document.addEventListener("keydown", function (event) {
    var open = event.key === "Escape" && document.querySelector("nav.menu details[open], nav.thumb details[open]");
    if (open) {
      open.open = false;
      open.querySelector("summary").focus();
    }
  });
  document.querySelectorAll("[data-reveal]").forEach(function (reveal) {
    var input = document.getElementById(reveal.dataset.reveal);
    var show = reveal.textContent;
    reveal.hidden = false;
    reveal.addEventListener("click", function () {
      var isHidden = input.type === "password";
      input.type = isHidden ? "text" : "password";
      reveal.textContent = isHidden ? reveal.dataset.hide : show;
    });
  });
  document.querySelectorAll("[data-copy]").forEach(function (copy) {
    copy.hidden = false;
    copy.addEventListener("click", function () {
      copy.parentElement.querySelector("[data-copy-from]").select();
      if (document.execCommand("copy")) {
        copy.textContent = copy.dataset.copy;
      }
    });
  });
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
