"""A real Postfix, of its own, takes our mail; what it puts into the mailboxes is what was approved."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from email import message_from_bytes, policy
from pathlib import Path

import pytest

MAIN = """\
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
mail_owner = postfix
setgid_group = postdrop
maillog_file = {folder}/log
maillog_file_prefixes = {folder}
myhostname = mx.example.org
mydestination =
mynetworks = 127.0.0.0/8
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
alias_maps =
local_recipient_maps =
virtual_mailbox_domains = example.net
virtual_mailbox_base = {folder}/mail
virtual_mailbox_maps = texthash:{folder}/conf/boxes
virtual_uid_maps = static:{uid}
virtual_gid_maps = static:{gid}
virtual_minimum_uid = 1
smtpd_relay_restrictions = permit_mynetworks, reject
smtpd_recipient_restrictions = check_recipient_access texthash:{folder}/conf/access, permit_mynetworks, reject
smtpd_tls_security_level = none
"""
MASTER = """\
127.0.0.1:{port} inet n - n - - smtpd
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
virtual unix - n n - - virtual
smtp unix - - n - - smtp
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
"""
ACCESS = "slow@example.net 450 4.2.1 come back later\ngone@example.net 550 5.1.1 nobody of this name\n"
READERS = ("a@example.net", "b@example.net")


@pytest.fixture
def postfix(needs):
    """Run a Postfix that keeps mail for example.net; give its port and its mailboxes."""
    program = needs("postfix")
    if os.geteuid() != 0:
        stop = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
        stop("needs to be root, as whom alone Postfix starts: sudo make test")
    # The paths of Postfix's sockets are short, and its users must be able to enter the folder.
    folder = Path(tempfile.mkdtemp(prefix="postfix-"))
    folder.chmod(0o755)
    owner = pwd.getpwnam("postfix")
    nobody = pwd.getpwnam("nobody")
    for name, who in (("queue", None), ("data", owner), ("conf", None), ("mail", nobody)):
        (folder / name).mkdir()
        if who is not None:
            os.chown(folder / name, who.pw_uid, who.pw_gid)
    with socket.socket() as reserved:
        reserved.bind(("127.0.0.1", 0))
        port = reserved.getsockname()[1]
    values = {"folder": folder, "port": port, "uid": nobody.pw_uid, "gid": nobody.pw_gid}
    (folder / "conf" / "main.cf").write_text(MAIN.format(**values))
    (folder / "conf" / "master.cf").write_text(MASTER.format(**values))
    (folder / "conf" / "access").write_text(ACCESS)
    (folder / "conf" / "boxes").write_text("".join(f"{reader} {reader}/\n" for reader in READERS))
    command = [program, "-c", str(folder / "conf")]
    subprocess.run([*command, "start"], check=True, capture_output=True)
    try:
        yield port, folder / "mail"
    finally:
        subprocess.run([*command, "stop"], check=False, capture_output=True)
        shutil.rmtree(folder, ignore_errors=True)


def mail_in(box):
    """Return the one message of a mailbox, as soon as it is there."""
    for _ in range(500):
        if box.is_dir() and (found := list(box.glob("new/*"))):
            [path] = found
            return path.read_bytes()
        time.sleep(0.02)
    raise AssertionError(f"nothing came into {box.name}")


def test_postfix_delivers_what_was_approved(publication, postfix):
    """Postfix takes each message, and both parts come out of the mailbox byte for byte."""
    port, boxes = postfix
    publication.configure(port)
    publication.subscribe(*READERS, "slow@example.net", "gone@example.net")
    done = publication.run("digest", "send", "--yes")

    assert done.returncode == 5
    assert publication.states() == {
        "a@example.net": "sent",
        "b@example.net": "sent",
        "slow@example.net": "deferred",
        "gone@example.net": "failed",
    }
    replies = {one["address"]: one["reply"] for one in publication.status()}
    assert "come back later" in replies["slow@example.net"]
    assert "nobody of this name" in replies["gone@example.net"]
    for delivery in publication.status()[:2]:
        message = message_from_bytes(mail_in(boxes / delivery["address"]), policy=policy.default)
        text, html = (part.get_content() for part in message.iter_parts())
        link = message["List-Unsubscribe"].strip("<>")
        folder = publication.folder / "issues" / "001"
        assert message["Message-ID"] == delivery["message_id"]
        assert message["Return-Path"] == "<news@example.org>"
        assert text == (folder / "issue.txt").read_text("utf-8").replace("PUBLISHER-SLOT-UNSUBSCRIBE", link)
        assert html == (folder / "issue.html").read_text("utf-8").replace("PUBLISHER-SLOT-UNSUBSCRIBE", link)
