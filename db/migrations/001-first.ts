import type { Knex } from 'knex';

/** The first tables: who lives where, who works here, calls and their steps, recordings, requests, campaigns. */
export async function up(db: Knex): Promise<void> {
  await housing(db);
  await people(db);
  await calls(db);
  await requests(db);
  await campaigns(db);
}

async function housing(db: Knex): Promise<void> {
  await db.schema.createTable('buildings', (t) => {
    t.increments('id');
    t.string('street', 100).notNullable();
    t.string('house', 12).notNullable();
    t.string('centre', 60).notNullable();
    t.integer('entrances').unsigned().notNullable();
    t.integer('floors').unsigned().notNullable();
    t.unique(['street', 'house']);
  });
  await db.schema.createTable('accounts', (t) => {
    t.increments('id');
    t.string('number', 12).notNullable().unique();
    t.integer('building_id').unsigned().notNullable().references('buildings.id');
    t.string('flat', 8).notNullable();
    t.bigInteger('balance_kopecks').notNullable().comment('below zero: a debt');
    t.date('last_payment_on');
    t.bigInteger('last_payment_kopecks');
    t.index(['building_id', 'flat']);
  });
  await db.schema.createTable('residents', (t) => {
    t.increments('id');
    t.string('name', 120).notNullable().index();
    t.integer('account_id').unsigned().notNullable().references('accounts.id');
    t.text('notes').notNullable();
  });
  await db.schema.createTable('phones', (t) => {
    t.increments('id');
    t.string('number', 20).notNullable().index().comment('E.164');
    t.integer('resident_id').unsigned().notNullable().references('residents.id').onDelete('CASCADE');
    t.unique(['number', 'resident_id']);
  });
  await db.schema.createTable('number_languages', (t) => {
    t.string('number', 20).primary();
    t.string('language', 2).notNullable();
  });
}

async function people(db: Knex): Promise<void> {
  await db.schema.createTable('operators', (t) => {
    t.increments('id');
    t.string('login', 40).notNullable().unique();
    t.string('name', 120).notNullable();
    t.enum('role', ['operator', 'supervisor', 'administrator']).notNullable();
    t.string('password_hash', 200).notNullable();
    t.boolean('active').notNullable().defaultTo(true);
  });
}

async function calls(db: Knex): Promise<void> {
  await db.schema.createTable('calls', (t) => {
    t.string('id', 64).primary();
    t.string('node', 8).notNullable();
    t.enum('direction', ['in', 'out']).notNullable();
    t.string('hotline', 40).notNullable();
    t.string('number', 20).index().comment('the resident’s, E.164; empty when withheld');
    t.integer('resident_id').unsigned().references('residents.id').onDelete('SET NULL');
    t.string('language', 2);
    t.specificType('arrived_at', 'datetime(3)').notNullable().index();
    t.specificType('answered_at', 'datetime(3)');
    t.specificType('ended_at', 'datetime(3)').index();
    t.string('result', 20);
    t.string('reason', 20);
    t.integer('operator_id').unsigned().references('operators.id').comment('who talked last');
    t.index(['resident_id', 'arrived_at']);
  });
  await db.schema.createTable('call_events', (t) => {
    t.bigIncrements('id');
    t.string('call_id', 64).notNullable().index();
    t.specificType('at', 'datetime(3)').notNullable().index();
    t.string('kind', 20).notNullable();
    t.json('data').notNullable();
  });
  await db.schema.createTable('operator_events', (t) => {
    t.bigIncrements('id');
    t.integer('operator_id').unsigned().notNullable().references('operators.id');
    t.specificType('at', 'datetime(3)').notNullable();
    t.string('state', 12).notNullable();
    t.string('reason', 40);
    t.string('call_id', 64);
    t.index(['operator_id', 'at']);
  });
  await db.schema.createTable('recordings', (t) => {
    t.increments('id');
    t.string('call_id', 64).notNullable().index();
    t.string('node', 8).notNullable();
    t.enum('state', ['recording', 'finished', 'lost']).notNullable();
    t.string('folder', 200).notNullable().comment('below the recordings’ folder');
    t.specificType('started_at', 'datetime(3)').notNullable();
    t.integer('duration_ms').unsigned().notNullable().defaultTo(0);
    t.json('tracks').notNullable().comment('files, format and offset of each side');
  });
  await db.schema.createTable('callbacks', (t) => {
    t.increments('id');
    t.string('call_id', 64).notNullable().unique();
    t.string('number', 20).notNullable().index();
    t.string('hotline', 40).notNullable();
    t.string('why', 20).notNullable();
    t.specificType('promised_at', 'datetime(3)').notNullable();
    t.specificType('done_at', 'datetime(3)');
  });
}

async function requests(db: Knex): Promise<void> {
  await db.schema.createTable('requests', (t) => {
    t.increments('id');
    t.string('number', 12).notNullable().unique();
    t.string('call_id', 64).index();
    t.integer('resident_id').unsigned().references('residents.id').onDelete('SET NULL').index();
    t.integer('building_id').unsigned().references('buildings.id').index();
    t.string('category', 40).notNullable();
    t.string('executor', 40).notNullable();
    t.text('text').notNullable();
    t.string('place', 200).notNullable();
    t.string('phone', 20);
    t.enum('status', ['new', 'given', 'done', 'refused', 'reopened', 'closed'])
      .notNullable()
      .defaultTo('new');
    t.specificType('created_at', 'datetime(3)').notNullable().index();
    t.specificType('due_at', 'datetime(3)').notNullable();
    t.integer('created_by').unsigned().references('operators.id');
  });
  await db.schema.createTable('request_events', (t) => {
    t.bigIncrements('id');
    t.integer('request_id').unsigned().notNullable().references('requests.id').onDelete('CASCADE');
    t.specificType('at', 'datetime(3)').notNullable();
    t.string('kind', 20).notNullable();
    t.integer('operator_id').unsigned().references('operators.id');
    t.json('data').notNullable();
  });
}

async function campaigns(db: Knex): Promise<void> {
  await db.schema.createTable('campaigns', (t) => {
    t.increments('id');
    t.string('name', 120).notNullable();
    t.string('question', 60).notNullable().comment('the prompt that is asked');
    t.enum('state', ['draft', 'running', 'paused', 'finished']).notNullable();
    t.specificType('created_at', 'datetime(3)').notNullable();
    t.integer('created_by').unsigned().references('operators.id');
  });
  await db.schema.createTable('attempts', (t) => {
    t.increments('id');
    t.integer('campaign_id').unsigned().notNullable().references('campaigns.id').onDelete('CASCADE');
    t.string('number', 20).notNullable();
    t.integer('try').unsigned().notNullable().defaultTo(1);
    t.enum('state', ['waiting', 'dialling', 'talking', 'done']).notNullable().defaultTo('waiting');
    t.specificType('not_before', 'datetime(3)').notNullable();
    t.string('outcome', 20);
    t.integer('answer').unsigned();
    t.string('call_id', 64);
    t.string('claimed_by', 8).comment('the node that dials it');
    t.specificType('started_at', 'datetime(3)');
    t.specificType('ended_at', 'datetime(3)');
    t.index(['state', 'not_before']);
    t.unique(['campaign_id', 'number', 'try']);
  });
  await db.schema.createTable('refusals', (t) => {
    t.string('number', 20).primary().comment('asked never to be called automatically again');
    t.specificType('at', 'datetime(3)').notNullable();
  });
}
