module.exports = { title: 'The House', presets: [['classic', { docs: { sidebarPath: './sidebars.js' } }]] };
