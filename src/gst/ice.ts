import { getProperty } from './elements.js';
import { type Element, refCount } from './gi.js';

interface IceAgent {
  agent: { upnp: boolean };
  iceTcp: boolean;
  refSink(): void;
}

/**
 * Sets a webrtcbin's ICE agent up. webrtcbin holds it by a floating reference,
 * which reading the property steals: without a sink of our own the agent would
 * die with the JavaScript wrapper, under the running session.
 */
export function configureIce(webrtcbin: Element): void {
  const ice = getProperty<IceAgent>(webrtcbin, 'iceAgent');
  if (refCount(ice) === 1) ice.refSink();
  ice.agent.upnp = false; // a search for UPnP routers costs 200 ms per listener
  ice.iceTcp = false;
}
