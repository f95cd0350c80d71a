# The blob client of bench/registry: get or put one blob over N connections at once, and print MiB/s.
# It costs the processors next to nothing, so that the servers are what is measured: downloads are discarded in the
# kernel (MSG_TRUNC), uploads are sent from the page cache (sendfile).
#   client.py get URL N [AUTHORIZATION]
#   client.py put ORIGIN/v2/NAME N [AUTHORIZATION] < FILE     with DIGEST in the environment
import os
import socket
import sys
import threading
import time
from urllib.parse import urlparse

verb, url, count = sys.argv[1], urlparse(sys.argv[2]), int(sys.argv[3])
authorization = f"Authorization: {sys.argv[4]}\r\n" if len(sys.argv) > 4 else ""
failures = []


def connect():
    return socket.create_connection((url.hostname, url.port))


def send(connection, method, target, length=0):
    head = f"{method} {target} HTTP/1.1\r\nHost: {url.netloc}\r\n{authorization}"
    kind = "Content-Type: application/octet-stream\r\n"
    connection.sendall(f"{head}{kind}Content-Length: {length}\r\n\r\n".encode())


def answer(connection, status):
    head = b""
    while b"\r\n\r\n" not in head:
        piece = connection.recv(4096)
        if not piece:
            raise RuntimeError("the server hung up")
        head += piece
    head, rest = head.split(b"\r\n\r\n", 1)
    lines = head.decode().split("\r\n")
    if f" {status}" not in lines[0]:
        raise RuntimeError(lines[0])
    return {line.split(":", 1)[0].lower(): line.split(":", 1)[1].strip() for line in lines[1:]}, rest


def get():
    connection = connect()
    send(connection, "GET", url.path)
    headers, rest = answer(connection, 200)
    size = int(headers["content-length"])
    left, buffer = size - len(rest), bytearray(1 << 20)
    while left > 0:
        taken = connection.recv_into(buffer, min(left, 1 << 20), socket.MSG_TRUNC)
        if taken == 0:
            raise RuntimeError("the blob ended early")
        left -= taken
    return size


def put():
    connection, size = connect(), os.fstat(0).st_size
    send(connection, "POST", f"{url.path}/blobs/uploads/")
    headers, _ = answer(connection, 202)
    location = urlparse(headers["location"])
    query = f"{location.query}&" if location.query else ""
    send(connection, "PUT", f"{location.path}?{query}digest={os.environ['DIGEST']}", size)
    sent = 0
    while sent < size:
        sent += os.sendfile(connection.fileno(), 0, sent, 4 << 20)
    answer(connection, 201)
    return size


def work(sizes, index):
    try:
        sizes[index] = get() if verb == "get" else put()
    except Exception as error:
        failures.append(str(error))


# What earlier runs left to be written is not this one's.
os.sync()
sizes = [0] * count
threads = [threading.Thread(target=work, args=(sizes, index)) for index in range(count)]
began = time.perf_counter()
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
if failures:
    sys.exit(failures[0])
print(sum(sizes) / (1 << 20) / (time.perf_counter() - began))
