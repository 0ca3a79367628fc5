// The shapes of the HTTP interface that these pages read; instants are ISO 8601 in UTC.

export interface Live {
  channelId: string;
  isLive: boolean;
  startedAt: string | null;
  title: string | null;
  viewers: number | null;
  sessionId: string | null;
}

/** What this browser holds. `renewable`: a login session that may still be good for a new access token. */
export interface Session {
  signedIn: boolean;
  renewable: boolean;
}

export interface Account {
  accountId: string;
  email: string;
  name: string;
  groups: string[];
  channels: Record<string, 'broadcaster' | 'moderator'>;
}

export interface Channel {
  channelId: string;
  title: string;
  broadcasterName: string;
  graceSeconds: number;
  provisioned: boolean;
}

export interface EncoderCredentials {
  server: string;
  streamKey: string;
  expiresAt: string;
}

export type BroadcastState = 'UNPROVISIONED' | 'READY' | 'STARTING' | 'LIVE' | 'ENDING';
export type EncoderState = 'ABSENT' | 'CONNECTED' | 'LOST' | 'ERROR';
export type Action = 'PROVISION' | 'GO_LIVE' | 'STOP_LIVE' | 'FORCE_END';

export interface Broadcast {
  channelId: string;
  state: BroadcastState;
  seq: number;
  since: string;
  waiting: { reason: string; message?: string; until: string | null } | null;
  encoder: {
    state: EncoderState;
    clientName: string | null;
    clientVersion: string | null;
    since: string | null;
    graceEndsAt: string | null;
    error: unknown;
  };
  session: { sessionId: string; title: string; startedAt: string } | null;
  lastSession: { startedAt: string; endedAt: string; totalMinutes: number; endReason: string } | null;
  stopOwed: { since: string; attempts: number; lastError: string | null } | null;
  warnings: { code: string; message: string; fix: string; since: string | null }[];
  actions: Action[];
}
