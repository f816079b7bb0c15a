"""As much of curl as the README uses, for machines without one and names like x.localhost."""

import argparse
import http.client
import sys
from collections.abc import Sequence
from urllib.parse import urlsplit


def main(words: Sequence[str]) -> int:
    """The answer's body is printed; its status goes to the error output."""
    parser = argparse.ArgumentParser()
    parser.add_argument("url")
    parser.add_argument("-s", action="store_true")
    parser.add_argument("-H", action="append", default=[])
    parser.add_argument("-X")
    parser.add_argument("-d")
    given = parser.parse_args(words)
    address = urlsplit(given.url)
    headers = dict(line.split(": ", 1) for line in given.H)
    connection = http.client.HTTPConnection("127.0.0.1", address.port, timeout=60)
    method = given.X or ("GET" if given.d is None else "POST")
    target = f"{address.path}?{address.query}" if address.query else address.path
    body = None if given.d is None else given.d.encode()
    connection.request(method, target, body, {**headers, "Host": address.netloc})
    answer = connection.getresponse()
    print(answer.status, method, address.path, file=sys.stderr)
    print(answer.read().decode())
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
