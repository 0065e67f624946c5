'use strict';
// A file logger with the face of @vscode/spdlog. Each export has its own line, or an ES import does not see it.
const fs = require('node:fs');
const path = require('node:path');

const levels = ['trace', 'debug', 'info', 'warn', 'error', 'critical'];

class Logger {
  constructor(_kind, _name, file) {
    this.file = file;
    this.level = levels.indexOf('info');
    this.withTime = true;
  }
  getLevel() {
    return this.level;
  }
  setLevel(level) {
    this.level = level;
  }
  clearFormatters() {
    this.withTime = false;
  }
  setPattern() {}
  flush() {}
  drop() {}
  write(level, text) {
    if (level < this.level) return;
    const line = this.withTime ? `${new Date().toISOString()} [${levels[level]}] ${text}\n` : text;
    try {
      fs.appendFileSync(this.file, line);
    } catch {
      // its folder may be gone when the server ends
    }
  }
}

for (const [level, name] of levels.entries()) {
  Logger.prototype[name] = function (text) {
    this.write(level, text);
  };
}

async function createLogger(name, file) {
  await fs.promises.mkdir(path.dirname(file), { recursive: true });
  return new Logger('rotating', name, file);
}

exports.version = 0;
exports.setLevel = () => {};
exports.setFlushOn = () => {};
exports.Logger = Logger;
exports.createRotatingLogger = createLogger;
exports.createAsyncRotatingLogger = createLogger;
