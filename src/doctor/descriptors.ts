import type { Finding } from './finding.js';

/** Of server and engine themselves. */
const BASE = 150;
/** Up to ten in the engine and some in the server: measured with several network addresses. */
const PER_LISTENER = 12;

const topic = 'descriptors';

/** @param limits text of /proc/self/limits (proc(5)); empty where there is none */
export function examineDescriptors(limits: string, listeners: number): Finding {
  const [, soft] = /^Max open files\s+(\d+|unlimited)/m.exec(limits) ?? [];
  if (soft === undefined || soft === 'unlimited') return { topic, verdict: 'ok', says: 'no limit is known' };
  const needed = BASE + PER_LISTENER * listeners;
  if (Number(soft) >= needed)
    return { topic, verdict: 'ok', says: `${soft} allowed, ${needed} needed at most` };
  return {
    topic,
    verdict: 'problem',
    says: `${soft} allowed, and ${listeners} listeners need up to ${needed}: the last ones will be refused or silent`,
    fix: `Start with "ulimit -n ${needed}", set LimitNOFILE=${needed} in the service, or lower --max-listeners.`,
  };
}
