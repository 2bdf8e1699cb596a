import type {Config} from '@docusaurus/types';

const config: Config = {
  title: 'The House',
  i18n: { defaultLocale: 'en', locales: ['en'] },
  presets: [['classic', { docs: { sidebarPath: './sidebars.ts' } }]],
};
export default config;
