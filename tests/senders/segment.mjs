// Calls the unmodified analytics-node like an application and waits until everything is sent.
// {"url", "key", "calls": [["track", {…}], …]} is read from the first line; the status of each request and errors are printed as lines.
import { Analytics } from '@segment/analytics-node';
import { order } from './order.mjs';

const { url, key, calls } = await order();
const analytics = new Analytics({ writeKey: key, host: url, maxRetries: 0 });
const say = (what) => console.log(JSON.stringify(what));
analytics.on('http_response', (answer) => say({ status: answer.status }));
analytics.on('error', (error) => say({ error: String(error.reason ?? error.code) }));
for (const [call, message] of calls) analytics[call](message);
await analytics.closeAndFlush();
