"use strict";
// Forms work without this file: it opens a list of places under a commune's field while one types.
(function () {
  document.querySelectorAll("[data-places]").forEach(function (box, number) {
    var input = box.querySelector("[name=commune]");
    var province = box.querySelector("[name=province]");
    var district = box.querySelector("[name=former_district]");
    if (!input || !province) { return; }
    var list = document.createElement("ul");
    var told = document.createElement("p");
    var found = [];
    var at = -1;
    var timer = 0;
    var asked = 0;
    list.id = "places-" + number;
    list.className = "places";
    list.hidden = true;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", input.labels[0].textContent.trim());
    told.className = "told";
    told.setAttribute("role", "status");
    input.after(list, told);
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-expanded", "false");
    input.setAttribute("aria-controls", list.id);

    function choice() {
      // What was offered without this list gives way to it.
      var offered = box.querySelector(".offered");
      var hidden = box.querySelector("input[type=hidden][name=place]");
      if (offered) { offered.remove(); }
      if (!hidden) {
        hidden = Object.assign(document.createElement("input"), { type: "hidden", name: "place" });
        box.append(hidden);
      }
      return hidden;
    }
    function close() {
      list.hidden = true;
      at = -1;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    }
    function mark(next) {
      at = (next + found.length) % found.length;
      Array.from(list.children).forEach(function (item, index) {
        item.setAttribute("aria-selected", String(index === at));
      });
      input.setAttribute("aria-activedescendant", list.id + "-" + at);
      list.children[at].scrollIntoView({ block: "nearest" });
    }
    function choose(index) {
      var place = found[index];
      choice().value = place.key;
      input.value = place.commune;
      province.value = place.province;
      if (district) { district.value = ""; }
      told.textContent = place.name + " " + place.note;
      close();
    }
    function show(places) {
      found = places;
      list.replaceChildren.apply(list, places.map(function (place, index) {
        var item = document.createElement("li");
        item.id = list.id + "-" + index;
        item.setAttribute("role", "option");
        item.append(place.name);
        item.append(Object.assign(document.createElement("small"), { textContent: place.note }));
        item.addEventListener("pointerdown", function (event) {
          event.preventDefault();
          choose(index);
        });
        return item;
      }));
      close();
      list.hidden = !places.length;
      input.setAttribute("aria-expanded", String(places.length > 0));
      told.textContent = places.length ? places.length + " " + box.dataset.found : box.dataset.none;
    }
    function look() {
      var turn = asked += 1;
      fetch(box.dataset.places + "?q=" + encodeURIComponent(input.value))
        .then(function (answer) { return answer.ok ? answer.json() : []; })
        .then(function (places) { if (turn === asked) { show(places); } })
        .catch(close);
    }
    input.addEventListener("input", function () {
      choice().value = "";
      window.clearTimeout(timer);
      if (input.value.trim().length < 2) { close(); return; }
      timer = window.setTimeout(look, 200);
    });
    [province, district].forEach(function (other) {
      if (other) { other.addEventListener("input", function () { choice().value = ""; }); }
    });
    input.addEventListener("keydown", function (event) {
      if (list.hidden) { return; }
      if (event.key === "ArrowDown") { mark(at + 1); }
      else if (event.key === "ArrowUp") { mark(Math.max(at, 0) - 1); }
      else if (event.key === "Enter" && at >= 0) { choose(at); }
      else if (event.key === "Escape") { close(); }
      else { return; }
      event.preventDefault();
    });
    input.addEventListener("blur", close);
  });
})();
