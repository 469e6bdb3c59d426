import type { SourceSpec } from '../engine/protocol.js';
import { assignProperties, children, getProperty, watchProperty } from './elements.js';
import type { Bin, Element } from './gi.js';
import type { Needed } from './pulse-watch.js';
import { NONE } from './pulse-wire.js';

/** pulsesrc's name for the monitor of whatever output is the default. */
const DEFAULT_MONITOR = '@DEFAULT_MONITOR@';
const DEFAULT_SOURCE = '@DEFAULT_SOURCE@';

/** What the sound server means by some names now. */
export interface Places {
  /** `@DEFAULT_MONITOR@`; '' while nobody knows. */
  defaultMonitor: string;
  /** The wished application: the number of its stream. */
  playback?: number | undefined;
}

interface Capture {
  element: Element;
  /** The device that it was given. */
  asked: string;
  /** It shall be the default output's, whichever that is. */
  followsDefault: boolean;
  /** Where it really is; '' until that is known. */
  place: string;
}

/** A source's elements that record from a device of the sound server, and where each of them is. */
export class Captures {
  readonly #captures: Capture[];

  /**
   * @throws Error when it would record a microphone without being one
   */
  constructor(
    bin: Bin,
    private readonly spec: SourceSpec,
    { defaultMonitor, playback }: Places,
  ) {
    this.#captures = children(bin)
      .filter((element) => 'currentDevice' in element)
      .map((element) => {
        const asked = getProperty<string | null>(element, 'device') ?? DEFAULT_SOURCE;
        if (asked === DEFAULT_SOURCE && spec.kind !== 'microphone') {
          throw new Error(
            'no device or application is named, and that would be the microphone: name one, or make it a source of kind "microphone"',
          );
        }
        watchProperty(element, 'current-device');
        const followsDefault = asked === DEFAULT_MONITOR;
        // PipeWire 0.3 does not know that name and records the default input instead: the microphone.
        if (followsDefault && defaultMonitor !== '') assignProperties(element, { device: defaultMonitor });
        // By its name it could be the next stream of that application, which is not yet connected to its output.
        if (spec.kind === 'application' && playback !== undefined)
          assignProperties(element, { device: String(playback) });
        return { element, asked, followsDefault, place: followsDefault ? defaultMonitor : '' };
      });
  }

  /** Whether it is a client of the sound server: its states then change only while that answers. */
  get any(): boolean {
    return this.#captures.length > 0;
  }

  /** Whether it has no stream on the server: not yet, or no more. */
  get isUnconnected(): boolean {
    return this.#captures.some(({ element }) => getProperty(element, 'sourceOutputIndex') === NONE);
  }

  /** What the sound server has to have for it; undefined: the default of something, or nothing. */
  get needed(): Needed | undefined {
    const asked = this.#captures.find((capture) => !capture.asked.startsWith('@'))?.asked;
    if (asked === undefined) return undefined;
    return this.spec.kind === 'application' ? { application: asked } : { device: asked };
  }

  /** The element that records by this stream of the sound server. */
  byStream(stream: number): object | undefined {
    return this.#captures.find(({ element }) => getProperty(element, 'sourceOutputIndex') === stream)
      ?.element;
  }

  /**
   * PulseAudio moves the stream of a vanished device to another one, which may be
   * a microphone. Takes note of where an element is now.
   * @returns whether that is not what was asked for
   */
  isForeign(element: object, place: string, defaultMonitor: string): boolean {
    const capture = this.#captures.find((one) => one.element === element);
    if (!capture || place === '' || place === capture.place) return false;
    // An application's sound comes from no device; what is one, is none.
    if (this.spec.kind === 'application' || !isWished(capture, place, defaultMonitor)) return true;
    capture.place = place;
    return false;
  }

  /** Whether it shall record the default output and does not, as another one has become that. */
  missDefault(defaultMonitor: string): boolean {
    if (defaultMonitor === '') return false;
    return this.#captures.some(
      ({ followsDefault, place }) => followsDefault && place !== '' && place !== defaultMonitor,
    );
  }
}

function isWished({ followsDefault, asked }: Capture, place: string, defaultMonitor: string): boolean {
  if (!followsDefault) return asked.startsWith('@') || place === asked;
  return defaultMonitor === '' ? place.endsWith('.monitor') : place === defaultMonitor;
}
