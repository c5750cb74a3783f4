// A third-party S3 server with one bucket. Prints its port and exits when standard input closes. FOLDER: storage directory. PORT: port, 0 for any free one.
import S3rver from 's3rver';

const { PORT = '0', FOLDER } = process.env;
const server = new S3rver({ port: Number(PORT), address: '127.0.0.1', silent: true, directory: FOLDER, configureBuckets: [{ name: 'backups' }] });
const { port } = await server.run();
console.log(port);
process.stdin.on('end', () => process.exit(0)).resume();
