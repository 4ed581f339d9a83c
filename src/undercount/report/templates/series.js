"use strict";
// A series: sources on and off, and the value of a day under the pointer or by the keys of a slider.
for (const figure of document.querySelectorAll("figure.over-time")) {
  const controls = figure.querySelector(".controls");
  const slider = controls.querySelector("input[type=range]");
  const said = controls.querySelector("output");
  const points = JSON.parse(figure.dataset.points);
  const charts = [...figure.querySelectorAll("svg.chart")]
    .filter((svg) => svg.dataset.plot)
    .map((svg) => {
      const [left, right, bottom, top, high, first, last] = svg.dataset.plot.split(" ").map(Number);
      const across = (day) => left + ((right - left) * (day - first)) / Math.max(last - first, 1);
      const up = (value) => bottom - ((bottom - top) * Math.min(value, high)) / high;
      return { svg, across, up, top, bottom, pointer: null };
    });

  function part(name, attributes) {
    const made = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    return made;
  }

  function show(i) {
    const [day, median, lower, upper, words] = points[i];
    slider.value = i;
    slider.setAttribute("aria-valuetext", words);
    said.textContent = words;
    for (const chart of charts) {
      const x = chart.across(day).toFixed(1);
      chart.pointer?.remove();
      chart.pointer = part("g", { class: "pointer", "aria-hidden": "true" });
      chart.pointer.append(
        part("line", { class: "asked", x1: x, x2: x, y1: chart.top, y2: chart.bottom }),
        part("line", { class: "range", x1: x, x2: x, y1: chart.up(lower), y2: chart.up(upper) }),
        part("circle", { class: "answer", cx: x, cy: chart.up(median), r: 4 }),
      );
      chart.svg.append(chart.pointer);
    }
  }

  function nearest(day) {
    let best = 0;
    points.forEach((point, i) => {
      if (Math.abs(point[0] - day) < Math.abs(points[best][0] - day)) best = i;
    });
    return best;
  }

  for (const chart of charts) {
    chart.svg.addEventListener("pointermove", (event) => {
      const box = chart.svg.getBoundingClientRect();
      const x = ((event.clientX - box.left) * chart.svg.viewBox.baseVal.width) / box.width;
      const [left, right, , , , first, last] = chart.svg.dataset.plot.split(" ").map(Number);
      if (x < left - 8 || x > right + 8) return;
      const mark = event.target.closest("a[data-source]");
      show(nearest(first + ((x - left) * (last - first)) / (right - left)));
      if (mark) said.textContent = mark.getAttribute("aria-label");
    });
    chart.svg.addEventListener("focusin", (event) => {
      const mark = event.target.closest("a[data-source]");
      if (mark) said.textContent = mark.getAttribute("aria-label");
    });
  }
  slider.max = points.length - 1;
  slider.addEventListener("input", () => show(Number(slider.value)));
  controls.addEventListener("change", (event) => {
    const box = event.target;
    if (box.type !== "checkbox") return;
    const parts = box.value === "band" ? ".band, .median" : `[data-source="${box.value}"]`;
    for (const { svg } of charts) {
      for (const it of svg.querySelectorAll(parts)) it.classList.toggle("off", !box.checked);
    }
  });
  slider.value = points.length - 1;
  controls.hidden = false;
}
