# The blob client of bench/registry: get or put one blob over N connections at once, and print MiB/s.
# It costs the processors next to nothing, so that the servers are what is measured: downloads are discarded in the
# kernel (MSG_TRUNC), uploads are sent from the page cache (sendfile).
#   client.py get URL N [AUTHORIZATION]
#   client.py put ORIGIN/v2/NAME N [AUTHORIZATION] < FILE
# Each upload is the file and a few bytes of its own, since a registry that has the content already has less to do; with
# DIGEST in the environment it is the file and nothing else.
import hashlib
import os
import socket
import sys
import threading
import time
from urllib.parse import urlparse

verb, url, count = sys.argv[1], urlparse(sys.argv[2]), int(sys.argv[3])
authorization = f"Authorization: {sys.argv[4]}\r\n" if len(sys.argv) > 4 else ""
exact = os.environ.get("DIGEST")
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


def digest_with(own):
    whole = content.copy()
    whole.update(own)
    return f"sha256:{whole.hexdigest()}"


def put():
    connection, own = connect(), b"" if exact else os.urandom(16)
    digest, length = exact or digest_with(own), os.fstat(0).st_size
    send(connection, "POST", f"{url.path}/blobs/uploads/")
    headers, _ = answer(connection, 202)
    location = urlparse(headers["location"])
    query = f"{location.query}&" if location.query else ""
    target = f"{location.path}?{query}digest={digest}"
    send(connection, "PUT", target, length + len(own))
    sent = 0
    while sent < length:
        sent += os.sendfile(connection.fileno(), 0, sent, min(4 << 20, length - sent))
    connection.sendall(own)
    answer(connection, 201)
    return length


def work(sizes, index):
    try:
        sizes[index] = get() if verb == "get" else put()
    except Exception as error:
        failures.append(str(error))


content = hashlib.sha256()
if verb == "put" and not exact:
    with open(0, "rb", closefd=False) as file:
        while piece := file.read(1 << 20):
            content.update(piece)
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
