"""One open tab, as the browser speaks to the server: Streamlit's messages over a websocket, nothing drawn."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from streamlit.proto.Alert_pb2 import Alert
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import connect

CLICK_SECONDS = 60


class Tab:
    """`click` opens a page; parts of it that ask for it are drawn again by themselves meanwhile."""

    def __init__(self, socket: Any) -> None:
        self._socket = socket
        self._repeating: list[asyncio.Task[None]] = []
        self._drawn = asyncio.Event()
        self.errors: list[str] = []
        self._reader = asyncio.create_task(self._read())

    async def click(self, page: str, query: str = "") -> float:
        """Open a page by its address; seconds until the server has sent all of it."""
        for task in self._repeating:
            task.cancel()
        self._repeating.clear()
        self._drawn.clear()
        message = BackMsg()
        message.rerun_script.query_string = query
        message.rerun_script.page_name = page
        started = time.perf_counter()
        await self._socket.send(message.SerializeToString())
        await asyncio.wait_for(self._drawn.wait(), CLICK_SECONDS)
        return time.perf_counter() - started

    async def _read(self) -> None:
        async for content in self._socket:
            message = ForwardMsg.FromString(content)
            kind = message.WhichOneof("type")
            if kind == "script_finished":
                if message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY:
                    self._drawn.set()
                elif message.script_finished == ForwardMsg.FINISHED_WITH_COMPILE_ERROR:
                    self.errors.append("a page did not compile")
            elif kind == "auto_rerun":
                self._repeating.append(asyncio.create_task(self._repeat(message.auto_rerun)))
            elif kind == "page_not_found":
                self.errors.append("a page was not found")
            elif kind == "delta" and message.delta.WhichOneof("type") == "new_element":
                self._note(message.delta.new_element)

    def _note(self, element: Any) -> None:
        if element.WhichOneof("type") == "exception":
            self.errors.append(element.exception.message)
        elif element.WhichOneof("type") == "alert" and element.alert.format == Alert.ERROR:
            self.errors.append(element.alert.body)

    async def _repeat(self, asked: Any) -> None:
        while True:
            await asyncio.sleep(asked.interval)
            message = BackMsg()
            message.rerun_script.fragment_id = asked.fragment_id
            message.rerun_script.is_auto_rerun = True
            await self._socket.send(message.SerializeToString())

    async def close(self) -> None:
        for task in (*self._repeating, self._reader):
            task.cancel()
        await asyncio.gather(*self._repeating, self._reader, return_exceptions=True)


@asynccontextmanager
async def opened(port: int, staff_id: int) -> AsyncIterator[Tab]:
    """A tab of this person, in a demo company."""
    address, cookie = f"ws://127.0.0.1:{port}/_stcore/stream", {"Cookie": f"aftersales_person={staff_id}"}
    async with connect(address, subprotocols=["streamlit"], additional_headers=cookie, max_size=None) as socket:  # type: ignore[list-item]
        tab = Tab(socket)
        try:
            yield tab
        finally:
            await tab.close()
