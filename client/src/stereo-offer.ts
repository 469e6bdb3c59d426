/**
 * Asks for two decoded channels in the browser's own offer: Chromium and Safari
 * decode Opus as mono unless their local description says `stereo=1` (RFC 7587
 * section 6.1: it is the receiver who states this). Only the fmtp line of the
 * payload type mapped to `opus/48000/2` is touched, so RED and multiopus stay.
 */
export function askForStereo(sdp: string): string {
  return sdp
    .split(/^(?=m=)/m)
    .map((section) => (section.startsWith('m=audio ') ? askInSection(section) : section))
    .join('');
}

function askInSection(section: string): string {
  const rtpmap = /^a=rtpmap:(\d+) opus\/48000\/2[ \t]*(\r?\n|$)/im.exec(section);
  if (!rtpmap) return section;
  const [line, payloadType = '', lineEnd = ''] = rtpmap;
  const fmtp = new RegExp(`^(a=fmtp:${payloadType}[ \\t]+)([^\\r\\n]*)`, 'm');
  if (fmtp.test(section)) {
    return section.replace(fmtp, (_, start: string, parameters: string) => start + withStereo(parameters));
  }
  const added = `a=fmtp:${payloadType} stereo=1`;
  return section.replace(line, () => (lineEnd ? `${line}${added}${lineEnd}` : `${line}\r\n${added}`));
}

function withStereo(parameters: string): string {
  const others = parameters
    .split(';')
    .map((parameter) => parameter.trim())
    .filter((parameter) => parameter !== '' && !/^stereo\s*=/i.test(parameter));
  return [...others, 'stereo=1'].join(';');
}
