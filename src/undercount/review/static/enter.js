// The token goes from the address to the server once, and nothing of it stays in the address.
const token = location.hash.slice(1);
history.replaceState(null, "", "/enter");

function say(what, hint) {
  document.querySelector("h1").textContent = what;
  document.getElementById("words").textContent = hint;
}

const sentence = (words) => `${words[0].toUpperCase()}${words.slice(1)}`;

async function enter() {
  try {
    const answer = await fetch("/enter", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ token }),
    });
    if (answer.ok) {
      location.replace("/");
      return;
    }
    if (!token) {
      say("Nobody has entered from this browser",
        "Open the whole address that undercount review printed, with what stands behind the #.");
      return;
    }
    const { problems: [{ what, hint }] } = await answer.json();
    say(sentence(what), `${hint}.`);
  } catch {
    say("The server does not answer", "It may have been ended in its terminal.");
  }
}

enter();
