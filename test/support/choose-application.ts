import type { Program } from './program.js';

/** Has a running program capture the application of this name. */
export function chooseApplication(program: Program, application: string): Promise<Response> {
  return fetch(`${program.url}/api/source`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'application', parameters: { application } }),
  });
}
