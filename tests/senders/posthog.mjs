// Calls the unmodified posthog-node like an application and waits until everything is sent.
// {"url", "key", "calls": [["capture", {…}], …]} is read from the first line; results of calls and errors are printed as lines.
import { PostHog } from 'posthog-node';
import { order } from './order.mjs';

const { url, key, calls } = await order();
const posthog = new PostHog(key, { host: url, fetchRetryCount: 0 });
const say = (what) => console.log(JSON.stringify(what));
posthog.on('error', (error) => say({ error: String(error.message ?? error) }));
for (const [call, ...said] of calls) {
  const answer = await posthog[call](...said);
  if (answer !== undefined) say({ call, answer });
}
await posthog.shutdown();
