"""What is counted, for Prometheus: requests by route and status, seconds, places, workers."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4, generate_latest

from skuscribe.serve.api.pool import Places, Pool

MEDIA_TYPE = CONTENT_TYPE_PLAIN_0_0_4
SECONDS = (0.005, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60)


class Metrics:
    """The numbers of one server.

    Args:
        pool: whose workers are counted.
        places: what requests hold.
    """

    def __init__(self, pool: Pool, places: Places) -> None:
        self._registry = CollectorRegistry()
        self._answered = Counter(
            "skuscribe_requests",
            "Requests that were answered.",
            ("route", "status"),
            registry=self._registry,
        )
        self._seconds = Histogram(
            "skuscribe_request_seconds",
            "From the first byte to the answer.",
            ("route",),
            buckets=SECONDS,
            registry=self._registry,
        )
        held = Gauge("skuscribe_places_taken", "Products under way.", registry=self._registry)
        held.set_function(lambda: places.taken)
        ready = Gauge("skuscribe_workers_ready", "Workers with models.", registry=self._registry)
        ready.set_function(lambda: pool.ready)
        ProcessCollector(registry=self._registry)

    def answered(self, route: str, status: int, seconds: float) -> None:
        """Count an answer; `route` is one of few, never what a client made up."""
        self._answered.labels(route, str(status)).inc()
        self._seconds.labels(route).observe(seconds)

    def text(self) -> bytes:
        """Return the numbers as Prometheus reads them."""
        return generate_latest(self._registry)
