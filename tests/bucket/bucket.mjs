// A third-party S3 server with one bucket. Prints its port and exits when standard input closes. FOLDER: storage directory.
import S3rver from 's3rver';

const server = new S3rver({ port: 0, address: '127.0.0.1', silent: true, directory: process.env.FOLDER, configureBuckets: [{ name: 'backups' }] });
const { port } = await server.run();
console.log(port);
process.stdin.on('end', () => process.exit(0)).resume();
