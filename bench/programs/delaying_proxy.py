"""A distant server's connections: delaying_proxy.py TARGET_PORT ROUND_TRIP_SECONDS BYTES_PER_SECOND

Prints its own port. Each request waits for one round trip, and so does the first one of a connection for its opening.
The kernel keeps each connection to its rate, and moves the bytes without copying them, so that the proxy itself takes
next to no time of the processor that the measured program needs.
"""

import fcntl
import os
import socket
import sys
import threading
import time

SO_MAX_PACING_RATE = 47
PIECE = 1 << 20

target, round_trip, rate = int(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3])


def requests(client, server):
    time.sleep(round_trip)
    while piece := client.recv(PIECE):
        time.sleep(round_trip)
        server.sendall(piece)
    server.shutdown(socket.SHUT_WR)


def answers(server, client):
    source, sink = os.pipe()
    fcntl.fcntl(sink, fcntl.F_SETPIPE_SZ, PIECE)
    try:
        while count := os.splice(server.fileno(), sink, PIECE):
            while count:
                count -= os.splice(source, client.fileno(), count)
        client.shutdown(socket.SHUT_WR)
    finally:
        os.close(source)
        os.close(sink)


def both_ways(client):
    client.setsockopt(socket.SOL_SOCKET, SO_MAX_PACING_RATE, rate)
    with client, socket.create_connection(("127.0.0.1", target)) as server:
        for connection in (client, server):
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        back = threading.Thread(target=until_closed, args=(answers, server, client))
        back.start()
        until_closed(requests, client, server)
        back.join()


def until_closed(pump, source, sink):
    try:
        pump(source, sink)
    except OSError:
        # One side is gone, and the other is told so.
        for connection in (source, sink):
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass


listener = socket.create_server(("127.0.0.1", 0), backlog=128)
print(f"listening on {listener.getsockname()[1]}", flush=True)
while True:
    connection, _ = listener.accept()
    threading.Thread(target=both_ways, args=(connection,), daemon=True).start()
