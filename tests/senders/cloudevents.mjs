// Sends events with the unmodified cloudevents package. A batch is sent as a list, because the package has no emitter for batches.
// {"url", "key", "mode": "binary" | "structured" | "batch", "events": […]} is read from the first line; each response is printed as one line.
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
