const lab = document.getElementById("lab");
const status = document.getElementById("status");
const says = (error) => { status.textContent = error.message; };
const on = (id, act) => document.getElementById(id).addEventListener("click", () => act().catch(says));

on("play", () => lab.play());
on("pause", () => lab.pause());
on("crash", async () => {
  const { nodes } = await lab.getState();
  const consumer = nodes.find((node) => node.kind === "consumer");
  await lab.command({ crash: { consumer: consumer.id } });
});
lab.addEventListener("queuescope-state", ({ detail }) => {
  const { expected, once } = detail.effects;
  status.textContent = `At ${(detail.now_ms / 1000).toFixed(1)} s: ${once} of ${expected} effects happened once.`;
});
