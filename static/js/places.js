"use strict";
// Forms work without this file: it opens a list of places under a commune's field while one types.
document.querySelectorAll("[data-places]").forEach(function (box, number) {
  var named = function (name) { return box.querySelector("[name=" + name + "]"); };
  var input = named("commune"), province = named("province"), district = named("former_district");
  var list = document.createElement("ul"), told = document.createElement("p");
  var found = [], at = -1, timer = 0, asked = 0;
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
    if (offered) {
      var hidden = Object.assign(document.createElement("input"), { type: "hidden", name: "place" });
      offered.replaceWith(hidden);
    }
    return named("place");
  }
  function forget() { choice().value = ""; }
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
    input.setAttribute("aria-activedescendant", list.children[at].id);
    list.children[at].scrollIntoView({ block: "nearest" });
  }
  function choose(index) {
    var place = found[index];
    choice().value = place.key;
    input.value = place.commune;
    province.value = place.province;
    district.value = "";
    told.textContent = place.name + " " + place.note;
    close();
  }
  function show(places) {
    found = places;
    list.replaceChildren.apply(list, places.map(function (place, index) {
      var item = document.createElement("li"), note = document.createElement("small");
      item.id = list.id + "-" + index;
      item.setAttribute("role", "option");
      note.textContent = place.note;
      item.append(place.name, note);
      item.addEventListener("pointerdown", function (event) { event.preventDefault(); });
      item.addEventListener("click", function () { choose(index); });
      return item;
    }));
    close();
    list.hidden = !places.length;
    input.setAttribute("aria-expanded", String(!list.hidden));
    told.textContent = places.length ? places.length + " " + box.dataset.found : box.dataset.none;
  }
  function look() {
    var turn = asked += 1;
    fetch(box.dataset.places + "?q=" + encodeURIComponent(input.value))
      .then(function (answer) { return answer.json(); })
      .then(function (places) { if (turn === asked) { show(places); } })
      .catch(close);
  }
  input.addEventListener("input", function () {
    forget();
    window.clearTimeout(timer);
    if (input.value.trim().length < 2) { close(); return; }
    timer = window.setTimeout(look, 200);
  });
  province.addEventListener("input", forget);
  district.addEventListener("input", forget);
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
