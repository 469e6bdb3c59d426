/** A page that sends two tones, left and right, to whoever offers to listen. */

import type { Page } from 'playwright-core';

export const LEFT_HZ = 440;
export const RIGHT_HZ = 880;

export class ToneSender {
  /** @param page on any address; it is navigated nowhere */
  static async on(page: Page): Promise<ToneSender> {
    await page.evaluate(
      ([left, right]) => {
        const context = new AudioContext();
        const merger = new ChannelMergerNode(context, { numberOfInputs: 2 });
        const destination = new MediaStreamAudioDestinationNode(context, { channelCount: 2 });
        const fader = new GainNode(context);
        merger.connect(fader).connect(destination);
        // Left at −12 dBFS peak, right at −18: a sine's RMS is 3 dB below.
        for (const [index, frequency, gain] of [
          [0, left, 0.25],
          [1, right, 0.125],
        ] as const) {
          const tone = new OscillatorNode(context, { frequency });
          tone.connect(new GainNode(context, { gain })).connect(merger, 0, index);
          tone.start();
        }
        const peers = new Map<string, RTCPeerConnection>();
        const sender = { stream: destination.stream, peers, fader };
        Object.assign(globalThis, { sender });
      },
      [LEFT_HZ, RIGHT_HZ] as const,
    );
    return new ToneSender(page);
  }

  private constructor(private readonly page: Page) {}

  /** Full answer with candidates. */
  answer(id: string, offer: string): Promise<string> {
    return this.page.evaluate(
      async ([id, offer]) => {
        const { sender } = globalThis as unknown as {
          sender: { stream: MediaStream; peers: Map<string, RTCPeerConnection> };
        };
        const peer = new RTCPeerConnection();
        sender.peers.set(id, peer);
        for (const track of sender.stream.getTracks()) peer.addTrack(track, sender.stream);
        await peer.setRemoteDescription({ type: 'offer', sdp: offer });
        const answer = await peer.createAnswer();
        await peer.setLocalDescription(answer);
        while (peer.iceGatheringState !== 'complete') {
          await new Promise((resolve) => peer.addEventListener('icegatheringstatechange', resolve));
        }
        return peer.localDescription?.sdp ?? '';
      },
      [id, offer] as const,
    );
  }

  /** Sends nothing more to anybody and says nothing about it: the transport stays up. */
  async fallSilent(): Promise<void> {
    await this.page.evaluate(async () => {
      const { sender } = globalThis as unknown as { sender: { peers: Map<string, RTCPeerConnection> } };
      for (const peer of sender.peers.values()) {
        for (const { sender: rtp } of peer.getTransceivers()) {
          const parameters = rtp.getParameters();
          for (const encoding of parameters.encodings) encoding.active = false;
          await rtp.setParameters(parameters);
        }
      }
      sender.peers.clear();
    });
  }

  /** Goes on sending packets, with digital silence in them, or with the tones again. */
  async mute(isMuted: boolean): Promise<void> {
    await this.page.evaluate((isMuted) => {
      const { sender } = globalThis as unknown as { sender: { fader: GainNode } };
      sender.fader.gain.value = isMuted ? 0 : 1;
    }, isMuted);
  }
}
