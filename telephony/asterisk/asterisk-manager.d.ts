/** asterisk-manager 0.2.0 has no types; these are the parts that Holos uses, as its source has them. */
declare module 'asterisk-manager' {
  type AmiMessage = Record<string, string | string[] | Record<string, string>>;

  interface AmiManager {
    /** `to` goes to net.createConnection as it is. */
    connect(
      to: { port: number; host: string; signal: AbortSignal },
      host: undefined,
      callback: () => void,
    ): void;
    login(callback: (error?: unknown) => void): void;
    action(action: Record<string, string>, callback: (error: unknown, answer?: AmiMessage) => void): string;
    isConnected(): boolean | undefined;
    on(event: 'managerevent', listener: (event: AmiMessage) => void): void;
    on(event: 'error' | 'close', listener: (error?: unknown) => void): void;
    removeAllListeners(event?: string): void;
  }

  /** Without a port it does not connect by itself. */
  const create: new (
    port: undefined,
    host: string,
    user: string,
    password: string,
    events: boolean,
  ) => AmiManager;
  export default create;
  export type { AmiManager, AmiMessage };
}
