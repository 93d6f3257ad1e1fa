/** What Asterisk tells over ARI, as far as Holos listens. Everything else is filtered out at the source. */
export type AriEventType =
  | 'StasisStart'
  | 'StasisEnd'
  | 'ChannelStateChange'
  | 'ChannelDtmfReceived'
  | 'ChannelHangupRequest'
  | 'ChannelDestroyed'
  | 'PlaybackStarted'
  | 'PlaybackFinished'
  | 'RecordingStarted'
  | 'RecordingFinished'
  | 'RecordingFailed'
  | 'PeerStatusChange';

export interface AriChannel {
  id: string;
  name: string;
  state: string;
  caller: { name: string; number: string };
  connected: { name: string; number: string };
  dialplan: { context: string; exten: string; priority: number };
  creationtime: string;
  channelvars?: Record<string, string>;
}

export interface AriEvent {
  type: AriEventType;
  timestamp: string;
  channel?: AriChannel;
  bridge?: { id: string; channels: string[]; bridge_type: string };
  playback?: {
    id: string;
    state: 'queued' | 'playing' | 'continuing' | 'done' | 'failed' | 'cancelled';
    target_uri: string;
  };
  recording?: { name: string; state: string; cause?: string; duration?: number };
  /** StasisStart. */
  args?: string[];
  /** ChannelDtmfReceived: told once a key, when it is pressed (or let go, where the press was not heard). */
  digit?: string;
  duration_ms?: number;
  /** ChannelDestroyed, ChannelHangupRequest: Q.850 cause, and the SIP status when there was one. */
  cause?: number;
  cause_txt?: string;
  tech_cause?: number;
  /** PeerStatusChange. */
  endpoint?: { technology: string; resource: string; state: string };
}

/** `down`: no link. `syncing`: linked, being compared with what we believe. `up`: calls are taken. */
export type NodeState = 'down' | 'syncing' | 'up';

/** What a node reports of itself after every (re)connection. */
export interface NodeInventory {
  channels: AriChannel[];
  bridges: { id: string; name: string; channels: string[] }[];
}

/** What is to be done, by ari-client's names. Body fields stand under `body`; the rest are path and query parameters. */
export interface AriOperation {
  readonly resource: string;
  readonly operation: string;
  readonly parameters: Readonly<Record<string, unknown>>;
}

/**
 * One Asterisk, by name, over one ARI and one AMI link that are kept for as long as it takes.
 * The only way from the rest of Holos to Asterisk.
 */
export interface AsteriskNode {
  readonly name: string;
  readonly state: NodeState;
  /** Resolves when the node is `up`; rejects with the signal's reason. */
  whenUp(signal?: AbortSignal): Promise<void>;
  /**
   * One ARI operation by its ari-client name, e.g. `ari('channels', 'play', { channelId, media })`. Body fields such as
   * `variables` go under `body`, the rest are query parameters. Limited to `limitMs` (3,000 unless told).
   * @throws AriError with `status` (HTTP) and `code`: `ari.not-found` 404, `ari.conflict` 409, `ari.gone` 412,
   *   `ari.refused` other 4xx, `ari.failed` 5xx, `ari.timeout`, `ari.down` when there is no link.
   */
  ari<T = unknown>(
    resource: string,
    operation: string,
    parameters?: Record<string, unknown>,
    limitMs?: number,
  ): Promise<T>;
  /**
   * Several operations at once, which Asterisk carries out one after the other: each begins the moment the one before it is
   * done, without a word from us in between. One that fails does not keep the next from being tried.
   * @returns the answers in the same order, each as `ari` gives it
   */
  ariInOrder(operations: readonly AriOperation[], limitMs?: number): Promise<unknown>[];
  /** One AMI action; line breaks in values are refused. @throws AmiError `ami.refused`, `ami.timeout`, `ami.down` */
  ami(action: string, fields?: Record<string, string>): Promise<Record<string, string>>;
  /** Events of one type. The returned function stops them. */
  on(type: AriEventType, listener: (event: AriEvent) => void): () => void;
  /** Events about one channel, bridge, playback or recording, by its id (a recording: its name). */
  onSubject(id: string, listener: (event: AriEvent) => void): () => void;
  /** Whether anybody listens to what is told of this channel, bridge, playback or recording. */
  isFollowed(id: string): boolean;
  /** From now on the link comes up, and comes back. Whoever listens to its first syncing has said so before. */
  begin(): this;
  /**
   * Called after every (re)connection, before the node is `up`, while events are already being buffered:
   * the place to compare what we believe with what is there. The node is `up` when all have resolved.
   */
  onSync(listener: (inventory: NodeInventory) => Promise<void>): () => void;
  onState(listener: (state: NodeState) => void): () => void;
  /** AMI security events (refused INVITE, REGISTER …), counted by kind. */
  onRefused(listener: (refusal: { kind: string; address: string }) => void): () => void;
  close(): Promise<void>;
}
