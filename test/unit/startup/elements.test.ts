import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../../src/config/load.js';
import type { EngineInfo } from '../../../src/engine/protocol.js';
import { loadCatalog } from '../../../src/pipelines/catalog.js';
import { coreElements, usableCodecs, verifyEngine, verifySource } from '../../../src/startup/elements.js';
import { appErrorOf } from '../../support/app-error-of.js';

const { codecs } = loadCatalog(loadConfig([], {}).config.pipelines.folder, 'linux');

function engine(gstreamer: EngineInfo['gstreamer'], missingElements: string[] = []): EngineInfo {
  return { gstreamer, missingElements };
}

describe('the engine', () => {
  it.each([[[1, 20, 0]], [[1, 22, 5]], [[2, 0, 0]]] as [EngineInfo['gstreamer']][])(
    'is fine with GStreamer %j',
    (version) => {
      expect(() => verifyEngine(engine(version))).not.toThrow();
    },
  );

  it.each([[[1, 19, 90]], [[1, 18, 4]], [[0, 99, 0]]] as [EngineInfo['gstreamer']][])(
    'is refused with GStreamer %j',
    (version) => {
      const error = appErrorOf(() => verifyEngine(engine(version)));
      expect(error).toMatchObject({ code: 'gstreamer-too-old', exit: 1 });
      expect(error.message).toContain(`1.20 or newer; this is ${version.join('.')}`);
    },
  );

  it.each(coreElements)('is refused without %s, and the fix is named', (name) => {
    const error = appErrorOf(() => verifyEngine(engine([1, 22, 0], ['x', name])));
    expect(error).toMatchObject({ code: 'missing-elements', exit: 1 });
    expect(error.message).toBe(
      `GStreamer lacks: ${name}. Run "node scripts/setup.mjs" to install what is missing.`,
    );
  });

  it('is fine without what only some codec or source needs', () => {
    expect(() => verifyEngine(engine([1, 22, 0], ['avenc_g722', 'pulsesrc']))).not.toThrow();
  });
});

describe('the source', () => {
  it('is refused without its elements, and the way out is named', () => {
    const error = appErrorOf(() => verifySource('system', ['pulsesrc', 'queue'], ['avenc_g722', 'pulsesrc']));
    expect(error).toMatchObject({ code: 'missing-elements', exit: 1 });
    expect(error.message).toMatch(/"system" needs pulsesrc, which.*setup\.mjs.*--source/);
  });

  it('is fine with them', () => {
    expect(() => verifySource('system', ['pulsesrc'], ['avenc_g722'])).not.toThrow();
  });
});

describe('the codecs', () => {
  const namesOf = (missing: string[], bitrate = 96_000) => {
    const { codecs: usable, warnings } = usableCodecs(codecs, missing, bitrate);
    return { names: usable.map(({ name }) => name).sort(), warnings };
  };

  it('are all four on a complete machine', () => {
    expect(namesOf([])).toEqual({ names: ['g722', 'opus', 'pcma', 'pcmu'], warnings: [] });
  });

  it('are those whose elements are here; the others cost a warning each', () => {
    const { names, warnings } = namesOf(['avenc_g722', 'rtppcmapay']);
    expect(names).toEqual(['opus', 'pcmu']);
    expect(warnings).toEqual([
      expect.stringMatching(/^codec g722 is left out: GStreamer lacks avenc_g722\. Run "node scripts/),
      expect.stringMatching(/^codec pcma is left out: GStreamer lacks rtppcmapay\. Run "node scripts/),
    ]);
  });

  it('are Opus alone below the bit rate that the others always take', () => {
    const { names, warnings } = namesOf([], 63_999);
    expect(names).toEqual(['opus']);
    expect(warnings).toHaveLength(3);
    expect(warnings[0]).toContain('it always takes 64000 bps, and --audio-bitrate is 63999');
    expect(namesOf([], 64_000).names).toHaveLength(4);
  });

  it('must not all be missing', () => {
    const error = appErrorOf(() => namesOf(['opusenc'], 32_000));
    expect(error).toMatchObject({ code: 'missing-elements', exit: 1 });
    expect(error.message).toMatch(
      /no codec[^]*g722 is left out[^]*opus is left out: GStreamer lacks opusenc/,
    );
  });
});
