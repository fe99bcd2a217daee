// Keeps the last complete version of the page, and serves it.
//
// A version is a list of files that belong together; `cargo xtask build` fills
// it in. All of them are stored or none: a version that arrives only in part is
// not used. A new one takes over when no page of the old one is open, or at a
// reload of the only one. With an empty list, everything comes from the network.
const VERSION = "none";
const FILES = [];

// Other pages of the same host have their own stores; only ours are ours.
const OURS = `queuescope ${registration.scope} `;
const STORE = OURS + VERSION;

const nameOf = (url) => (url.startsWith(registration.scope) ? url.slice(registration.scope.length).split(/[?#]/)[0] : null);

addEventListener("install", (event) => {
  // A name with a hash never changes its content; all others are asked for anew.
  const request = (name) => new Request(name, { cache: /-[0-9a-f]{12,16}[._]/.test(name) ? "default" : "reload" });
  event.waitUntil(caches.open(STORE).then((store) => store.addAll(FILES.map(request))));
});

addEventListener("activate", (event) => {
  const old = (names) => names.filter((name) => name.startsWith(OURS) && name !== STORE);
  event.waitUntil(caches.keys().then((names) => Promise.all(old(names).map((name) => caches.delete(name)))));
});

addEventListener("message", (event) => {
  if (event.data === "take over") skipWaiting();
});

addEventListener("fetch", (event) => {
  const name = nameOf(event.request.url);
  const asked = name === "" ? "index.html" : name;
  if (event.request.method === "GET" && FILES.includes(asked)) event.respondWith(answer(event.request, asked));
});

async function answer(request, name) {
  if (request.mode === "navigate" && registration.waiting && (await clients.matchAll()).length < 2) {
    registration.waiting.postMessage("take over");
    return new Response("", { headers: { Refresh: "0" } });
  }
  const store = await caches.open(STORE);
  return (await store.match(name)) ?? fetch(request);
}
