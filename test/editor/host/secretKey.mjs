// Loaded into VS Code's web server before its own code. The browser seals what extensions keep in SecretStorage with a
// key of two halves: its own, and the one it asks the server for at /mint-key. Plain VS Code does not answer that.
import http from 'node:http';

const half = Buffer.from(process.env.ALONGSIDE_SECRET_KEY ?? '', 'hex');
const emit = http.Server.prototype.emit;

http.Server.prototype.emit = function (event, request, response) {
  const asksForKey = event === 'request' && request.method === 'POST' && request.url.endsWith('/mint-key');
  if (!asksForKey) return Reflect.apply(emit, this, arguments);
  response.writeHead(200, { 'content-type': 'application/octet-stream' }).end(half);
  return true;
};
