// Runs Twilio, Slack and Resend of the package emulate on free ports until standard input is closed, and prints their ports.
import { createServer } from "node:net";
import { createEmulator } from "emulate";

const freePort = () =>
  new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });

const start = async (service, seed) => {
  const port = await freePort();
  await createEmulator({ service, port, seed: { [service]: seed } });
  return port;
};

const twilio = await start("twilio", {
  account: { sid: "AC00000000000000000000000000000001", auth_token: "0123456789abcdef0123456789abcdef" },
  phone_numbers: [{ phone_number: "+15550100001" }, { phone_number: "whatsapp:+15550100001" }],
});
const slack = await start("slack", { channels: [{ name: "announcements" }] });
const resend = await start("resend", { domains: [{ name: "timebot.example" }] });
console.log(`ports ${twilio} ${slack} ${resend}`);
process.stdin.resume().on("end", () => process.exit(0));
