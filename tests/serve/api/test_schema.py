"""Requests made up from the API's own description: no fault of the server, no undeclared answer."""

from __future__ import annotations

import tempfile
import warnings
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase
from hypothesis import settings as hypothesis_settings

from conftest import miss
from serve.api.conftest import SETTINGS, page
from serve.api.hooked import SECRET
from skuscribe.fetch.policy import Policy
from skuscribe.serve.api.server import Api, Beside, Offer
from skuscribe.serve.api.webhooks import Hooks
from teach.runs import made_run

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    try:
        import schemathesis
        from schemathesis.core.failures import FailureGroup
        from schemathesis.specs.openapi import checks
    except ImportError:
        miss("schemathesis (pip install schemathesis)")

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore")]
FOLDER = tempfile.TemporaryDirectory()
made_run(Path(FOLDER.name) / "done" / "run")
(Path(FOLDER.name) / "waits" / "source").mkdir(parents=True)

HOOKS = Hooks(SECRET, Policy(seconds=0.05, public=lambda _: False))
APP = Beside(Api(SETTINGS, Offer("127.0.0.1", jobs=Path(FOLDER.name), hooks=HOOKS)), page)
HOST = {"host": "127.0.0.1:8000"}
DECLARED = (
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
)
schema = schemathesis.openapi.from_asgi("/openapi.json", APP, headers=HOST)
few = hypothesis_settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
)


def judged(case: Any) -> None:  # noqa: ANN401
    """Send a request, and hold the answer, a refusal too, against what is declared."""
    answer = case.call(headers=HOST)
    assert answer.status_code != 500
    if answer.status_code >= 400:
        assert answer.headers["content-type"] == ["application/problem+json"]
        assert answer.json()["code"]
    if case.method == case.operation.method.upper():
        case.validate_response(answer, checks=list(DECLARED))


@schema.parametrize()
@few
def test_no_request_meets_a_fault_or_an_undeclared_answer(case: Any) -> None:  # noqa: ANN401
    judged(case)


@schema.include(path_regex=r"^/v1/jobs/\{id\}").parametrize()
@few
def test_nor_does_one_about_a_job_that_there_is(case: Any) -> None:  # noqa: ANN401
    for id in ("done", "waits"):
        case.path_parameters = {**case.path_parameters, "id": id}
        if "product" in case.path_parameters and len(case.path_parameters["product"]) % 2:
            case.path_parameters["product"] = "mug"
        if isinstance(case.body, dict) and case.body.get("products"):
            case.body = {**case.body, "products": ["mug"]}
        judged(case)


def test_the_answers_have_schemas_and_a_wrong_one_is_found() -> None:
    for path, methods in schema.raw_schema["paths"].items():
        for method, said in methods.items():
            for status, answer in said["responses"].items():
                shapes = [each.get("schema") for each in answer["content"].values()]
                assert shapes, (path, method, status)
                assert all(shapes), (path, method, status)
    operation = schema["/v1/jobs/{id}"]["GET"]
    case = operation.Case(path_parameters={"id": "done"})
    case.validate_response(case.call(headers=HOST), checks=list(DECLARED))
    answer = case.call(headers=HOST)
    answer.content = answer.content.replace(b'"done"', b'"over"')
    with pytest.raises(FailureGroup) as met:
        case.validate_response(answer, checks=list(DECLARED))
    assert '"over"' in str(met.value.exceptions)
