// Reports a lab to a learning platform: to a SCORM 1.2 runtime where there is
// one, and otherwise as xAPI statements to the page around this one.
//
// A lab is completed once so many virtual seconds of it were watched (`watch`
// in this page's address, 20 without it). A lesson is completed when it says
// that it was passed, with the score that it gives.

const asked = new URLSearchParams(location.search);
const lesson = asked.get("lesson");
const lab = asked.get("lab") ?? "guarantees";
const watch = Number(asked.get("watch") ?? 20);
const began = Date.now();
const scope = document.querySelector("queue-scope");
const status = document.getElementById("status");

// The runtime that a SCORM platform puts into a window around this one.
function runtime() {
  for (const start of [window, window.opener]) {
    let place = start;
    for (let up = 0; place && up < 10; up += 1) {
      try {
        if (place.API) return place.API;
      } catch {
        // A window of another origin has none for us.
      }
      if (place.parent === place) break;
      place = place.parent;
    }
  }
  return null;
}

function scorm(api) {
  const set = (name, value) => api.LMSSetValue(`cmi.core.${name}`, String(value));
  const two = (number) => String(Math.floor(number)).padStart(2, "0");
  api.LMSInitialize("");
  const known = api.LMSGetValue("cmi.core.lesson_status");
  // Whoever has passed before stays passed.
  if (!["completed", "passed"].includes(known)) set("lesson_status", "incomplete");
  api.LMSCommit("");
  addEventListener("pagehide", () => {
    const seconds = (Date.now() - began) / 1000;
    set("session_time", `${two(seconds / 3600)}:${two((seconds / 60) % 60)}:${two(seconds % 60)}`);
    api.LMSFinish("");
  });
  return ({ score }) => {
    if (score !== undefined) {
      set("score.min", 0);
      set("score.max", 100);
      set("score.raw", Math.round(score * 100));
    }
    set("lesson_status", score === undefined ? "completed" : "passed");
    api.LMSCommit("");
  };
}

function xapi(host) {
  const verb = (name) => ({ id: `http://adlnet.gov/expapi/verbs/${name}`, display: { "en-US": name } });
  const object = {
    id: new URL(lesson ? `?lesson=${encodeURIComponent(lesson)}` : `?lab=${encodeURIComponent(lab)}`, location.href).href,
    definition: {
      type: `http://adlnet.gov/expapi/activities/${lesson ? "lesson" : "simulation"}`,
      name: { "en-US": `Queuescope: ${lesson ?? lab}` },
    },
  };
  // Who the learner is, only the platform knows: it adds the actor.
  const tell = (name, result) => {
    host.postMessage({ type: "xapi.statement", statement: { verb: verb(name), object, ...(result && { result }) } }, "*");
  };
  tell("attempted");
  return ({ score }) => {
    const duration = `PT${Math.round((Date.now() - began) / 1000)}S`;
    if (score === undefined) tell("completed", { completion: true, duration });
    else tell("passed", { completion: true, success: true, duration, score: { scaled: score } });
  };
}

const api = runtime();
const report = api ? scorm(api) : xapi(window.parent);
let done = false;
function finish(result) {
  if (done) return;
  done = true;
  report(result);
  status.textContent = "Reported as completed.";
}
scope.addEventListener("queuescope-state", ({ detail }) => {
  if (!lesson && detail.now_ms >= watch * 1000) finish({});
});
scope.addEventListener("queuescope-lesson-passed", ({ detail }) => finish({ score: detail.score }));
scope.setAttribute(lesson ? "lesson" : "lab", lesson ?? lab);
for (const name of ["seed", "speed", "theme"]) if (asked.has(name)) scope.setAttribute(name, asked.get(name));
