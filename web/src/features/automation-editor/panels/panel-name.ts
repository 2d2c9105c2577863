export type PanelName = 'problems' | 'simulate' | 'forecast' | 'versions' | 'settings' | 'calendar';

export type EditorDialog = 'publish' | 'commands' | 'exchange';
