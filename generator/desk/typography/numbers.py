"""Numbers and what belongs to them: thousands, units, signs, hours. Spaces change, never a figure."""

import re
from typing import Final

from generator.desk.typography.signs import BREAKING, EDGE, HIDDEN, NARROW, NO_BREAK, SPACES, THIN

_GROUP_SPACE: Final = f" {NO_BREAK}{NARROW}{THIN}"  # no line end: two numbers may meet there
_UNITS: Final = (
    r"(?:[kcmdh]?m[²³23]?|[kmµ]?g|[cmd]?[lL]|hl|ha|t|[mµn]?s|min|h|j|°[CF]?|[kMGT]?Hz|[kMGT]?W(?:h|c)?|[kMm]?[VA]|[kM]?J|k?cal"
    r"|h?Pa|m?bars?|dB|px|pt|dpi|[kKMGTP]o|[kMGTP]i?B|bits?|octets?|mol|[mµ]?Sv|[kmµ]?Bq|m?Gy|m?T|km/h|m/s|[kM]?€|Md€|mmHg"
    r"|euros?|dollars?|francs?|centimes?|cents|millions?|milliards?|heures?|minutes?|secondes?|ans|hours?|seconds?"
    r"|billions?|a\.m\.|p\.m\.|am|pm)"
)
# Expressions begin with the sign that is rarest in prose, for their engine finds such a beginning ten times as fast.
_THOUSANDS = re.compile(rf"[1-9](?<![\w.,{NARROW}][1-9])\d{{0,2}}(?:[{_GROUP_SPACE}]\d{{3}})+(?!\d)")
_BEFORE_GROUP = re.compile(f"[{_GROUP_SPACE}]")
_UNIT = re.compile(rf"([0-9]{EDGE}?)[{BREAKING}]++(?={EDGE}*{_UNITS}(?!{EDGE}*[\w'’{HIDDEN}]))")
_HOURS = re.compile(rf"([0-9])[{SPACES}]h[{SPACES}](?=[0-5]\d(?!\d))")
_PERCENT = re.compile(rf"([0-9]{EDGE}?)[{SPACES}]*+(?={EDGE}*[%‰€](?!\w))")
_CURRENCY = re.compile(rf"([0-9]{EDGE}?)[{SPACES}]++(?=[$£¥](?!\w))")
# Where one of these rules may have something to do.
LOOSE_NUMBER = re.compile(
    rf"[0-9](?:{EDGE}?[{BREAKING}]+{EDGE}*{_UNITS}(?!{EDGE}*[\w'’])|[ {NO_BREAK}{THIN}]\d{{3}}(?!\d)"
    rf"|[{SPACES}]h[{SPACES}](?<!{NO_BREAK}h{NO_BREAK})[0-5]\d(?!\d))"
)


def set_thousands(text: str) -> str:
    """Return *text* with narrow spaces where groups of three figures were typed apart."""
    return _THOUSANDS.sub(lambda match: _BEFORE_GROUP.sub(NARROW, match[0]), text)


def keep_units(text: str) -> str:
    """Return *text* with a no-break space between a number and its unit where a space was typed; `8 h 30` is one piece."""
    return _UNIT.sub(rf"\1{NO_BREAK}", _HOURS.sub(rf"\1{NO_BREAK}h{NO_BREAK}", text))


def set_percent(text: str) -> str:
    """Return *text* with a no-break space between a number and `%`, `‰` or `€`, typed or not."""
    return _PERCENT.sub(rf"\1{NO_BREAK}", text)


def keep_currency(text: str) -> str:
    """Return *text* with a no-break space between a number and `$`, `£` or `¥` where a space was typed."""
    return _CURRENCY.sub(rf"\1{NO_BREAK}", text)
