import type {SidebarsConfig} from '@docusaurus/plugin-content-docs';

const sidebars: SidebarsConfig = {
  house: [
    'intro',
    {
      type: 'category',
      label: 'Rooms',
      items: ['rooms/kitchen', { type: 'doc', id: 'rooms/up', label: 'Up' }],
    },
    { type: 'link', label: 'Elsewhere', href: 'https://example.org' },
    'gone',
  ],
};

export default sidebars;
