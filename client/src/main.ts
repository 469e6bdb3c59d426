/** Joins the parts of the page: player, loudspeaker, meters and words. */

import { StereoAnalyser } from './analyser.js';
import { Meters } from './meters.js';
import { element, Page } from './page.js';
import { Player } from './player.js';
import { Speaker } from './speaker.js';

const player = new Player({
  base: new URL('.', location.href).href,
  createPeer: () => new RTCPeerConnection(),
  fetch: (input, init) => fetch(input, init),
  random: () => Math.random(),
  onChange: (view) => {
    speaker.use(view.track);
    show();
  },
});

const speaker = new Speaker(element('audio', HTMLAudioElement), show);
const analyser = new StereoAnalyser();
const meters = new Meters(
  {
    left: element('meter-left', HTMLElement),
    right: element('meter-right', HTMLElement),
    scale: element('meter-scale', HTMLElement),
  },
  () => analyser.read(),
);

const page = new Page({
  listen: () => {
    analyser.resume();
    speaker.play();
    player.start();
  },
  stop: () => void player.stop(),
});

let metered: MediaStream | null = null;

function show(): void {
  const { view } = player;
  const hold = view.state === 'playing' ? speaker.hold : null;
  page.show(view, hold);
  meter(speaker.stream);
}

function meter(stream: MediaStream | null): void {
  if (stream === metered) return;
  metered = stream;
  if (stream) {
    analyser.attach(stream);
    meters.start();
  } else {
    analyser.detach();
    meters.stop();
  }
}

for (const gesture of ['pointerdown', 'keydown']) addEventListener(gesture, () => analyser.resume());
addEventListener('online', () => player.wake());
document.addEventListener('visibilitychange', () => {
  if (document.hidden) return;
  analyser.resume();
  player.wake();
});
addEventListener('pagehide', () => void player.suspend());
addEventListener('pageshow', (event) => {
  if (event.persisted) player.resume();
});

player.start();
