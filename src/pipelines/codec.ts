import type { CodecName } from '../api.js';
import type { CodecDefinition } from './definition.js';
import { launchText, listOf, namesElement, onlyKeys, positiveInteger, text } from './fields.js';
import type { PipelineFile } from './read.js';

const KEYS = ['title', 'encodingName', 'clockRate', 'encode', 'payload', 'requires'];
const NAMES: readonly CodecName[] = ['opus', 'g722', 'pcmu', 'pcma'];

/** @throws AppError `invalid-pipeline` */
export function readCodec(name: string, file: PipelineFile): CodecDefinition {
  onlyKeys(file, KEYS);
  const codec = NAMES.find((known) => known === name);
  // What options and offers mean for a codec is code, so a new file alone makes no new codec.
  if (codec === undefined)
    return file.fail(`codecs are ${NAMES.join(', ')}; what "${name}" negotiates is not known`);
  const encode = launchText(file, 'encode');
  const payload = launchText(file, 'payload');
  if (!namesElement(encode, 'encoder')) file.fail('"encode" needs an element with name=encoder', 'encode');
  if (!namesElement(payload, 'payloader'))
    file.fail('"payload" needs an element with name=payloader', 'payload');
  return {
    name: codec,
    title: text(file, 'title'),
    encodingName: text(file, 'encodingName'),
    clockRate: positiveInteger(file, 'clockRate'),
    encode,
    payload,
    requires: listOf(file, 'requires', { fallback: [] }),
  };
}
