// What Earshot needs from the system: how each thing is recognised on disk and
// which package brings it, per package manager. Recognised by files rather than
// by asking the package manager, so that a complete machine costs milliseconds.

import { existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { findManager } from './package-manager.mjs';

/** @typedef {'apt' | 'dnf' | 'pacman' | 'zypper'} Manager */
/**
 * @typedef {object} Need
 * @property {string} what   plain words for the person at the terminal
 * @property {'run' | 'build' | 'test'} when   `build`: only while node-gtk has to be compiled
 * @property {{ plugin: string } | { typelib: string } | { header: string } | { program: string[] }} find
 * @property {Record<Manager, string[]>} packages
 * @property {Manager[]} [only]   elsewhere its package excludes another one that is needed
 */

/** The packages that bring one thing, by manager. */
const packages = (apt, dnf, pacman, zypper) => ({ apt, dnf, pacman, zypper });

const BASE = packages(
  ['gstreamer1.0-plugins-base'],
  ['gstreamer1-plugins-base'],
  ['gst-plugins-base'],
  ['gstreamer-plugins-base'],
);
const GOOD = packages(
  ['gstreamer1.0-plugins-good'],
  ['gstreamer1-plugins-good'],
  ['gst-plugins-good'],
  ['gstreamer-plugins-good'],
);
const BAD = packages(
  ['gstreamer1.0-plugins-bad'],
  ['gstreamer1-plugins-bad-free'],
  ['gst-plugins-bad'],
  ['gstreamer-plugins-bad'],
);
const NICE = packages(['gstreamer1.0-nice'], ['libnice-gstreamer1'], ['libnice'], ['gstreamer-libnice']);
const PULSE = packages(
  ['gstreamer1.0-pulseaudio'],
  ['gstreamer1-plugins-good'],
  ['gst-plugins-good'],
  ['gstreamer-plugins-good'],
);
const LIBAV = packages(
  ['gstreamer1.0-libav'],
  ['gstreamer1-plugin-libav'],
  ['gst-libav'],
  ['gstreamer-plugins-libav'],
);
const COMPILER = packages(['build-essential'], ['gcc-c++', 'make'], ['base-devel'], ['gcc-c++', 'make']);
const TOOLS = packages(['gstreamer1.0-tools'], ['gstreamer1'], ['gstreamer'], ['gstreamer-utils']);
const PULSEAUDIO = packages(['pulseaudio'], ['pulseaudio'], ['pulseaudio'], ['pulseaudio']);
const PULSE_TOOLS = packages(['pulseaudio-utils'], ['pulseaudio-utils'], ['libpulse'], ['pulseaudio-utils']);
const PIPEWIRE = packages(
  ['pipewire', 'pipewire-pulse', 'wireplumber'],
  ['pipewire', 'pipewire-pulseaudio', 'wireplumber'],
  ['pipewire', 'pipewire-pulse', 'wireplumber'],
  ['pipewire', 'pipewire-pulseaudio', 'wireplumber'],
);

/** @type {Need[]} */
const NEEDS = [
  {
    what: 'GStreamer core introspection',
    when: 'run',
    find: { typelib: 'Gst-1.0' },
    packages: packages(['gir1.2-gstreamer-1.0'], ['gstreamer1'], ['gstreamer'], ['typelib-1_0-Gst-1_0']),
  },
  {
    what: 'GStreamer controller introspection',
    when: 'run',
    find: { typelib: 'GstController-1.0' },
    packages: packages(
      ['gir1.2-gstreamer-1.0'],
      ['gstreamer1'],
      ['gstreamer'],
      ['typelib-1_0-GstController-1_0'],
    ),
  },
  {
    what: 'SDP introspection',
    when: 'run',
    find: { typelib: 'GstSdp-1.0' },
    packages: packages(
      ['gir1.2-gst-plugins-base-1.0'],
      ['gstreamer1-plugins-base'],
      ['gst-plugins-base'],
      ['typelib-1_0-GstSdp-1_0'],
    ),
  },
  {
    what: 'WebRTC introspection',
    when: 'run',
    find: { typelib: 'GstWebRTC-1.0' },
    packages: packages(
      ['gir1.2-gst-plugins-bad-1.0'],
      ['gstreamer1-plugins-bad-free-libs'],
      ['gst-plugins-bad'],
      ['typelib-1_0-GstWebRTC-1_0'],
    ),
  },
  { what: 'Opus encoder', when: 'run', find: { plugin: 'opus' }, packages: BASE },
  { what: 'mixer and converters', when: 'run', find: { plugin: 'audiomixer' }, packages: BASE },
  { what: 'RTP payloaders', when: 'run', find: { plugin: 'rtp' }, packages: GOOD },
  { what: 'G.711 encoders', when: 'run', find: { plugin: 'mulaw' }, packages: GOOD },
  { what: 'level meter', when: 'run', find: { plugin: 'level' }, packages: GOOD },
  { what: 'WebRTC transport', when: 'run', find: { plugin: 'webrtc' }, packages: BAD },
  { what: 'DTLS transport', when: 'run', find: { plugin: 'dtls' }, packages: BAD },
  { what: 'SRTP', when: 'run', find: { plugin: 'srtp' }, packages: BAD },
  { what: 'ICE transport (libnice)', when: 'run', find: { plugin: 'nice' }, packages: NICE },
  { what: 'PulseAudio/PipeWire capture', when: 'run', find: { plugin: 'pulseaudio' }, packages: PULSE },
  { what: 'G.722 encoder (libav)', when: 'run', find: { plugin: 'libav' }, packages: LIBAV },
  { what: 'C++ compiler', when: 'build', find: { program: ['g++', 'c++', 'clang++'] }, packages: COMPILER },
  { what: 'make', when: 'build', find: { program: ['make'] }, packages: COMPILER },
  {
    what: 'python3',
    when: 'build',
    find: { program: ['python3'] },
    packages: packages(['python3'], ['python3'], ['python'], ['python3']),
  },
  {
    what: 'pkg-config',
    when: 'build',
    find: { program: ['pkg-config', 'pkgconf'] },
    packages: packages(['pkg-config'], ['pkgconf-pkg-config'], ['pkgconf'], ['pkg-config']),
  },
  {
    what: 'introspection headers',
    when: 'build',
    find: { header: 'gobject-introspection-1.0/girepository.h' },
    packages: packages(
      ['libgirepository1.0-dev'],
      ['gobject-introspection-devel'],
      ['gobject-introspection'],
      ['gobject-introspection-devel'],
    ),
  },
  {
    what: 'cairo headers',
    when: 'build',
    find: { header: 'cairo/cairo-gobject.h' },
    packages: packages(['libcairo2-dev'], ['cairo-gobject-devel'], ['cairo'], ['cairo-devel']),
  },
  {
    what: 'gst-launch (decodes what test listeners receive)',
    when: 'test',
    find: { program: ['gst-launch-1.0'] },
    packages: TOOLS,
  },
  {
    what: 'Chromium',
    when: 'test',
    find: { program: ['chromium', 'chromium-browser', 'google-chrome'] },
    packages: packages(['chromium'], ['chromium'], ['chromium'], ['chromium']),
  },
  {
    what: 'Firefox',
    when: 'test',
    find: { program: ['firefox-esr', 'firefox'] },
    packages: packages(['firefox-esr'], ['firefox'], ['firefox'], ['MozillaFirefox']),
  },
  {
    what: 'PulseAudio daemon',
    when: 'test',
    find: { program: ['pulseaudio'] },
    packages: PULSEAUDIO,
    only: ['apt'], // dnf, pacman and zypper install it or pipewire-pulse, never both
  },
  { what: 'PulseAudio tools', when: 'test', find: { program: ['pactl'] }, packages: PULSE_TOOLS },
  { what: 'PipeWire daemon', when: 'test', find: { program: ['pipewire'] }, packages: PIPEWIRE },
  { what: 'PipeWire session manager', when: 'test', find: { program: ['wireplumber'] }, packages: PIPEWIRE },
  {
    what: "PulseAudio's protocol for PipeWire",
    when: 'test',
    find: { program: ['pipewire-pulse'] },
    packages: PIPEWIRE,
  },
];

/**
 * The needs of a stage that this machine does not meet.
 * @param {{ run?: boolean, build?: boolean, test?: boolean }} stages
 * @param {{ root?: string, path?: string }} [machine] another root and PATH, for tests
 * @returns {Need[]}
 */
export function missingNeeds(stages, { root = '/', path = process.env.PATH ?? '' } = {}) {
  const dirs = systemDirs(root);
  const manager = findManager(path)?.name;
  const isPossible = ({ only }) => !only || !manager || only.includes(manager);
  return NEEDS.filter((need) => stages[need.when] && isPossible(need) && !isPresent(need, dirs, path));
}

/** Library and header folders; Debian puts libraries below a folder named after the machine. */
function systemDirs(root) {
  const lib = join(root, 'usr/lib');
  const multiarch = existsSync(lib) ? readdirSync(lib).filter(isOfThisMachine) : [];
  const libs = [
    ...multiarch.map((name) => join(lib, name)),
    join(root, 'usr/lib64'),
    lib,
    join(root, 'usr/local/lib'),
  ];
  const includes = [join(root, 'usr/include'), join(root, 'usr/local/include')];
  return { libs, includes };
}

/** How Debian calls Node's architectures; a folder of another one (of Wine, say) holds nothing that we can load. */
const DEBIAN_NAMES = { x64: 'x86_64', arm64: 'aarch64', arm: 'arm', ia32: 'i386' };

function isOfThisMachine(folder) {
  const machine = DEBIAN_NAMES[process.arch] ?? '';
  return folder.startsWith(machine) && /-linux-(gnu|musl)/.test(folder);
}

function isPresent(need, { libs, includes }, path) {
  const { find } = need;
  if ('plugin' in find)
    return libs.some((dir) => existsSync(join(dir, 'gstreamer-1.0', `libgst${find.plugin}.so`)));
  if ('typelib' in find)
    return libs.some((dir) => existsSync(join(dir, 'girepository-1.0', `${find.typelib}.typelib`)));
  if ('header' in find) return includes.some((dir) => existsSync(join(dir, find.header)));
  return find.program.some((name) =>
    path.split(delimiter).some((dir) => dir !== '' && existsSync(join(dir, name))),
  );
}
