// Calls the unmodified posthog-node as an application does and waits until it has sent.
// {"url", "key", "calls": [["capture", {…}], …]} comes on the first line; what calls answer and each error leave as lines.
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
