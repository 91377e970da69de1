"use strict";
// Forms work without this file: it makes photographs smaller before a weak network carries them.
(function () {
  var SIDE = 1600;

  function size(bytes) {
    return bytes < 1e6 ? Math.ceil(bytes / 1000) + " kB" : (bytes / 1e6).toFixed(1).replace(".", ",") + " MB";
  }
  function smaller(file) {
    // What this browser cannot open (HEIC on Android) is sent as it is.
    return createImageBitmap(file, { imageOrientation: "from-image" }).then(function (picture) {
      var share = Math.min(1, SIDE / Math.max(picture.width, picture.height));
      var canvas = document.createElement("canvas");
      canvas.width = Math.round(picture.width * share);
      canvas.height = Math.round(picture.height * share);
      var pen = canvas.getContext("2d");
      pen.fillStyle = "#fff";
      pen.fillRect(0, 0, canvas.width, canvas.height);
      pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
      picture.close();
      return new Promise(function (done) { canvas.toBlob(done, "image/jpeg", 0.85); });
    }).then(function (blob) {
      if (!blob || blob.size >= file.size) { return file; }
      return new File([blob], file.name.replace(/\.[^.]*$/, "") + ".jpg", { type: "image/jpeg" });
    }).catch(function () { return file; });
  }
  document.querySelectorAll("form[data-shrink]").forEach(function (form) {
    var inputs = Array.from(form.querySelectorAll("input[type=file]"));
    var told = form.querySelector("[data-told]");
    var button = form.querySelector("button");
    var busy = 0;

    function tell() {
      var files = inputs.flatMap(function (input) { return Array.from(input.files); });
      var bytes = files.reduce(function (sum, file) { return sum + file.size; }, 0);
      if (told) {
        told.textContent = files.length
          ? form.dataset.sizes.replace("{count}", files.length).replace("{size}", size(bytes)) : "";
      }
    }
    inputs.forEach(function (input) {
      input.addEventListener("change", function () {
        busy += 1;
        button.disabled = true;
        // One after the other: an old phone has no room for ten open pictures.
        Array.from(input.files).reduce(function (before, file) {
          return before.then(function (done) {
            return smaller(file).then(function (small) { return done.concat(small); });
          });
        }, Promise.resolve([])).then(function (files) {
          var box = new DataTransfer();
          files.forEach(function (file) { box.items.add(file); });
          input.files = box.files;
        }).catch(function () {}).then(function () {
          busy -= 1;
          button.disabled = busy > 0;
          tell();
        });
      });
    });
  });
})();
