// Who may import whom (docs/architecture.md): from top to bottom, never upwards, never sideways within a line.
//
//   main, cli
//   agent-desk/server                     agent-desk/web imports only agent-desk/contract
//   ivr · dialer · recordings
//   housing
//   telephony · speech
//   db · config · events · log · errors · time-limit · program-group
const layers = [
  ['db', 'config', '(events|log|errors|keep-running|time-limit|program-group)\\.ts'],
  ['telephony', 'speech'],
  ['housing'],
  ['ivr', 'dialer', 'recordings'],
  ['agent-desk/server', 'agent-desk/contract'],
  ['cli', '(main|compose|compose-services|compose-company|compose-housing|compose-queue)\\.ts'],
];

const at = (part) => (part.includes('\\.ts') ? `^${part}$` : `^${part}/`);
const rules = [];
layers.forEach((layer, level) => {
  const above = layers.slice(level + 1).flat();
  for (const part of layer) {
    const beside =
      level === 0
        ? []
        : layer.filter(
            (other) =>
              other !== part &&
              !other.startsWith('agent-desk') &&
              other !== 'cli' &&
              !other.startsWith('main'),
          );
    const forbidden = [...above, ...beside].filter((other) => !(other === 'agent-desk/contract'));
    if (forbidden.length) {
      rules.push({
        name: `${part.replace(/\W+/g, '-')}-looks-down`,
        severity: 'error',
        comment: `${part} may import only what stands below it`,
        from: { path: at(part), pathNot: '\\.test\\.ts$|^db/seeds/' },
        to: { path: forbidden.map(at).join('|') },
      });
    }
  }
});

module.exports = {
  forbidden: [
    ...rules,
    {
      name: 'seeds-look-down',
      severity: 'error',
      comment: 'The made-up town keeps the rules of housing, and knows nothing above it.',
      from: { path: '^db/seeds/', pathNot: '\\.test\\.ts$' },
      to: { path: ['telephony', 'speech', ...layers.slice(3).flat()].map(at).join('|') },
    },
    {
      name: 'no-circles',
      severity: 'error',
      comment: 'Only a conversation goes in circles: a menu leads to a flow that leads back to the menu.',
      from: { pathNot: '^(node_modules|ivr/flows)/' },
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'asterisk-only-in-telephony',
      severity: 'error',
      from: { pathNot: '^(telephony|test)/' },
      to: { path: 'node_modules/(@types/)?(ari-client|asterisk-manager)' },
    },
    {
      name: 'web-knows-only-the-contract',
      severity: 'error',
      from: { path: '^agent-desk/web/' },
      to: { path: '^(?!agent-desk/(web|contract)/|node_modules/|vite/|\\./)', dependencyTypesNot: ['core'] },
    },
    {
      name: 'sql-only-in-db',
      severity: 'error',
      from: { pathNot: '^(db|test|main\\.ts|agent-desk/server/session)' },
      to: { path: 'node_modules/(knex|mysql2)/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'nobody-imports-tests',
      severity: 'error',
      from: { pathNot: '^(test|cli)/|\\.test\\.ts$|^vitest\\.config\\.ts$' },
      to: { path: '^test/|\\.test\\.ts$' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    // What is built is made from what is looked at.
    exclude: { path: '^dist/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default'] },
  },
};
