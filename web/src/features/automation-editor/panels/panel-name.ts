export type PanelName = 'problems' | 'simulate' | 'versions' | 'settings' | 'calendar';

export type EditorDialog = 'publish' | 'commands' | 'exchange';
