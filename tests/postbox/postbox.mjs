// A mail server on a free port. Prints its port first, and then every received email as one line of JSON.
// PORT: port to listen on, 0 for any free one. USER and PASSWORD: required credentials. KEY and CERT: files for mandatory STARTTLS; with SECURE, for TLS from the start.
// ANSWERS: first responses to RCPT, such as 450,250; later responses are 250. GREET: response instead of a greeting, such as 421.
// SLOW: milliseconds between receiving an email and confirming it.
// CLOSE: how the connection ends after each email: quiet, 421, or reset (when the next one starts). LOSE: number of the email after which the connection ends instead of a response.
import { readFileSync } from 'node:fs';
import readline from 'node:readline';
import { simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';

const { PORT = '0', USER, PASSWORD, KEY, CERT, SECURE, ANSWERS = '', GREET, SLOW = '0', CLOSE, LOSE = '0' } = process.env;
const answers = ANSWERS.split(',').filter(Boolean).map(Number);
const refusal = (code, text) => Object.assign(new Error(text), { responseCode: code });

let received = 0;
const connectionOf = (session) => [...server.connections].find((connection) => connection.session.id === session.id);
const close = (connection) => {
  if (CLOSE === '421') connection.send(421, 'Too many messages in this connection');
  connection.close();
};

const server = new SMTPServer({
  ...(KEY && { key: readFileSync(KEY), cert: readFileSync(CERT) }),
  secure: !!SECURE,
  disabledCommands: [...(KEY ? [] : ['STARTTLS']), ...(USER ? [] : ['AUTH'])],
  authOptional: !USER,
  logger: false,
  onConnect: (session, done) => done(GREET ? refusal(Number(GREET), 'Not now') : null),
  onAuth: (auth, session, done) =>
    auth.username === USER && auth.password === PASSWORD ? done(null, { user: USER }) : done(refusal(535, 'Wrong user or password')),
  onMailFrom: (address, session, done) => (session.isUsed && CLOSE === 'reset' ? connectionOf(session)._socket.resetAndDestroy() : done()),
  onRcptTo: (address, session, done) => {
    const code = answers.shift() ?? 250;
    done(code === 250 ? null : refusal(code, `${code < 500 ? 'Come back later' : 'No such user'} <${address.address}>`));
  },
  onData: async (stream, session, done) => {
    const chunks = [];
    for await (const chunk of stream) chunks.push(chunk);
    const raw = Buffer.concat(chunks);
    const mail = await simpleParser(raw);
    console.log(JSON.stringify({
      id: mail.messageId,
      from: mail.from.value[0],
      to: mail.to.value[0],
      recipients: session.envelope.rcptTo.map((recipient) => recipient.address),
      subject: mail.subject,
      text: mail.text,
      html: mail.html || null,
      type: mail.headers.get('content-type').value,
      auto: mail.headers.get('auto-submitted') ?? null,
      secure: session.secure,
      user: session.user ?? null,
      connection: session.id,
      raw: raw.toString('latin1'),
    }));
    received += 1;
    if (received === Number(LOSE)) return connectionOf(session)._socket.destroy();
    setTimeout(() => {
      done();
      session.isUsed = true;
      if (CLOSE && CLOSE !== 'reset') setImmediate(() => close(connectionOf(session)));
    }, Number(SLOW));
  },
});

server.on('error', () => {}); // the client reports broken connections
server.listen(Number(PORT), '127.0.0.1', () => console.log(server.server.address().port));
readline.createInterface({ input: process.stdin }).on('close', () => process.exit(0)); // the parent process has ended
