export type PanelName = 'problems' | 'simulate' | 'forecast' | 'tests' | 'versions' | 'settings' | 'calendar';

export type EditorDialog = 'publish' | 'commands' | 'exchange';
