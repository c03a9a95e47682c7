"""Forecasts in words."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from luoshi import presets
from luoshi.web.commitments.models import Commitment
from luoshi.web.commitments.wording import percent
from luoshi.web.forecast.errors import ERRORS
from luoshi.web.forecast.history import forecast_rule
from luoshi.web.forecast.models import Forecast, ForecastBook
from luoshi.web.forecast.queries import forecast_of


@dataclass(frozen=True, slots=True)
class Told:
    """A forecast as it is read: the chance, what it rests on, or why there is none."""

    chance: str
    basis: str
    refusal: str
    place: str


def told_of(forecast: Forecast) -> Told:
    """The chance with its basis; never one without the other."""
    if forecast.probability is None:
        return Told("", "", refusal_text(forecast.code, forecast.params), place_text(forecast))
    basis = gettext("处境相同的 %(n)s 个已到期事项，%(k)s 个按时完成") % {
        "n": forecast.alike,
        "k": forecast.on_time,
    }
    return Told(percent(forecast.probability), basis, "", place_text(forecast))


def forecast_told(commitment: Commitment) -> Told | None:
    """What the page of an open commitment says of it; None where nothing was reckoned."""
    found = forecast_of(commitment)
    return told_of(found) if found else None


def refusal_text(code: str, params: dict[str, object]) -> str:
    """Why nothing is said; empty where something is."""
    return str(ERRORS[code]) % params if code else ""


def place_text(forecast: Forecast) -> str:
    """Where the own history puts it; empty without one."""
    if forecast.place_time is None or forecast.place_reach is None:
        return ""
    rule = forecast_rule()
    return gettext("时间过去 %(time)s，按现在的步子到期可达 %(reach)s（本项约 %(own)s%%）") % {
        "time": band_text(rule.time_bands, forecast.place_time),
        "reach": band_text(rule.reach_bands, forecast.place_reach),
        "own": forecast.reached,
    }


def band_text(limits: tuple[Decimal, ...], band: int) -> str:
    """A band in percent."""
    if band == 0:
        return gettext("%(high)s 以下") % {"high": percent(limits[0])}
    if band >= len(limits):
        return gettext("%(low)s 以上") % {"low": percent(limits[-1])}
    return f"{percent(limits[band - 1])} – {percent(limits[band])}"


def rule_words() -> str:
    """The rule in a sentence."""
    row = presets.load("forecast")["default"]
    return str(row["text_en" if get_language() == "en" else "text"])


@dataclass(frozen=True, slots=True)
class Tried:
    """How the chances held, in words; ``rows``: band, given, mean, came true."""

    book: ForecastBook
    refusal: str
    fault: str
    brier: str
    baseline: str
    skill: str
    verdict: str
    rows: list[tuple[str, int, str, str]]


VERDICTS = (
    (Decimal("0.3"), _("明显好于平均数")),
    (Decimal("0.1"), _("好于平均数")),
    (Decimal("0.0001"), _("略好于平均数")),
)


def tried_of(book: ForecastBook) -> Tried:
    """The trial of a reckoning."""
    told = book.calibration
    refusal = refusal_text(book.code, book.params)
    if "brier" not in told:
        fault = refusal_text(book.calibration_code, told.get("params", {}))
        return Tried(book, refusal, fault, "", "", "", "", [])
    skill = Decimal(told["skill"])
    verdict = next((words for least, words in VERDICTS if skill >= least), _("不比平均数好"))
    rows = [
        (f"{percent(Decimal(low))} – {percent(Decimal(high))}", given, _whole(mean), _whole(came))
        for low, high, given, mean, came in told["rows"]
    ]
    brier, baseline = f"{Decimal(told['brier']):.3f}", f"{Decimal(told['baseline']):.3f}"
    return Tried(book, refusal, "", brier, baseline, f"{skill:.0%}", str(verdict), rows)


def _whole(share: str) -> str:
    return f"{Decimal(share):.0%}"
