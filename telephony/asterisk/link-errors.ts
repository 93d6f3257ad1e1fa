import { HolosError } from '../../errors.ts';

export type AriCode =
  | 'ari.not-found'
  | 'ari.conflict'
  | 'ari.gone'
  | 'ari.refused'
  | 'ari.failed'
  | 'ari.timeout'
  | 'ari.down';

/** An ARI operation that did not succeed; `status` is the HTTP status, 0 when there was no answer. */
export class AriError extends HolosError {
  declare readonly code: AriCode;
  readonly status: number;

  constructor(
    code: AriCode,
    message: string,
    status = 0,
    details: Record<string, unknown> = {},
    cause?: unknown,
  ) {
    super(code, message, { status, ...details }, cause);
    this.name = 'AriError';
    this.status = status;
  }
}

/** The code that an HTTP status stands for in ARI. */
export function ariCodeOf(status: number): AriCode {
  if (status === 404) return 'ari.not-found';
  if (status === 409) return 'ari.conflict';
  if (status === 412) return 'ari.gone';
  return status >= 400 && status < 500 ? 'ari.refused' : 'ari.failed';
}

export type AmiCode = 'ami.refused' | 'ami.timeout' | 'ami.down';

/** An AMI action that did not succeed. */
export class AmiError extends HolosError {
  declare readonly code: AmiCode;

  constructor(code: AmiCode, message: string, details: Record<string, unknown> = {}, cause?: unknown) {
    super(code, message, details, cause);
    this.name = 'AmiError';
  }
}
