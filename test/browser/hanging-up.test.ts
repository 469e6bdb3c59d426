/** Players that close their connection and tell the server nothing else, as some of others do. */

import { expect, it, onTestFinished } from 'vitest';
import type { OfferAnswer } from '../../src/api.js';
import { launchChromium } from '../support/chromium.js';
import { Program } from '../support/program.js';

/** Far below what silence alone would take. */
const AT_ONCE_MS = 2000;

it('a browser that closes its connection is gone at once, and may still end its session', async () => {
  const program = await Program.start({ args: ['--source', 'silence'] });
  onTestFinished(async () => void (await program.stop()));
  const browser = await launchChromium();
  onTestFinished(() => browser.close());
  const page = await browser.newPage();
  await page.goto(`${program.url}/api/status`);
  const player = await page.evaluateHandle(listen);
  await program.statusWhere(({ listeners }) => listeners[0]?.state === 'connected');
  const id = await player.evaluate(({ peer, id }) => {
    peer.close();
    return id;
  });
  await program.statusWhere(({ listeners }) => listeners.length === 0, AT_ONCE_MS);
  const end = () => fetch(`${program.url}/offer/${id}`, { method: 'DELETE' });
  expect([(await end()).status, (await end()).status]).toEqual([204, 404]);
});

/** Runs in the page. */
async function listen(): Promise<{ peer: RTCPeerConnection; id: string }> {
  const peer = new RTCPeerConnection();
  peer.addTransceiver('audio', { direction: 'recvonly' });
  await peer.setLocalDescription(await peer.createOffer());
  const response = await fetch('/offer', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(peer.localDescription),
  });
  const { sdp, type, id } = (await response.json()) as OfferAnswer;
  await peer.setRemoteDescription({ sdp, type });
  return { peer, id };
}
