export const PROTOCOL_VERSION = 1;
export const SUBPROTOCOL = 'alongside.v1';
export const DEFAULT_HOST = '127.0.0.1';
export const DEFAULT_PORT = 12345;

/** Of a running server: it may be started with others. Where a number was taken from stands behind it. */
export const SERVER_LIMITS = {
  headersTimeoutMs: 5_000,
  headersCheckMs: 1_000,
  certificateCheckMs: 10_000, // whether a renewal has replaced it
  helloDeadlineMs: 10_000, // Centrifugo, stale_close_delay
  pingMs: 25_000, // Centrifugo and engine.io; below the 60 s at which proxies cut
  pongMs: 10_000,
  sendQueueBytes: 1024 * 1024, // Centrifugo, client_queue_max_size
  callsInFlight: 1_024,

  sendBurst: 10, // of a member, over all connections; Synapse, rc_message
  sendsPerMinute: 120, // Discord, 120 in 60 s
  callsPerMinute: 240, // of a connection, as what follows
  framesPerMinute: 2_400,
  pingsPerMinute: 60,
  rostersPerMinute: 1, // how often it may ask for everybody
  typingMs: 1_000, // of a connection: what it says sooner is not told to others
  ignoredMs: 60_000, // who goes on for so long without the wait it was told is closed,
  refusedMs: 60_000, // and not let in for so long
  connections: 10_000,
  connectionsPerAddress: 64, // Ergo, 16, raised for an office behind one address
  connectionsPerMember: 8,
  strangers: 32, // connections that have not proved a member yet,
  strangerMs: 1_000, // of which one that takes longer makes way for the next
  authFailures: 5, // of an address; Synapse, rc_login.failed_attempts
  authFailuresPerMinute: 1,
  joins: 10, // of newcomers from an address beyond loopback; Synapse, rc_joins.local
  joinsPerMinute: 6,
  invitedPerMinute: 60, // tries of invites and pairing codes, from wherever they come

  badFrames: 3, // the third within badFrameWindowMs closes
  badFrameWindowMs: 60_000,
  closeMs: 10_000, // how long a socket may take to end; NATS, write_deadline
  drainMs: 10_000, // NATS, lame duck grace
  /** A member who is back within this time has not left. */
  leaveGraceMs: 60_000,

  fileBytes: 25 * 1024 * 1024, // Zulip, MAX_FILE_UPLOAD_SIZE
  fileBytesPerDay: 250 * 1024 * 1024, // of a member
  filesBytes: 2 * 1024 * 1024 * 1024, // of a server
  transfers: 64, // files under way at once
  transferMs: 15 * 60_000, // how long one may take,
  transferIdleMs: 30_000, // and how long nothing may come or go
  ticketMs: 60_000,
  unsentFileMs: 24 * 60 * 60 * 1000, // then a file is dropped that no message carries

  walBytes: 16 * 1024 * 1024, // then it is moved into the database
  walHeldBytes: 32 * 1024 * 1024, // what a backup that copies may let it grow to
  lowDiskBytes: 64 * 1024 * 1024,
  lowDiskShare: 0.02,
  fullDiskRetryMs: 5_000,
  failedDiskMs: 1_000, // from then on nobody is waited for
  watchMs: 500, // a lost database is noticed within a second
  spaceCheckMs: 10_000,
  backupEveryMs: 24 * 60 * 60 * 1000,
  backupRetryMs: 60 * 60 * 1000,
} as const;

export type ServerLimits = Readonly<Record<keyof typeof SERVER_LIMITS, number>>;

/** Each number stands here once. */
export const LIMITS = {
  ...SERVER_LIMITS,

  textCodePoints: 10_000, // Zulip, MAX_MESSAGE_LENGTH
  textBytes: 40_000,
  filesPerMessage: 10,
  fileNameBytes: 200,
  fileTypeChars: 100,
  nameGraphemes: 32, // Ergo, nicklen
  roomNameChars: 64, // Ergo, channellen
  topicChars: 390, // Ergo, topiclen
  statusChars: 100,
  addressChars: 300,
  roomsPerMember: 100, // that it entered itself; Ergo, channels
  addedRooms: 100, // that others added it to
  begunPerMember: 1_000, // rooms and conversations
  listedRooms: 300, // of conversations, and of rooms one is not in, as far as
  listedBytes: 900 * 1024, // there is room for them in a frame
  directMembers: 10,
  devicesPerMember: 8,
  personsPerFrame: 1_000, // also of the longest names and statuses it is below a client's maxPayload
  countedUnread: 100, // then it is called 100+,
  countedEntries: 1_000, // as it is where more entries than these are unread, of whatever kind
  mentionsPerMessage: 20,
  emojiPerMessage: 20, // Discord
  reactionsPerMessage: 200, // all are told with the message, by name
  pinnedPerRoom: 50, // Discord

  inviteLastsMs: 30 * 24 * 60 * 60 * 1000,
  inviteUses: 1_000,
  invitesPerMember: 100,
  pairingLastsMs: 10 * 60 * 1000,

  typingAgainMs: 3_000, // who goes on writing says so again

  frameInBytes: 65_536, // Centrifugo; OWASP "64 KB or less"
  frameOutBytes: 1024 * 1024, // engine.io, maxHttpBufferSize; a client's maxPayload
  fragments: 64, // ws's default of 131,072 lowered, see CVE-2026-48779
  bufferedChunks: 4_096,
  bufferedChunksOut: 15_000, // a client's; ws takes quadratic time for what lies in more than 16,000
  jsonDepth: 8,
  jsonKeys: 32,
  jsonItems: 300,

  headers: 64,
  headerBytes: 8_192,

  pageEntries: 300, // Centrifugo, history page
  pageBytes: 512 * 1024,
  firstPageEntries: 100,
  threadEntries: 100, // each is read by itself

  searchEntries: 50,
  searchChars: 500,
  searchNames: 20,
  searchMs: 150, // then a search says how far it came

  missedRooms: 100, // looked into for what one missed: those with the newest messages
  missedEntries: 500, // looked at, over all of them,
  missedInRoom: 100, // and in one
  missedOfKind: 20, // told
  glimpseChars: 300, // of a message in a list of what one missed

  transcriptBytes: 16 * 1024 * 1024, // then chat_history.txt is moved aside

  ackMs: 15_000,
  connectMs: 10_000,
  outboxMessages: 1_000, // a burst of so many waits for its rate whole
  outboxBytes: 5 * 1024 * 1024,
  knownRooms: 10_000, // of a server that tells of more a client thinks no good
  knownPeople: 50_000,
  knownWriters: 100, // at once in a room; of more it is not shown
  retryFirstMs: 250,
  retryMaxMs: 30_000,
  drainSpreadMs: 5_000, // Discord, 1 to 5 s at random after a drain
} as const;
