import { expect, it } from 'vitest';
import { RecentSecrets } from '../../../src/sessions/recent-secrets.js';

it('remembers each secret for one question, and no more than the limit', () => {
  const secrets = new RecentSecrets(2);
  for (const secret of ['first', 'second', 'third']) secrets.add(secret);
  expect(secrets.take('first')).toBe(false);
  expect(secrets.take('third')).toBe(true);
  expect(secrets.take('third')).toBe(false);
  expect(secrets.take('second')).toBe(true);
});
