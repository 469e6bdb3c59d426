import type { DefaultsRequest, ListedDefault } from '../api.js';
import { AppError } from '../errors.js';
import { audioContradictions } from './audio-checks.js';
import { suggestion } from './nearest.js';
import { allowed, type Format, type Option, options } from './options.js';
import type { AudioSettings, OpusSettings } from './types.js';
import { fits } from './values.js';

/** What a listener is sent with, as far as its own offer does not narrow it. */
export interface ListenerSettings {
  audio: Readonly<AudioSettings>;
  opus: Readonly<OpusSettings>;
}

export interface ListenerDefaultsParts {
  settings: ListenerSettings;
  /** @throws AppError where this machine cannot do that */
  vet: (settings: ListenerSettings) => void;
  /** Other settings are in force from now on. */
  onChange: (changes: DefaultsRequest) => void;
}

type Room = keyof ListenerSettings;

const rooms: readonly Room[] = ['audio', 'opus'];
const ownOptions = options.filter(({ key }) => rooms.includes(roomOf(key)));

/** Owns what new listeners get: as configured, until the operator changes it while Earshot runs. */
export class ListenerDefaults {
  readonly #parts: ListenerDefaultsParts;
  #settings: ListenerSettings;

  constructor(parts: ListenerDefaultsParts) {
    this.#parts = parts;
    this.#settings = { audio: parts.settings.audio, opus: parts.settings.opus };
  }

  get settings(): ListenerSettings {
    return this.#settings;
  }

  /** In the order of the table of options. */
  list(): ListedDefault[] {
    return ownOptions.map((option) => {
      const { name, doc, format } = option;
      return {
        name,
        description: doc,
        ...shapeOf(format),
        default: option.default as ListedDefault['default'],
        value: this.#valueOf(option),
      };
    });
  }

  /**
   * Sets some of them for whoever joins from now on, all or none.
   * @throws AppError `invalid-defaults` that names every wrong one
   */
  change(request: DefaultsRequest): ListedDefault[] {
    const entries = Object.entries(request);
    refuse(entries.flatMap(([name, value]) => problemsWith(name, value)));
    const next = { audio: { ...this.#settings.audio }, opus: { ...this.#settings.opus } };
    for (const { key, name } of ownOptions) {
      if (!Object.hasOwn(request, name)) continue;
      Object.assign(next[roomOf(key)], { [settingOf(key)]: request[name] });
    }
    refuse(audioContradictions(next));
    this.#vet(next);
    this.#settings = next;
    if (entries.length > 0) this.#parts.onChange(request);
    return this.list();
  }

  #valueOf({ key }: Option): ListedDefault['value'] {
    const room: object = this.#settings[roomOf(key)];
    return (room as Record<string, ListedDefault['value']>)[settingOf(key)] ?? null;
  }

  #vet(settings: ListenerSettings): void {
    try {
      this.#parts.vet(settings);
    } catch (error) {
      if (error instanceof AppError) throw new AppError('invalid-defaults', error.message, { cause: error });
      throw error;
    }
  }
}

function roomOf(key: string): Room {
  return key.split('.')[0] as Room;
}

function settingOf(key: string): string {
  return key.split('.')[1] ?? '';
}

function problemsWith(name: string, value: unknown): string[] {
  const option = ownOptions.find((known) => known.name === name);
  if (!option) {
    const names = ownOptions.map((known) => known.name);
    const hint = suggestion(name, names) || `; there are: ${names.join(', ')}`;
    return [`"${name.slice(0, 50)}" is nothing that new listeners get${hint}`];
  }
  if (fits(option.format, value)) return [];
  return [`${name} was given ${JSON.stringify(value).slice(0, 50)}; allowed is ${allowed(option.format)}`];
}

function refuse(problems: string[]): void {
  if (problems.length === 0) return;
  const sentences = problems.map((problem) => (problem.endsWith('?') ? problem : `${problem}.`));
  throw new AppError('invalid-defaults', sentences.join('\n'));
}

/** What a value may be, as parameters of sources and filters say it. */
function shapeOf(format: Format): Pick<ListedDefault, 'type' | 'minimum' | 'maximum' | 'enum' | 'nullable'> {
  switch (format.type) {
    case 'integer': {
      const { minimum, maximum, nullable } = format;
      return { type: 'integer', minimum, maximum, ...(nullable && { nullable }) };
    }
    case 'choice': {
      const isText = typeof format.values[0] === 'string';
      return { type: isText ? 'string' : 'integer', enum: [...format.values] };
    }
    case 'boolean':
      return { type: 'boolean' };
    case 'text':
    case 'parameters':
      return { type: 'string' };
  }
}
