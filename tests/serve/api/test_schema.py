"""Requests made up from the API's own description: no fault of the server, no undeclared answer."""

from __future__ import annotations

import warnings
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase
from hypothesis import settings as hypothesis_settings

from conftest import miss
from serve.api.conftest import SETTINGS, page
from skuscribe.serve.api.server import Api, Beside, Offer

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    try:
        import schemathesis
    except ImportError:
        miss("schemathesis (pip install schemathesis)")

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore")]
APP = Beside(Api(SETTINGS, Offer("127.0.0.1")), page)
HOST = {"host": "127.0.0.1:8000"}
schema = schemathesis.openapi.from_asgi("/openapi.json", APP, headers=HOST)


@schema.parametrize()
@hypothesis_settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
)
def test_no_request_meets_a_fault_or_an_undeclared_answer(case: Any) -> None:  # noqa: ANN401
    answer = case.call(headers=HOST)
    assert answer.status_code != 500
    if answer.status_code >= 400:
        assert answer.json()["code"]
    declared = case.operation.definition.raw["responses"]
    assert str(answer.status_code) in declared or case.method != case.operation.method.upper()
