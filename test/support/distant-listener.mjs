// A listener in a process of its own, so that a test can stop or kill it without a word to the server.
//
//   node distant-listener.mjs http://127.0.0.1:PORT
//
// Prints "hears" once sound flows.

import { RTCPeerConnection, RTCRtpCodecParameters } from 'werift';

const opus = new RTCRtpCodecParameters({
  mimeType: 'audio/opus',
  clockRate: 48_000,
  channels: 2,
  payloadType: 111,
  parameters: 'minptime=10;useinbandfec=1',
});
const peer = new RTCPeerConnection({ codecs: { audio: [opus] } });
const transceiver = peer.addTransceiver('audio', { direction: 'recvonly' });
// An empty list of ICE servers means werift's public one: tests ask nobody outside.
for (const { connection } of peer.iceTransports) Object.assign(connection, { stunServer: undefined });
transceiver.onTrack.subscribe((track) => track.onReceiveRtp.once(() => console.log('hears')));
await peer.setLocalDescription(await peer.createOffer());
const response = await fetch(`${process.argv[2]}/offer`, {
  method: 'POST',
  headers: { 'content-type': 'application/sdp' },
  // As the client of DTLS: see receiver.ts.
  body: peer.localDescription.sdp.replace('a=setup:actpass', 'a=setup:active'),
});
if (!response.ok) throw new Error(await response.text());
await peer.setRemoteDescription({ type: 'answer', sdp: await response.text() });
