import { parse } from 'sdp-transform';
import { expect } from 'vitest';
import { AppError, type ErrorCode } from '../../src/errors.js';
import { completeAnswer } from '../../src/negotiation/answer.js';
import type { Plan } from '../../src/negotiation/plan.js';
import { faultsOf } from './minimal-offer.js';
import { plan } from './offers.js';
import { webrtcbinAnswer } from './webrtcbin-answer.js';

const offerCodes: readonly ErrorCode[] = [
  'invalid-sdp',
  'no-audio',
  'wrong-direction',
  'incomplete-offer',
  'no-common-codec',
];

/** What any text must come to: a plan that is safe for webrtcbin, with an answer, or undefined for a refusal. */
export function negotiated(offer: string): Plan | undefined {
  const found = planOrRefusal(offer);
  if (found instanceof AppError) {
    expect(offerCodes).toContain(found.code);
    expect(found.message).toMatch(/^[ -~]{1,1500}$/);
    return undefined;
  }
  expect(faultsOf(found.listener.offer)).toEqual([]);
  expect(found.listener.offer).toContain(`a=fingerprint:sha-256 ${found.listener.fingerprint}\r\n`);
  const answer = completeAnswer(found, webrtcbinAnswer);
  expect(answer).toMatch(/^([a-z]=[ -~]{1,1000}\r\n)+$/);
  const { media } = parse(answer);
  expect(media).toHaveLength(found.sections.length);
  expect(media.filter(({ direction }) => direction === 'sendonly')).toHaveLength(1);
  return found;
}

/** How long a decision takes, ms: the least of ten attempts where the first seems slow, for others disturb only upwards. */
export function timeToDecide(offer: string, limit: number): number {
  let least = Infinity;
  for (let attempt = 0; attempt < 10 && least >= limit; attempt += 1) {
    const start = performance.now();
    planOrRefusal(offer);
    least = Math.min(least, performance.now() - start);
  }
  return least;
}

function planOrRefusal(offer: string): Plan | AppError {
  try {
    return plan(offer);
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
}
