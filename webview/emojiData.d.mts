export declare function emojiScript(): string;
