"""What the events of returns are called, in the history on the page and in the trail."""

from __future__ import annotations

from aftersales.rules.message import N_

DEEDS: dict[str, str] = {
    "request_return": N_("Asked for a return"),
    "split_line": N_("Parted a line: the other pieces go their own way"),
    "move": N_("Said where it is"),
    "receive": N_("Received the goods"),
    "inspect": N_("Inspected the goods"),
    "quote": N_("Made a quote"),
    "accept_quote": N_("The customer accepted the quote"),
    "decline_quote": N_("The customer declined the quote"),
    "exception": N_("Made an exception"),
    "repair": N_("Decided to repair it"),
    "replace": N_("Decided to replace it with the same new product"),
    "refund": N_("Decided to refund it"),
    "refuse": N_("Refused the return"),
    "ship": N_("Shipped the goods"),
    "pay_refund": N_("Recorded that the refund was paid"),
    "send_back": N_("Sent the goods back"),
    "close": N_("Confirmed that it arrived, and closed it"),
    "scrap": N_("Scrapped the old one"),
    "withdraw": N_("Withdrew the return"),
    "add_attachment": N_("Added a photo"),
}
