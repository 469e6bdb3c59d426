/** Joins the parts of the page. */

import type { EventData } from '../../src/api.js';
import { AccessToken } from './core/access-token.js';
import { CaptureAge } from './core/capture-age.js';
import { allEvents, EventFeed, type FeedEvent } from './core/event-feed.js';
import { LevelMemory } from './core/level-memory.js';
import { measure } from './core/meter-math.js';
import { outputLatencyOf } from './core/output-latency.js';
import { Player } from './core/player.js';
import { Server } from './core/server.js';
import { bufferTarget, SettingsStore, wishesOf } from './core/settings.js';
import { SilenceWatch } from './core/silence-watch.js';
import { StereoAnalyser } from './page/analyser.js';
import { AppliedView } from './page/applied-view.js';
import { ConnectionView } from './page/connection-view.js';
import { ConnectionWatch } from './page/connection-watch.js';
import { CopyButton, diagnosticsText } from './page/diagnostics.js';
import { DiagnosisView } from './page/diagnosis-view.js';
import { element } from './page/element.js';
import { FactFinder } from './page/fact-finder.js';
import { writeFixedTexts } from './page/fixed-texts.js';
import { LeftRightCheck } from './page/left-right-check.js';
import { ListeningViews } from './page/listening-views.js';
import { ListenView } from './page/listen-view.js';
import { localStorageOrNull } from './page/local-storage.js';
import { MediaSessionView } from './page/media-session.js';
import { Meters } from './page/meters.js';
import { OperatorView } from './page/operator-view.js';
import { SoundControl } from './page/sound-control.js';
import { Speaker } from './page/speaker.js';
import { TokenForm } from './page/token-form.js';
import { VolumeControl } from './page/volume-control.js';
import { chooseLanguage, type Language, speak } from './texts/language.js';

const storage = localStorageOrNull();
const settings = new SettingsStore(storage);
const token = new AccessToken({ location, history, storage });
const server = new Server(
  new URL('.', location.href).href,
  (input, init) => fetch(input, init),
  () => token.value,
);
speak(chooseLanguage(settings.current.language, navigator.languages));
writeFixedTexts();

const context = new AudioContext();
const analyser = new StereoAnalyser(context);
const speaker = new Speaker(element('audio', HTMLAudioElement), context, show);
const player = new Player({
  server,
  browser: {
    createPeer: () => new RTCPeerConnection(),
    codecs: () => RTCRtpReceiver.getCapabilities('audio')?.codecs ?? [],
  },
  wishes: wishesOf(settings.current),
  random: () => Math.random(),
  onChange: (view) => {
    speaker.use(view.track);
    show();
  },
});
player.setBufferTarget(bufferTarget[settings.current.buffer]);
speaker.setBalance(settings.current.balance);

const views = new ListeningViews(analyser);
views.apply(settings.current);
const meters = new Meters(
  {
    left: element('meter-left', HTMLElement),
    right: element('meter-right', HTMLElement),
    scale: element('meter-scale', HTMLElement),
  },
  () => analyser.read(),
  views.watch,
);
const levels = new LevelMemory();
const listenView = new ListenView({ listen, stop });
const tokenForm = new TokenForm((entered) => {
  token.value = entered;
  listen();
  feed.start();
  void learnRole();
});
const volume = new VolumeControl(settings, speaker, () => void diagnosis.forget());
const sound = new SoundControl(settings, {
  wish: () => player.wish(wishesOf(settings.current)),
  buffer: () => player.setBufferTarget(bufferTarget[settings.current.buffer]),
  balance: () => speaker.setBalance(settings.current.balance),
  views: () => views.apply(settings.current),
});
const applied = new AppliedView();
const media = new MediaSessionView({ play: listen, pause: () => speaker.pause(), stop });
const connection = new ConnectionWatch(
  player,
  new CaptureAge(
    () => server.now(),
    () => performance.timeOrigin + performance.now(),
  ),
  () => outputLatencyOf(context, navigator.userAgent),
  (news) => {
    connectionView.show(player.view, news);
    watchSilence();
  },
);
const connectionView = new ConnectionView(connection.history);
const facts = new FactFinder({
  player,
  server,
  speaker,
  analyser,
  settings,
  serverPeakSince: (moment) => levels.peakSince(moment),
});
const diagnosis = new DiagnosisView(() => facts.look());
const silence = new SilenceWatch({
  silent: () => void diagnosis.run().then(show),
  heard: () => {
    diagnosis.forget();
    show();
  },
});
const operator = new OperatorView(server);
new LeftRightCheck(context, (isOn) => speaker.setMuted(isOn || settings.current.muted));
new CopyButton(async () =>
  diagnosticsText({
    view: player.view,
    settings: settings.current,
    transport: player.transport,
    connection: connection.news,
    ladder: await diagnosis.run(),
  }),
);

const feed: EventFeed = new EventFeed(allEvents(server), () => Math.random(), {
  event: take,
  opened: () => {
    player.isTold = true;
    player.wake();
  },
  lost: () => {
    player.isTold = false;
    if (!metered) meters.stop();
  },
});

let metered: MediaStream | null = null;

function listen(): void {
  analyser.resume();
  speaker.play();
  player.start();
}

function stop(): void {
  void player.stop();
}

function take({ name, data }: FeedEvent): void {
  if (name === 'level') {
    takeLevel(data);
  } else if (name === 'sources') {
    operator.showSources(data);
  } else {
    player.tell(data);
  }
}

function takeLevel({ rms, peak }: EventData['level']): void {
  levels.push({ rms, peak }, performance.now());
  meters.serverLevels(rms.map((each, channel) => ({ rms: each, peak: peak[channel] ?? each })));
  // Also while nothing is received: that the computer sounds is half of the answer.
  meters.start();
  operator.showLevel(Math.max(...peak));
}

function show(): void {
  const { view } = player;
  const hold = view.state === 'playing' ? speaker.hold : null;
  listenView.show(view, hold, diagnosis.reason);
  tokenForm.show(['token-needed', 'wrong-token'].includes(view.trouble?.code ?? ''));
  applied.show(view);
  views.show(view.applied ? view.applied.channels === 2 && view.asksForStereo : null);
  media.show(view.status?.source.title ?? 'Earshot', hold ? 'blocked' : view.state);
  if (view.status) operator.showStatus(view.status);
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

function watchSilence(): void {
  if (player.view.state !== 'playing' || document.hidden) {
    silence.reset();
    return;
  }
  const samples = analyser.read();
  silence.push(samples && Math.max(...samples.map((each) => measure(each).peak)), 1);
}

/** Whoever may change things here is shown how. */
async function learnRole(): Promise<void> {
  // What keeps the server from answering is shown by the player.
  const access = await server.access().catch(() => null);
  if (access) operator.isOperator = access.role === 'operator';
}

const languageChoice = element('language', HTMLSelectElement);
languageChoice.value = document.documentElement.lang;
languageChoice.addEventListener('change', () => {
  const language = languageChoice.value as Language;
  settings.change({ language });
  speak(language);
  writeFixedTexts();
  meters.translate();
  volume.translate();
  sound.show();
  views.apply(settings.current);
  applied.translate(player.view);
  diagnosis.translate();
  operator.translate();
  connectionView.show(player.view, connection.news);
  show();
});

function wake(): void {
  analyser.resume();
  feed.wake();
  player.wake();
}

for (const gesture of ['pointerdown', 'keydown']) addEventListener(gesture, () => analyser.resume());
addEventListener('online', wake);
document.addEventListener('visibilitychange', () => {
  if (!document.hidden) wake();
});
addEventListener('pagehide', () => {
  feed.stop();
  void player.suspend();
});
addEventListener('pageshow', (event) => {
  if (!event.persisted) return;
  feed.start();
  player.resume();
});

player.start();
feed.start();
void learnRole();
