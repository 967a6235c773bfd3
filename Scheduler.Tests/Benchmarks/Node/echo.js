// An echo server. Prints where it listens.
const net = require('node:net');

const server = net.createServer({ noDelay: true }, socket => {
  socket.on('data', bytes => {
    if (!socket.write(bytes)) {
      socket.pause();
      socket.once('drain', () => socket.resume());
    }
  });
  socket.on('error', () => socket.destroy());
});

server.listen({ port: 0, host: '127.0.0.1', backlog: 1024 }, () => console.log(`listening on 127.0.0.1:${server.address().port}`));
