"""Files: an address to upload to, the upload itself, finishing it, and what is told of a file.

Source: docs.slack.dev/messaging/working-with-files. A file stays private until a message shares it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from aiohttp import web

from tests.slack_server.chat import share
from tests.slack_server.faults import limited
from tests.slack_server.refusal import Arguments, Refusal
from tests.slack_server.state import File, Message
from tests.slack_server.web_api import method

if TYPE_CHECKING:
    from tests.slack_server.server import SlackServer

Json = dict[str, Any]


@method("files.getUploadURLExternal", "files:write")
def upload_url(slack: SlackServer, arguments: Arguments) -> Json:
    name, length = arguments.required("filename"), arguments.required("length")
    if not length.isdigit() or int(length) == 0:
        raise Refusal("invalid_arguments", response_metadata={"messages": ["[ERROR] length must be more than 0"]})
    file_id = slack.new_id("F")
    permalink = f"https://{slack.domain}.slack.com/files/{slack.bot_user_id}/{file_id}/{name.lower()}"
    file = File(file_id, name, int(length), slack.bot_user_id, permalink, alt_text=arguments.text("alt_txt"))
    slack.files[file_id] = file
    return {"upload_url": f"{slack.url}/upload/v1/{file_id}", "file_id": file_id}


async def upload(slack: SlackServer, request: web.Request) -> web.Response:
    """The bytes, raw or as the first file of a form."""
    if request.content_type.startswith("multipart/"):
        parts = [part for part in (await request.post()).values() if isinstance(part, web.FileField)]
        content = parts[0].file.read() if parts else b""
    else:
        content = await request.read()
    slack.record("upload", {"file": request.match_info["file"], "length": len(content)})
    fault = slack.faults.next("upload")
    if fault and fault.kind == "ratelimited":
        return limited(fault.retry_after)

    async def act() -> web.Response:
        file = slack.files.get(request.match_info["file"])
        if file is None or file.complete:
            return web.Response(status=404, text="no such upload")
        if len(content) != file.length:
            return web.Response(status=400, text="not the length that was announced")
        file.content = content
        return web.Response(text=f"OK - {len(content)}")

    return await slack.faults.around(fault, request, act)


@method("files.completeUploadExternal", "files:write")
def complete(slack: SlackServer, arguments: Arguments) -> Json:
    wanted = arguments.json("files")
    if not isinstance(wanted, list) or not wanted:
        raise Refusal("invalid_arguments")
    files: list[File] = []
    for one in wanted:
        file = slack.files.get(str(one.get("id")))
        if file is None or file.content is None:
            raise Refusal("file_not_found")
        file.title = str(one.get("title", ""))
        files.append(file)
    if place := arguments.text("channel_id"):
        channel = slack.channels.get(place)
        if channel is None:
            raise Refusal("channel_not_found")
        if slack.bot_user_id not in channel.members:
            raise Refusal("not_in_channel")
    for file in files:
        file.complete = True
    if place:
        text = " ".join([arguments.text("initial_comment"), *(file.permalink for file in files)]).strip()
        message = Message(
            slack.new_ts(), place, slack.bot_user_id, text, bot_id=slack.bot_id, app_id=slack.app_id,
            team=slack.team_id, thread_ts=arguments.text("thread_ts") or None,
        )  # fmt: skip
        share(slack, message)
        message.text = arguments.text("initial_comment")
        slack.add(slack.channels[place], message)
    return {"files": [file.shape() for file in files]}


def uploaded(slack: SlackServer, account: str, name: str, content: bytes, *, external: bool = False) -> File:
    """What a person uploads, in a form or for a message: Slack has it at once."""
    file_id = slack.new_id("F")
    permalink = f"https://{slack.domain}.slack.com/files/{account}/{file_id}/{name.lower()}"
    address = f"{slack.url}/files-pri/{slack.team_id}-{file_id}/download/{quote(name.lower())}"
    file = File(file_id, name, len(content), account, permalink, content, complete=True, external=external)
    file.address = permalink if external else address
    slack.files[file_id] = file
    return file


async def download(slack: SlackServer, request: web.Request) -> web.StreamResponse:
    """The content for a token with `files:read`. Anybody else is shown to the door, which is a page of its own."""
    slack.record("download", {"file": request.match_info["file"], **_shown_token(request)})
    fault = slack.faults.next("download")
    if fault and fault.kind == "ratelimited":
        return limited(fault.retry_after)
    if fault and fault.kind.startswith("redirect:"):
        return web.Response(status=302, headers={"Location": fault.kind.removeprefix("redirect:")})
    file = slack.files.get(request.match_info["file"].partition("-")[2])

    async def act() -> web.Response:
        allowed = request.headers.get("Authorization") == f"Bearer {slack.bot_token}" and "files:read" in slack.scopes
        if not allowed or slack.bot_token in slack.revoked:
            return web.Response(status=302, headers={"Location": f"{slack.url}/signin?redir=file"})
        if file is None or file.content is None:
            return web.Response(status=404, text="<html>no such file</html>", content_type="text/html")
        found = web.Response(body=file.content, content_type=file.shape()["mimetype"])
        if file.length != len(file.content):
            found.enable_chunked_encoding()  # without a length, as a server may
        return found

    return await slack.faults.around(fault, request, act)


async def sign_in(_request: web.Request) -> web.Response:
    return web.Response(text="<html>Sign in to Seminar</html>", content_type="text/html")


def _shown_token(request: web.Request) -> Json:
    return {"authorized": "Authorization" in request.headers}


@method("files.info", "files:read")
def info(slack: SlackServer, arguments: Arguments) -> Json:
    file = slack.files.get(arguments.required("file"))
    if file is None or not file.complete:
        raise Refusal("file_not_found")
    return {"file": file.shape(), "comments": [], "content": None}


@method("files.delete", "files:write")
def delete(slack: SlackServer, arguments: Arguments) -> Json:
    file = slack.files.pop(arguments.required("file"), None)
    if file is None:
        raise Refusal("file_not_found")
    for channel in slack.channels.values():
        for message in channel.messages:
            message.files = [one for one in message.files if one["id"] != file.id]
    return {}
