// Runs recipes of the Stripe CLI with the official package and verifies the webhooks that arrive.
// Input: lines {address, key, secret, recipes: [{name, fixtures}]}. First output: {port} of the receiver; then for each line {ready} and per recipe
// {name, error}; at the end of the input {received, forged}: types of events with a valid signature, and complaints about others.
import { createServer } from 'node:http';
import { createInterface } from 'node:readline';
import Stripe from 'stripe';

const received = [];
const forged = [];
let secret;
const receiver = createServer(async (request, response) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const payload = Buffer.concat(chunks).toString('utf8');
  try {
    received.push(Stripe.webhooks.constructEvent(payload, request.headers['stripe-signature'], secret).type);
  } catch (error) {
    forged.push(error.message);
  }
  response.end();
}).listen(0, '127.0.0.1');
await new Promise(resolve => receiver.once('listening', resolve));
console.log(JSON.stringify({ port: receiver.address().port }));

for await (const line of createInterface({ input: process.stdin })) {
  const order = JSON.parse(line);
  secret = order.secret;
  console.log(JSON.stringify({ ready: true }));
  const stripe = new Stripe(order.key, { host: '127.0.0.1', port: new URL(order.address).port, protocol: 'http', maxNetworkRetries: 0, telemetry: false });
  for (const recipe of order.recipes) console.log(JSON.stringify({ name: recipe.name, error: await run(stripe, recipe) }));
}
console.log(JSON.stringify({ received, forged }));
receiver.close();

async function run(stripe, recipe) {
  const answers = {};
  for (const step of recipe.fixtures) {
    const path = filled(step.path, answers);
    try {
      answers[step.name] = await stripe.rawRequest(step.method.toUpperCase(), path, filled(step.params, answers));
      if (step.expected_error_type) return `${step.name} succeeded instead of ${step.expected_error_type}`;
    } catch (error) {
      if (!step.expected_error_type || error.rawType !== step.expected_error_type) return `${step.name}: ${error.message}`;
    }
  }
  return null;
}

// ${customer:id} is a field of an earlier answer.
function filled(value, answers) {
  if (typeof value === 'string') return value.replace(/\$\{(\w+):([\w.]+)\}/g, (_, name, field) => answers[name][field]);
  if (Array.isArray(value)) return value.map(one => filled(one, answers));
  if (value && typeof value === 'object') return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, filled(one, answers)]));
  return value;
}
