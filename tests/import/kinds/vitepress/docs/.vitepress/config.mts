import { defineConfig } from 'vitepress'

export default defineConfig({
  title: "The House",
  lang: 'en-GB',
  themeConfig: {
    nav: [{ text: 'Home', link: '/' }],
    sidebar: {
      '/guide/': [
        { text: 'Rooms', collapsed: false, items: [
          { text: 'Kitchen', link: '/guide/kitchen' },
          { text: 'Attic', link: '/guide/attic.html' },
        ] },
      ],
    },
  },
})
