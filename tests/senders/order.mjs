// Reads the instructions of a test: one line of JSON.
import { createInterface } from 'node:readline';

export const order = async () => {
  for await (const line of createInterface({ input: process.stdin })) return JSON.parse(line);
};
