import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Request } from 'express';
import { HolosError } from '../../../errors.ts';
import type { Logger } from '../../../log.ts';
import type { PromptLibrary } from '../../../speech/prompt-library.ts';
import { LARGEST_TAKE_BYTES } from '../../../speech/takes/read-take.ts';
import type { Language } from '../../contract/shapes.ts';
import { presentPrompt } from '../present/prompt.ts';
import { type Handlers, sent } from '../routing.ts';
import { sendSound } from '../send-sound.ts';

type Names = 'prompts' | 'prompt' | 'promptSound' | 'recordPrompt' | 'promptBack';

/** What callers hear: to listen to, to record, to go back. Every change is in the log with who made it. */
export function promptRoutes(library: PromptLibrary, log: Logger): Pick<Handlers, Names> {
  const details = async (prompt: string) => presentPrompt(prompt, await library.get(prompt));

  function demandPiece(prompt: string, language: Language, name: string): void {
    if (library.recordables(prompt, language).some((one) => one.name === name)) return;
    throw new HolosError('take.unknown-name', 'This prompt has no such piece.', { prompt, language, name });
  }

  return {
    prompts: async () => library.list().map(({ prompt, texts }) => ({ id: prompt, texts })),
    prompt: ({ params }) => details(params.id),
    async promptSound({ params, query, request, response }) {
      const { language, name, earlier = null } = query;
      if (name !== undefined) demandPiece(params.id, language, name);
      const one = name === undefined ? undefined : { name, id: earlier };
      const file = await library.hear(params.id, language, one);
      const { size: sizeBytes } = await stat(file);
      const read = (start: number, end: number) => createReadStream(file, { start, end });
      await sendSound({ name: params.id, sizeBytes, finished: false, read }, request, response);
      return sent;
    },
    async recordPrompt({ params, query, operator, request }) {
      const { language, name } = query;
      demandPiece(params.id, language, name);
      const remarks = await withUpload(
        request,
        async (file) => (await library.take(language, name, file)).remarks,
      );
      log.info({ operatorId: operator.id, language, name }, 'a prompt was recorded');
      return { prompt: await details(params.id), remarks: [...remarks] };
    },
    async promptBack({ params, body, operator }) {
      const { language, name, earlier } = body;
      demandPiece(params.id, language, name);
      await library.goBack(language, name, earlier);
      log.info({ operatorId: operator.id, language, name, earlier }, 'a prompt went back');
      return details(params.id);
    },
  };
}

/** Keeps what is sent in a file while it is worked on. @throws HolosError `take.too-large` */
async function withUpload<T>(request: Request, work: (file: string) => Promise<T>): Promise<T> {
  const tooLarge = () =>
    new HolosError('take.too-large', `The file is larger than ${LARGEST_TAKE_BYTES / 1e6} MB.`);
  if (Number(request.headers['content-length'] ?? 0) > LARGEST_TAKE_BYTES) throw tooLarge();
  const folder = await mkdtemp(path.join(os.tmpdir(), 'holos-take-'));
  try {
    const file = path.join(folder, 'take');
    let size = 0;
    const limit = new Transform({
      transform(part: Buffer, _encoding, done) {
        size += part.length;
        if (size > LARGEST_TAKE_BYTES) done(tooLarge());
        else done(null, part);
      },
    });
    await pipeline(request, limit, createWriteStream(file));
    return await work(file);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
