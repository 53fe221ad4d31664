"""The search for secrets finds each form of one, in each place, and repeats none."""

import base64
import sqlite3
import struct
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from tests.wire.http_streams import Sent, requests_in
from tests.wire.leaks import Kind, Secret, search
from tests.wire.sent_leaks import leaks_sent
from tests.wire.stored_leaks import leaks_stored

BOT = "sandbox.1a2b3c4d.0123456789abcdef01234567"
KEY = "sk_marked_+/studio_5f0c71d93ae84b26"
INTERACTION = "aW50ZXJhY3Rpb24-_dG9rZW4tMDEyMzQ1Njc4OWFiY2RlZg"
SECRETS = [
    Secret(Kind.BOT_TOKEN, BOT),
    Secret(Kind.STUDIO_KEY, KEY),
    Secret(Kind.INTERACTION, INTERACTION),
]
ROAD = f"/api/v10/webhooks/42/{INTERACTION}/messages/@original"


@pytest.fixture(params=SECRETS, ids=lambda secret: str(secret.kind))
def secret(request: pytest.FixtureRequest) -> Secret:
    found = request.param
    assert isinstance(found, Secret)
    return found


@pytest.mark.parametrize(
    "written",
    [
        lambda value: value,
        lambda value: value[:20] + "…",
        lambda value: "…" + value[-20:],
        lambda value: quote(value, safe=""),
        lambda value: base64.b64encode(value.encode()).decode(),
        lambda value: value.replace("_", r"\_"),
    ],
    ids=["whole", "beginning", "end", "in an address", "base64", "in Markdown"],
)
def test_every_form_is_found_and_not_repeated(
    secret: Secret, written: Callable[[str], str]
) -> None:
    text = f"before {written(secret.value)} after"
    (leak,) = search("the log", text, SECRETS)
    assert (leak.place, leak.kind) == ("the log", secret.kind)
    assert secret.value[:8] not in str(leak)
    assert secret.value[-8:] not in str(leak)
    assert "the log" in str(leak)


def test_what_is_no_secret_is_not_found() -> None:
    assert search("the log", "sandbox, sk_, and many other words" * 50, SECRETS) == []


def test_the_token_of_an_unknown_sandbox_is_found() -> None:
    (leak,) = search("the log", BOT.replace("1a2b", "ffff"), [])
    assert leak.kind is Kind.BOT_TOKEN


def test_a_secret_that_could_be_anything_is_no_mark() -> None:
    with pytest.raises(ValueError, match="no good mark"):
        Secret(Kind.STUDIO_KEY, "key")


def sent(target: str = "/", body: str = "", frame: str = "", **headers: str) -> Sent:
    pairs = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    return Sent("POST", target, pairs, body.encode(), (frame.encode(),) if frame else ())


RIGHTFUL = [
    ("discord", sent("/api/v10/channels/1/messages", authorization=f"Bot {BOT}")),
    ("discord", sent(ROAD, body="{}")),
    ("discord", sent(f"/api/v10/interactions/7/{INTERACTION}/callback?with_response=true")),
    ("discord", sent("/gateway", frame=f'{{"op": 2, "d": {{"token": "{BOT}"}}}}')),
    ("discord", sent("/gateway", frame=f'{{"op": 6, "d": {{"token": "{BOT}"}}}}')),
    ("studio", sent("/v2/txt2img", authorization=f"Bearer {KEY}")),
    ("studio", sent("/v3/user", authorization=f"Bearer {KEY}")),
]


@pytest.mark.parametrize(("server", "request_"), RIGHTFUL)
def test_a_secret_in_its_place_is_no_leak(server: str, request_: Sent) -> None:
    assert list(leaks_sent(request_, server, SECRETS)) == []


LEAKS = [
    ("discord", sent("/api/v10/users/@me", x_more=BOT), Kind.BOT_TOKEN, "header x-more"),
    ("discord", sent("/cdn/attachments/1/2/a.png", authorization=f"Bot {BOT}"), Kind.BOT_TOKEN, ""),
    ("discord", sent("/api/v10/channels/1/messages", body=BOT), Kind.BOT_TOKEN, "body"),
    ("discord", sent(f"/api/v10/users/@me?a={BOT}"), Kind.BOT_TOKEN, "path"),
    ("discord", sent("/gateway", frame=f'{{"op": 3, "d": {{"a": "{BOT}"}}}}'), Kind.BOT_TOKEN, ""),
    ("discord", sent("/gateway", frame=f'{{"op": 2, "d": {{"a": "{BOT}"}}}}'), Kind.BOT_TOKEN, ""),
    ("discord", sent("/gateway", frame=f"{BOT}, no JSON"), Kind.BOT_TOKEN, "websocket"),
    ("discord", sent(ROAD, body=INTERACTION), Kind.INTERACTION, "body"),
    ("discord", sent(f"/cdn/{INTERACTION}"), Kind.INTERACTION, "path"),
    ("discord", sent(f"/api/v10/channels/{INTERACTION}"), Kind.INTERACTION, "path"),
    ("discord", sent("/api/v10/users/@me", authorization=f"Bot {KEY}x"), Kind.STUDIO_KEY, ""),
    ("discord", sent(ROAD, body=KEY), Kind.STUDIO_KEY, "body"),
    ("studio", sent("/images/a.png", authorization=f"Bearer {KEY}"), Kind.STUDIO_KEY, "header"),
    ("studio", sent("/v2/txt2img", body=KEY), Kind.STUDIO_KEY, "body"),
    ("studio", sent(f"/v3/model?key={quote(KEY, safe='')}"), Kind.STUDIO_KEY, "path"),
    ("studio", sent("/v2/txt2img", body=BOT), Kind.BOT_TOKEN, "body"),
    ("studio", sent("/v2/txt2img", body=INTERACTION), Kind.INTERACTION, "body"),
    ("studio", sent(ROAD), Kind.INTERACTION, "path"),
    (None, sent("/v2/txt2img", authorization=f"Bearer {KEY}"), Kind.STUDIO_KEY, "another server"),
]


@pytest.mark.parametrize(("server", "request_", "kind", "place"), LEAKS)
def test_a_secret_anywhere_else_is_a_leak(
    server: str | None, request_: Sent, kind: Kind, place: str
) -> None:
    (leak,) = leaks_sent(request_, server, SECRETS)
    assert leak.kind is kind
    assert place in leak.place


def test_requests_are_told_apart_on_one_connection() -> None:
    chunked = (
        b"POST /b HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"
    )
    stream = (
        b"PUT /a HTTP/1.1\r\nContent-Length: 4\r\nX-One: 1\r\n\r\n\r\n\r\n"
        + chunked
        + b"GET /c HTTP/1.1\r\n\r\n"
        + b"POST /d HTTP/1.1\r\nContent-Length: 9\r\n\r\ncut"
    )
    found = [(each.method, each.target, each.body) for each in requests_in(stream)]
    assert found == [
        ("PUT", "/a", b"\r\n\r\n"),
        ("POST", "/b", b"abcde"),
        ("GET", "/c", b""),
        ("POST", "/d", b"cut"),
    ]


@pytest.mark.parametrize("size", [5, 125, 126, 70_000])
def test_frames_are_unmasked(size: int) -> None:
    content, mask = b"x" * size, b"\x01\x02\x03\x04"
    if size < 126:
        length = bytes([0x80 | size])
    elif size < 1 << 16:
        length = b"\xfe" + struct.pack(">H", size)
    else:
        length = b"\xff" + struct.pack(">Q", size)
    masked = bytes(byte ^ mask[index % 4] for index, byte in enumerate(content))
    frame = b"\x81" + length + mask + masked
    head = b"GET /gateway HTTP/1.1\r\nUpgrade: websocket\r\n\r\n"
    (opened,) = requests_in(head + frame + frame)
    assert opened.frames == (content, content)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(tmp_path / "easel.sqlite3")) as database:
        database.execute("CREATE TABLE generations (token TEXT, reason TEXT)")
        yield database


def stored(folder: Path) -> list[tuple[str, Kind]]:
    return sorted({(leak.place, leak.kind) for leak in leaks_stored(folder, SECRETS)})


def test_files_their_names_and_a_pictures_texts_are_searched(
    tmp_path: Path, secret: Secret
) -> None:
    (tmp_path / "images").mkdir()
    (tmp_path / "images" / "a.bin").write_bytes(b"\0\1" + secret.value.encode() + b"\0")
    texts = PngInfo()
    texts.add_text("parameters", secret.value, zip=True)
    Image.new("RGB", (1, 1)).save(tmp_path / "b.png", pnginfo=texts)
    name = secret.value.replace("/", "_")[-20:]
    (tmp_path / name).touch()
    found = stored(tmp_path)
    assert ("images/a.bin", secret.kind) in found
    assert ("b.png, its texts", secret.kind) in found
    assert ("the name of a file", secret.kind) in found


def test_a_living_interactions_token_may_stand_in_its_column(
    tmp_path: Path, database: sqlite3.Connection
) -> None:
    database.execute("INSERT INTO generations VALUES (?, '')", [INTERACTION])
    database.commit()
    assert stored(tmp_path) == []


def test_it_may_stand_in_no_other_column(tmp_path: Path, database: sqlite3.Connection) -> None:
    database.execute("INSERT INTO generations VALUES ('', ?)", [f"failed: {INTERACTION}"])
    database.commit()
    assert stored(tmp_path) == [("easel.sqlite3, generations.reason", Kind.INTERACTION)]


@pytest.mark.parametrize("lasting", SECRETS[:2], ids=["bot", "key"])
def test_no_other_secret_may_stand_in_the_database(
    tmp_path: Path, database: sqlite3.Connection, lasting: Secret
) -> None:
    database.execute("INSERT INTO generations VALUES (?, '')", [lasting.value])
    database.commit()
    assert ("easel.sqlite3, generations.token", lasting.kind) in stored(tmp_path)
    database.execute("DELETE FROM generations")
    database.commit()
    assert stored(tmp_path) in ([], [("easel.sqlite3", lasting.kind)])
