// Receives webhooks on RECEIVER_PORT or a free port, which it prints first. Verifies every request with SECRET and prints it as one line of JSON.
// Without SECRET, it reads the secret from standard input, a new one on each line, and ends when the input ends.
// ANSWERS is a list of the first responses, such as 500,429/120: a status and an optional Retry-After. Later responses are 204.
// DELAY is the delay of each response in milliseconds.
import http from 'node:http';
import readline from 'node:readline';
import { Webhook as StandardWebhook } from 'standardwebhooks';
import { Webhook as SvixWebhook } from 'svix';

const verifiers = (secret) => [new StandardWebhook(secret), new SvixWebhook(secret)];
let webhooks = process.env.SECRET ? verifiers(process.env.SECRET) : [];
const answers = (process.env.ANSWERS ?? '').split(',').filter(Boolean);
const delay = Number(process.env.DELAY ?? 0);

const verifies = (webhook, body, headers) => {
  try {
    webhook.verify(body, headers);
    return true;
  } catch {
    return false;
  }
};

const server = http.createServer((request, response) => {
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    const body = Buffer.concat(chunks).toString('utf8');
    const verified = webhooks.length > 0 && webhooks.every((webhook) => verifies(webhook, body, request.headers));
    const [status, retryAfter] = (answers.shift() ?? '204').split('/');
    console.log(JSON.stringify({ verified, status: Number(status), id: request.headers['webhook-id'], body: JSON.parse(body) }));
    setTimeout(() => response.writeHead(Number(status), retryAfter ? { 'retry-after': retryAfter } : {}).end(), delay);
  });
});

server.listen(Number(process.env.RECEIVER_PORT ?? 0), '127.0.0.1', () => console.log(server.address().port));
if (!process.env.SECRET) {
  readline.createInterface({ input: process.stdin })
    .on('line', (line) => { webhooks = verifiers(line.trim()); })
    .on('close', () => process.exit(0)); // the parent process has ended
}
