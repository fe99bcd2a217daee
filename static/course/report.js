// Reports a lab to a learning platform: to a SCORM 1.2 runtime where there is
// one, and otherwise as xAPI statements to the page around this one. What
// became of the report stands below the lab, in words.
//
// A lab is completed once so many virtual seconds of it were watched (`watch`
// in this page's address, 20 without it). A lesson is completed when it says
// that it was passed, with the score that it gives. All other parameters are
// those of the lab (docs/embedding.md).

const WORDS = {
  en: {
    title: "Queuescope: a lab that reports to your course",
    completed: "completed",
    passed: "passed",
    yet: "Nothing has been reported yet.",
    nobody: "There is no learning platform around this page: nothing will be reported.",
    already: (status) => `The platform already has this as ${status}.`,
    reported: (status) => `Reported to the platform as ${status}.`,
    sent: (status) => `Sent to the page around this one as ${status}.`,
    unheard: (status) => `This is ${status}. There is no learning platform here to report it to.`,
    refused: (why) => `The platform did not take the report. ${why}`,
    missing: "What was asked for is not here: nothing will be reported.",
    wrongWatch: (value) => `watch cannot be “${value}”: it takes a number of seconds from 1 to 86400. Without it: 20.`,
  },
  de: {
    title: "Queuescope: ein Labor, das deinem Kurs berichtet",
    completed: "abgeschlossen",
    passed: "bestanden",
    yet: "Noch wurde nichts gemeldet.",
    nobody: "Um diese Seite ist keine Lernplattform: Es wird nichts gemeldet.",
    already: (status) => `Bei der Plattform gilt dies schon als ${status}.`,
    reported: (status) => `Der Plattform als ${status} gemeldet.`,
    sent: (status) => `Der Seite außen als ${status} gemeldet.`,
    unheard: (status) => `Dies ist ${status}. Hier ist keine Lernplattform, der es zu melden wäre.`,
    refused: (why) => `Die Plattform hat die Meldung nicht angenommen. ${why}`,
    missing: "Was verlangt war, gibt es hier nicht: Es wird nichts gemeldet.",
    wrongWatch: (value) => `watch kann nicht „${value}“ sein. Erlaubt: eine Zahl von Sekunden von 1 bis 86400. Ohne Angabe: 20.`,
  },
};
// How soon a report that was refused is tried again.
const AGAIN_MS = 5_000;
const FORWARDED = ["seed", "speed", "autoplay", "theme", "lang", "controls", "motion", "load"];

const asked = new URLSearchParams(location.search);
const language = asked.get("lang") === "de" ? "de" : "en";
const words = WORDS[language];
const lesson = asked.get("lesson");
const lab = asked.get("lab") ?? "guarantees";
const began = Date.now();
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

// A platform is greeted, told when the lab has begun, and told how it ended.
// Each gives the words for the learner, or throws what was refused. What was
// refused at the end is told again, all of it.

function scorm(api) {
  const call = (name, ...values) => {
    if (String(api[name](...values)) !== "false") return;
    const code = api.LMSGetLastError?.() ?? "";
    const what = `${name} ${values[0]}`.trim();
    throw new Error(`${what}: ${api.LMSGetErrorString?.(code) || code || "false"}`);
  };
  const set = (name, value) => call("LMSSetValue", `cmi.core.${name}`, String(value));
  const get = (name) => api.LMSGetValue(`cmi.core.${name}`);
  const two = (number) => String(Math.floor(number)).padStart(2, "0");
  // What the platform has by now; null unless that is an end.
  const had = () => ["completed", "passed"].find((end) => end === get("lesson_status")) ?? null;
  const standing = () => (had() ? words.already(words[had()]) : words.yet);
  const grade = (score) => {
    // A platform need not know these two.
    api.LMSSetValue("cmi.core.score.min", "0");
    api.LMSSetValue("cmi.core.score.max", "100");
    // The best score stands.
    set("score.raw", Math.max(Math.round(score * 100), Number(get("score.raw")) || 0));
    call("LMSCommit", "");
  };
  addEventListener("pagehide", () => {
    const seconds = (Date.now() - began) / 1000;
    api.LMSSetValue("cmi.core.session_time", `${two(seconds / 3600)}:${two((seconds / 60) % 60)}:${two(seconds % 60)}`);
    api.LMSFinish("");
  });
  return {
    greet() {
      call("LMSInitialize", "");
      return standing();
    },
    begin() {
      if (!had()) {
        set("lesson_status", "incomplete");
        call("LMSCommit", "");
      }
      return standing();
    },
    end(earned, score) {
      // Whoever has passed before stays passed.
      if (had() !== "passed") set("lesson_status", earned);
      call("LMSCommit", "");
      // That it was passed counts for more than the score, which may be refused.
      if (score !== undefined) grade(score);
      return words.reported(words[earned]);
    },
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
  return {
    greet: () => words.yet,
    begin() {
      tell("attempted");
      return words.yet;
    },
    end(earned, score) {
      const duration = `PT${Math.round((Date.now() - began) / 1000)}S`;
      const success = score === undefined ? {} : { success: true, score: { scaled: score } };
      tell(earned, { completion: true, duration, ...success });
      return words.sent(words[earned]);
    },
  };
}

const nobody = {
  greet: () => words.nobody,
  begin: () => words.nobody,
  end: (earned) => words.unheard(words[earned]),
};

function platform() {
  const api = runtime();
  if (api) return scorm(api);
  return window.parent === window ? nobody : xapi(window.parent);
}

// Says what came of it, or that it was refused; whether it was not.
function say(act) {
  try {
    status.textContent = act();
    return true;
  } catch (error) {
    status.textContent = words.refused(error.message);
    return false;
  }
}

// Once, though the frame may say it when it is ready and when it is asked.
function complain(says) {
  if ([...status.parentElement.children].some((line) => line.textContent === says)) return;
  const line = document.createElement("p");
  line.textContent = says;
  status.parentElement.append(line);
}

function watched() {
  const value = asked.get("watch") ?? "20";
  if (Number(value) >= 1 && Number(value) <= 86_400) return Number(value);
  complain(words.wrongWatch(value.slice(0, 40)));
  return 20;
}

document.documentElement.lang = language;
document.documentElement.style.colorScheme = asked.get("theme") ?? "";
document.title = words.title;
document.getElementById("title").textContent = words.title;
const watch = watched();
const told = platform();
const greeted = say(told.greet);

let begun = false;
// What the learner has earned, until the platform has taken it.
let due = null;
let ended = false;
let tried = -Infinity;

function begin() {
  if (!begun) say(told.begin);
  begun = true;
}

// A platform that has refused to be greeted is the greater trouble.
function missing() {
  if (!begun && greeted) say(() => words.missing);
}

function earn(earned, score) {
  due = { earned, score };
  report();
}

// A platform that refuses is asked again, but not flooded.
function report() {
  if (!due || ended || performance.now() - tried < AGAIN_MS) return;
  tried = performance.now();
  ended = say(() => told.end(due.earned, due.score));
}

const scope = document.createElement("queue-scope");
scope.setAttribute("src", "../index.html");
scope.setAttribute(lesson ? "lesson" : "lab", lesson ?? lab);
for (const name of FORWARDED) if (asked.has(name)) scope.setAttribute(name, asked.get(name));
scope.addEventListener("queuescope-ready", ({ detail }) => detail.problems.forEach(complain));
scope.addEventListener("queuescope-error", ({ detail }) => complain(detail.says));
// Only what was asked for counts: a learner can open something else inside. A
// frame that begins with something else has not got it.
scope.addEventListener("queuescope-state", ({ detail }) => {
  const here = lesson ? detail.lesson === lesson : detail.lab === lab;
  here ? begin() : missing();
  if (here && !lesson && detail.now_ms >= watch * 1000) earn("completed");
  report();
});
scope.addEventListener("queuescope-lesson-passed", ({ detail }) => {
  if (detail.lesson === lesson) earn("passed", detail.score);
});
status.parentElement.before(scope);
