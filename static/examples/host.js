// The protocol by hand: ready → init with a port → requests and notices.
const frame = document.getElementById("lab");
const notices = document.getElementById("notices");
let port = null;
let last = 0;

addEventListener("message", (event) => {
  // Only this frame, and only what is ours: other windows talk as well.
  if (event.source !== frame.contentWindow || event.data?.ns !== "queuescope") return;
  if (event.data.type !== "ready") return list(event.data);
  const channel = new MessageChannel();
  port = channel.port1;
  port.onmessage = ({ data }) => list(data);
  event.source.postMessage({ ns: "queuescope", v: 1, id: 0, type: "init" }, event.origin, [channel.port2]);
});

for (const button of document.querySelectorAll("[data-ask]")) {
  button.addEventListener("click", () => {
    const { ask, payload } = button.dataset;
    last += 1;
    port?.postMessage({ ns: "queuescope", v: 1, id: last, type: ask, payload: payload && JSON.parse(payload) });
  });
}

function list({ id, type, payload }) {
  const line = document.createElement("p");
  line.textContent = `${type}${id === null ? "" : ` to ${id}`}: ${JSON.stringify(payload ?? null).slice(0, 300)}`;
  notices.append(line);
  while (notices.children.length > 200) notices.firstChild.remove();
  // The list alone: the reader's page stays where it is.
  notices.scrollTop = notices.scrollHeight;
}
