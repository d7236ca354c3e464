import { workerData } from 'node:worker_threads';

/**
 * Watches over the child from a thread of its own: native memory obeys no option of Node, and a compilation that
 * never ends would not hear that its parent is gone.
 */
const { limite, parent } = workerData as { readonly limite: number; readonly parent: number };

setInterval(() => {
  if (process.ppid !== parent) process.kill(process.pid, 'SIGKILL');
  // This very signal tells the parent why.
  if (process.memoryUsage.rss() > limite) process.kill(process.pid, 'SIGUSR2');
}, 25);
