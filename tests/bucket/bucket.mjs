// An S3 server that nobody here wrote, with one bucket. Prints its port; ends when its input does. FOLDER: where it keeps things.
import S3rver from 's3rver';

const server = new S3rver({ port: 0, address: '127.0.0.1', silent: true, directory: process.env.FOLDER, configureBuckets: [{ name: 'backups' }] });
const { port } = await server.run();
console.log(port);
process.stdin.on('end', () => process.exit(0)).resume();
