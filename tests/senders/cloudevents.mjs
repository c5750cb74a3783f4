// Sends events to an address in a mode: as the unmodified package writes them. A batch is the list of its events, because it has no emitter for batches.
// {"url", "key", "mode": "binary" | "structured" | "batch", "events": […]} comes on the first line, each answer leaves as one.
import { CloudEvent, emitterFor, HTTP, httpTransport, Mode } from 'cloudevents';
import { order } from './order.mjs';

const { url, key, mode, events } = await order();
const send = httpTransport(url);
const options = { headers: { authorization: `Bearer ${key}`, 'user-agent': 'cloudevents/10.0.0' } };
const made = events.map((event) => new CloudEvent(event));
const answers =
  mode === 'batch'
    ? [await send({ headers: { 'content-type': 'application/cloudevents-batch+json' }, body: JSON.stringify(made) }, options)]
    : await Promise.all(made.map((event) => emitterFor(send, { binding: HTTP, mode: Mode[mode.toUpperCase()] })(event, options)));
for (const answer of answers) console.log(answer.body);
