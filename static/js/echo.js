"use strict";
// Forms work without this file: it shows under a number how the server reads it, while one types.
(function () {
  document.querySelectorAll("input[data-echo]").forEach(function (input) {
    var told = document.createElement("p");
    var timer = 0;
    var asked = 0;
    told.className = "told";
    told.setAttribute("role", "status");
    input.after(told);
    function look() {
      var turn = asked += 1;
      var query = new URLSearchParams({ kind: input.dataset.echo, text: input.value });
      fetch("/numbers?" + query)
        .then(function (answer) { return answer.ok ? answer.json() : { text: "" }; })
        .then(function (said) { if (turn === asked) { told.textContent = said.text; } })
        .catch(function () { told.textContent = ""; });
    }
    input.addEventListener("input", function () {
      window.clearTimeout(timer);
      asked += 1;
      told.textContent = "";
      if (input.value.trim()) { timer = window.setTimeout(look, 300); }
    });
  });
})();
