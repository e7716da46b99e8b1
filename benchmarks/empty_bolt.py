"""`python -m benchmarks.empty_bolt KIND API PORT`: the least that slack-bolt can be, to compare with.

`default` acknowledges as Bolt does by default and answers with a fixed text, or opens a fixed form and acknowledges its
submission, in Socket Mode. `http` acknowledges as the
bot does (`process_before_response`) and answers nothing, on PORT. `imports` only imports what the bot needs to run on
Slack, and waits. Each prints `ready` when it is; tokens come from the environment, as for the bot.
"""

from __future__ import annotations

import asyncio
import os
import sys
from typing import Any

BOT_TOKEN, APP_TOKEN, SIGNING_SECRET = "SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET"

IMPORTS = ("bot.slack", "bot.service", "bot.store.migrate", "alembic.command")


FORM = "What is it about?"
"""The label of the fixed form's first input."""

VIEW = {
    "type": "modal",
    "callback_id": "fixed",
    "title": {"type": "plain_text", "text": "A form"},
    "submit": {"type": "plain_text", "text": "Submit"},
    "blocks": [
        {
            "type": "input",
            "block_id": f"input-{label}",
            "optional": True,
            "label": {"type": "plain_text", "text": label},
            "element": {"type": "plain_text_input", "action_id": "text", "multiline": True},
        }
        for label in (FORM, "Strengths", "Weaknesses", "Questions")
    ],
}


async def default(api: str, _port: int) -> None:
    from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
    from slack_bolt.async_app import AsyncApp
    from slack_sdk.web.async_client import AsyncWebClient

    app = AsyncApp(client=AsyncWebClient(token=os.environ[BOT_TOKEN], base_url=api), name="empty")  # noqa: TID251

    @app.command("/readings")
    async def readings(ack: Any, respond: Any) -> None:
        await ack()
        await respond("What to read next: Big Data Systems, on Monday.")

    @app.command("/review")
    async def review(ack: Any, body: Any, client: Any) -> None:
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=VIEW)

    @app.view("fixed")
    async def submitted(ack: Any) -> None:
        await ack()

    handler = AsyncSocketModeHandler(app, os.environ[APP_TOKEN])  # noqa: TID251
    await handler.connect_async()
    print("ready", flush=True)
    await asyncio.Event().wait()


async def http(api: str, port: int) -> None:
    from aiohttp import web
    from slack_bolt.async_app import AsyncApp
    from slack_sdk.web.async_client import AsyncWebClient

    app = AsyncApp(
        client=AsyncWebClient(token=os.environ[BOT_TOKEN], base_url=api),  # noqa: TID251
        signing_secret=os.environ[SIGNING_SECRET],  # noqa: TID251
        process_before_response=True,
        name="empty",
    )

    @app.command("/readings")
    async def readings(ack: Any) -> None:
        await ack()

    runner = web.AppRunner(app.web_app(path="/slack/events", port=port), access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    print("ready", flush=True)
    await asyncio.Event().wait()


async def imports(_api: str, _port: int) -> None:
    from importlib import import_module

    for name in IMPORTS:
        import_module(name)
    print("ready", flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    kind, api_url, port_text = sys.argv[1:]
    asyncio.run({"default": default, "http": http, "imports": imports}[kind](api_url, int(port_text)))
