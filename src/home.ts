import { homedir } from 'node:os';

/**
 * The AWS SDK looks for its files in the home folder and fails every call of a user who has none: neither HOME nor a line in
 * /etc/passwd, as in a container under an arbitrary user ID. Such a user gets the root folder, where there are none.
 */
export function ensureHome(env: Record<string, string | undefined>): void {
  try {
    homedir();
  } catch {
    // A system error is its way of saying that there is none.
    env['HOME'] = '/';
  }
}
