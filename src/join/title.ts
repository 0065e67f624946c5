export const TITLE = 'Chat: Join';
