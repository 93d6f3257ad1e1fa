import { promisify } from 'node:util';
import type { Request } from 'express';
import { type Database, inTransaction } from '../../../db/connect.ts';
import { changeOperator, findOperatorByLogin } from '../../../db/queries/operators.ts';
import { revokeSessions } from '../../../db/queries/sessions.ts';
import { HolosError } from '../../../errors.ts';
import type { Logger } from '../../../log.ts';
import type { Desks } from '../live/desks.ts';
import { presentOperator } from '../present/operator.ts';
import { type Handlers, sent } from '../routing.ts';
import { hashPassword, isPassword } from '../session/password.ts';

export interface SessionRouteParts {
  db: Database;
  log: Logger;
  desks: Pick<Desks, 'logOut'>;
}

/** Logging in and out, and one's own password. An unknown login and a wrong password get the same answer after the same time. */
export function sessionRoutes(
  parts: SessionRouteParts,
): Pick<Handlers, 'logIn' | 'whoAmI' | 'logOut' | 'changePassword'> {
  const { db, log, desks } = parts;
  return {
    async logIn({ body, request }) {
      const found = await findOperatorByLogin(db, body.login.trim());
      const right = await isPassword(found?.passwordHash, body.password);
      if (!found || !right) {
        log.warn({ person: { login: body.login, address: request.ip } }, 'a log-in failed');
        throw new HolosError('session.wrong', 'The login or the password is wrong.');
      }
      await renew(request);
      request.session.operatorId = found.id;
      log.info({ operatorId: found.id }, 'logged in');
      return presentOperator(found);
    },
    whoAmI: async ({ operator }) => operator,
    async logOut({ operator, request, response }) {
      await desks.logOut(operator.id, request.sessionID);
      await promisify(request.session.destroy.bind(request.session))();
      log.info({ operatorId: operator.id }, 'logged out');
      response.clearCookie('holos', { path: '/', httpOnly: true, sameSite: 'strict' });
      response.status(200).json(null);
      return sent;
    },
    async changePassword({ operator, body, request }) {
      const found = await findOperatorByLogin(db, operator.login);
      if (!found || !(await isPassword(found.passwordHash, body.oldPassword))) {
        log.warn({ operatorId: operator.id, person: { address: request.ip } }, 'a password was not changed');
        throw new HolosError('password.wrong', 'The old password is wrong.');
      }
      const passwordHash = await hashPassword(body.newPassword);
      await inTransaction(db, async (trx) => {
        await changeOperator(trx, found.id, { passwordHash });
        await revokeSessions(trx, found.id, { but: request.sessionID });
      });
      log.info({ operatorId: found.id }, 'changed the own password');
      return null;
    },
  };
}

/** A new id, so that one that was planted before the log-in is worth nothing after it. */
function renew(request: Request): Promise<void> {
  return promisify(request.session.regenerate.bind(request.session))();
}
