import { callsWhileTheDatabaseIs } from '../database-away.ts';

callsWhileTheDatabaseIs('killed');
