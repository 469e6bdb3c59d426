#!/usr/bin/env node
// Offers as the browsers of this machine write them, for test/fixtures/offers/recorded. Candidates are mDNS names,
// so nothing of the machine is in them.
//
//   npm run record:offers
/* global AudioContext, RTCPeerConnection, RTCRtpReceiver */

import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import puppeteer from 'puppeteer-core';

const folder = fileURLToPath(new URL('../test/fixtures/offers/recorded', import.meta.url));

/**
 * By name: what each offer is made of. `media` are sections in their order, with a direction where it is not
 * recvonly; `codecs` are the audio codecs in order of preference; `edit` changes the text before it is set.
 */
const SHAPES = {
  recvonly: {},
  'audio-video': { media: ['audio', 'video'] },
  'audio-video-data': { media: ['audio', 'video', 'data'] },
  'video-first': { media: ['video', 'audio'] },
  'video-first-max-bundle': { media: ['video', 'audio', 'data'], bundlePolicy: 'max-bundle' },
  'data-first': { media: ['data', 'audio'] },
  'data-first-max-bundle': { media: ['data', 'audio'], bundlePolicy: 'max-bundle' },
  'max-compat': { media: ['audio', 'video'], bundlePolicy: 'max-compat' },
  'two-audio': { media: ['audio sendonly', 'audio'] },
  'video-only': { media: ['video'] },
  'data-only': { media: ['data'] },
  sendrecv: { media: ['audio sendrecv'] },
  sendonly: { media: ['audio sendonly'] },
  inactive: { media: ['audio inactive'] },
  simulcast: { media: ['video simulcast', 'audio'] },
  'seventeen-sections': { media: Array.from({ length: 17 }, () => 'audio') },
  g722: { codecs: ['G722'] },
  pcmu: { codecs: ['PCMU'] },
  pcma: { codecs: ['PCMA'] },
  'pcma-before-opus': { codecs: ['PCMA', 'opus'] },
  'telephone-only': { codecs: ['telephone-event'] },
  'asks-for-stereo': { edit: [['(a=fmtp:\\d+ .*useinbandfec=1)', '$1;stereo=1']] },
  'low-data': {
    edit: [['useinbandfec=1', 'useinbandfec=1;maxaveragebitrate=16000;maxplaybackrate=16000;cbr=1']],
  },
  'packets-of-60-ms': { edit: [['(a=rtcp-mux\\r\\n)', '$1a=ptime:60\r\n']] },
  'bandwidth-of-40-kbps': { edit: [['(c=IN .*\\r\\n)', '$1b=AS:40\r\n']] },
  'rsa-certificate': { rsa: true },
  'before-candidates': { gather: false },
  'ice-restart': { restart: true },
};

/** Runs in the browser. @returns the offer, or null where the browser has no such shape */
async function record({ media = ['audio'], codecs, bundlePolicy, edit = [], rsa, gather = true, restart }) {
  const algorithm = {
    name: 'RSASSA-PKCS1-v1_5',
    hash: 'SHA-256',
    modulusLength: 2048,
    publicExponent: new Uint8Array([1, 0, 1]),
  };
  const peer = new RTCPeerConnection({
    ...(bundlePolicy && { bundlePolicy }),
    ...(rsa && { certificates: [await RTCPeerConnection.generateCertificate(algorithm)] }),
  });
  for (const [kind, direction = 'recvonly'] of media.map((each) => each.split(' '))) {
    if (kind === 'data') {
      peer.createDataChannel('data');
    } else if (direction === 'simulcast') {
      peer.addTransceiver(kind, { direction: 'sendonly', sendEncodings: [{ rid: 'h' }, { rid: 'l' }] });
    } else {
      const sends = direction.startsWith('send');
      const [track] = sends ? new AudioContext().createMediaStreamDestination().stream.getTracks() : [];
      const transceiver = peer.addTransceiver(track ?? kind, { direction });
      if (codecs) {
        const all = RTCRtpReceiver.getCapabilities('audio').codecs;
        const wanted = codecs.flatMap((name) => all.filter(({ mimeType }) => mimeType === `audio/${name}`));
        if (wanted.length === 0) return null;
        transceiver.setCodecPreferences(wanted);
      }
    }
  }
  if (restart) await peer.setLocalDescription();
  const { type, sdp } = await peer.createOffer({ iceRestart: restart ?? false });
  const edited = edit.reduce((text, [pattern, by]) => text.replace(new RegExp(pattern), by), sdp);
  const gathered = new Promise((resolve) => {
    peer.onicegatheringstatechange = () => peer.iceGatheringState === 'complete' && resolve();
    if (!gather || !sdp.includes('m=')) resolve();
  });
  await peer.setLocalDescription({ type, sdp: edited });
  await gathered;
  const offer = peer.localDescription.sdp;
  peer.close();
  return offer;
}

async function recordAll(browserName, evaluate) {
  for (const [name, shape] of Object.entries(SHAPES)) {
    try {
      const offer = await evaluate(record, shape);
      if (offer) writeFileSync(`${folder}/${browserName}-${name}.sdp`, offer);
      else console.log(`${browserName} has no ${name}`);
    } catch (error) {
      console.log(`${browserName} has no ${name}: ${error.message}`);
    }
  }
}

mkdirSync(folder, { recursive: true });

const chrome = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
});
const page = await chrome.newPage();
await recordAll('chromium', (run, shape) => page.evaluate(run, shape));
await chrome.close();

const firefox = await puppeteer.launch({
  browser: 'firefox',
  executablePath: process.env.FIREFOX ?? '/usr/bin/firefox-esr',
  headless: true,
});
const tab = await firefox.newPage();
await recordAll('firefox', (run, shape) => tab.evaluate(run, shape));
await firefox.close();
