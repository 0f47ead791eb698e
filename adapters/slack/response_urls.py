"""The addresses at which Slack takes a private answer to a command or a click: good for half an hour, five times."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from adapters.slack import limits


@dataclass(slots=True)
class _Address:
    url: str
    until: float
    uses: int = 0


class ResponseUrls:
    """Addresses by the key of the event they came with. They live in memory only: a restart loses them."""

    def __init__(self, now: Callable[[], float], seconds: float = limits.RESPONSE_URL_SECONDS) -> None:
        self._now, self._seconds = now, seconds
        self._kept: OrderedDict[str, _Address] = OrderedDict()

    def keep(self, key: str, url: str | None) -> None:
        """Remember an address; the oldest goes where there are too many."""
        if not url:
            return
        self._kept[key] = _Address(url, self._now() + self._seconds)
        if len(self._kept) > limits.MOST_RESPONSE_URLS:
            self._kept.popitem(last=False)

    def use(self, key: str) -> str | None:
        """The address, if it is still good; this counts as a use."""
        address = self._kept.get(key)
        if address is None or address.until < self._now() or address.uses >= limits.MOST_USES_OF_A_RESPONSE_URL:
            self._kept.pop(key, None)
            return None
        address.uses += 1
        return address.url
