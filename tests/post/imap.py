"""A small IMAP4 server for stories, on a real socket: one user, one folder, the commands that we use."""

from __future__ import annotations

import re
import socketserver
import threading

USER, PASSWORD = "post", 'pass "word"'
GREETING = b"* OK [CAPABILITY IMAP4rev1] a small server\r\n"


class Mailbox(socketserver.ThreadingTCPServer):
    """``hangs_up_at`` is the command before whose answer the server closes the connection."""

    allow_reuse_address = daemon_threads = True

    def __init__(self) -> None:
        self.mails: dict[int, bytes] = {}
        self.seen: set[int] = set()
        self.commands: list[str] = []
        self.hangs_up_at = ""
        super().__init__(("127.0.0.1", 0), _Conversation)
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    @property
    def url(self) -> str:
        return f"imap://{USER}:pass%20%22word%22@127.0.0.1:{self.server_address[1]}/INBOX"

    def add(self, raw: bytes) -> None:
        self.mails[len(self.mails) + 1] = raw

    def close(self) -> None:
        self.shutdown()
        self.server_close()


class _Conversation(socketserver.StreamRequestHandler):
    server: Mailbox
    state = "new"

    def handle(self) -> None:
        self.wfile.write(GREETING)
        for line in self.rfile:
            tag, _blank, rest = line.decode().strip().partition(" ")
            name, _blank, given = rest.removeprefix("UID ").partition(" ")
            self.server.commands.append(name)
            if name == self.server.hangs_up_at:
                return
            self.wfile.write(f"{tag} {self.answer(name, given)} {name}\r\n".encode())
            if name == "LOGOUT":
                return

    def answer(self, name: str, given: str) -> str:
        needed = {"SELECT": "known", "SEARCH": "open", "FETCH": "open", "STORE": "open"}
        if (name in needed and self.state == "new") or needed.get(name) == "open" != self.state:
            return "BAD not now"
        return str(getattr(self, f"do_{name.lower()}", self.unknown)(given))

    def unknown(self, given: str) -> str:
        return "BAD unknown"

    def do_capability(self, given: str) -> str:
        self.wfile.write(b"* CAPABILITY IMAP4rev1\r\n")
        return "OK"

    def do_login(self, given: str) -> str:
        if given != f'{USER} "pass \\"word\\""':
            return "NO [AUTHENTICATIONFAILED] wrong"
        self.state = "known"
        return "OK"

    def do_select(self, given: str) -> str:
        if given != '"INBOX"':
            return "NO no such folder"
        self.wfile.write(f"* {len(self.server.mails)} EXISTS\r\n".encode())
        self.state = "open"
        return "OK"

    def do_search(self, given: str) -> str:
        assert given == "UNSEEN"
        unseen = " ".join(str(uid) for uid in self.server.mails if uid not in self.server.seen)
        self.wfile.write(f"* SEARCH {unseen}\r\n".encode())
        return "OK"

    def do_fetch(self, given: str) -> str:
        asked = re.fullmatch(r"(\d+) \(BODY\.PEEK\[\]<0\.(\d+)>\)", given)
        assert asked, given
        raw = self.server.mails[int(asked[1])][: int(asked[2])]
        self.wfile.write(f"* 1 FETCH (UID {asked[1]} BODY[]<0> {{{len(raw)}}}\r\n".encode() + raw + b")\r\n")
        return "OK"

    def do_store(self, given: str) -> str:
        asked = re.fullmatch(r"(\d+) \+FLAGS \(\\Seen\)", given)
        assert asked, given
        self.server.seen.add(int(asked[1]))
        return "OK"

    def do_logout(self, given: str) -> str:
        self.wfile.write(b"* BYE\r\n")
        return "OK"
