import { describe, expect, it } from 'vitest';
import type { EncoderProfile } from '../../../src/engine/protocol.js';
import { profileKey } from '../../../src/negotiation/profile-key.js';
import { anOpusOffer, plan, type SettingsChange } from '../../support/offers.js';

const profile: EncoderProfile = {
  codec: 'opus',
  encoder: { bitrate: 1, dtx: true },
  payloader: { dtx: true },
};

function keyOf(parameters: string, change: SettingsChange = {}): string {
  return profileKey(plan(anOpusOffer(parameters), change).listener.profile);
}

describe('profileKey', () => {
  it('does not depend on the order of properties', () => {
    expect(profileKey({ payloader: { dtx: true }, encoder: { dtx: true, bitrate: 1 }, codec: 'opus' })).toBe(
      profileKey(profile),
    );
  });

  it.each([
    { ...profile, codec: 'g722' as const },
    { ...profile, encoder: { bitrate: 1 } },
    { ...profile, encoder: { bitrate: 1, dtx: 'true' } },
    { ...profile, payloader: {} },
  ])('differs for another profile', (other: EncoderProfile) => {
    expect(profileKey(other)).not.toBe(profileKey(profile));
  });
});

describe('listeners share an encoder', () => {
  it('although their payload types differ', () => {
    const other = anOpusOffer('useinbandfec=1').replaceAll('111', '109');
    expect(profileKey(plan(other).listener.profile)).toBe(keyOf('useinbandfec=1'));
  });

  it.each([
    ['a limit above the configuration', 'maxaveragebitrate=128000'],
    ['the wish for stereo', 'stereo=1'],
    ['a playback rate of everything', 'maxplaybackrate=48000'],
    ['permission to use DTX', 'usedtx=1'],
  ])('although one states %s', (_, parameter) => {
    expect(keyOf(`useinbandfec=1;${parameter}`)).toBe(keyOf('useinbandfec=1'));
  });

  it('when DTX differs only where it has no effect', () => {
    expect(keyOf('cbr=1;usedtx=0')).toBe(keyOf('cbr=1;usedtx=1'));
  });

  it('when FEC differs only where there is none', () => {
    const change = { audio: { bitrate: 16_000 } };
    expect(keyOf('useinbandfec=1', change)).toBe(keyOf('useinbandfec=0', change));
  });

  it('but not when one asks for less', () => {
    expect(keyOf('useinbandfec=1;maxaveragebitrate=64000')).not.toBe(keyOf('useinbandfec=1'));
  });
});
