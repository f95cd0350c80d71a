// Loaded before Hawser: every call that reads, writes or flushes an open file takes its time, now and then a lot of it.
import { open } from 'node:fs/promises';

const file = await open(process.execPath, 'r');
const handle = Object.getPrototypeOf(file);
await file.close();
let calls = 0;
for (const method of ['write', 'datasync', 'stat', 'close']) {
  const prompt = handle[method];
  handle[method] = async function slow(...args) {
    calls++;
    await new Promise((resolve) => setTimeout(resolve, calls % 17 === 0 ? 60 : 4));
    return prompt.apply(this, args);
  };
}
