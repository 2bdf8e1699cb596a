module.exports = {
  docs: [
    'intro',
    {
      type: 'category',
      label: 'Rooms',
      link: { type: 'doc', id: 'rooms/index' },
      items: ['rooms/kitchen'],
    },
    'yard',
    {
      type: 'category',
      label: 'Cellars',
      link: { type: 'generated-index', title: 'All cellars', description: 'What lies below.' },
      items: [
        'cellar',
        {
          type: 'category',
          label: 'Deeper',
          link: { type: 'generated-index', description: 'What lies deeper.' },
          items: ['well'],
        },
      ],
    },
    'questions',
  ],
};
