// Reports errors with the unmodified Sentry SDK for Node.js and waits until everything is sent.
// {"dsn", "release", "tenant", "user", "errors": ["message", …]} is read from the first line; whether all was sent is printed.
import * as Sentry from '@sentry/node';
import { order } from './order.mjs';

const { dsn, release, tenant, user, errors } = await order();
Sentry.init({ dsn, release, environment: 'production', tracesSampleRate: 1, sendClientReports: false });
Sentry.setTag('tenant', tenant);
Sentry.setUser({ id: user, email: 'ada@example.org' });

class SenderError extends Error {
  name = 'SenderError';
}

for (const message of errors) Sentry.startSpan({ name: 'GET /pay' }, () => Sentry.captureException(new SenderError(message)));
console.log(JSON.stringify({ sent: await Sentry.close(10_000) }));
