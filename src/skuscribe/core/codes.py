"""The closed list of error codes.

Every failure that a user can meet has a code `area.reason` here, with what happened and what to do
about it; the page of errors in the docs is made from this list. Warnings are in
`warning_codes.py`.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Self


class ErrorCode(StrEnum):
    """Why an input or a command failed. Each member: code, what happened, what to do."""

    meaning: str
    hint: str

    def __new__(cls, code: str, meaning: str, hint: str) -> Self:
        member = str.__new__(cls, code)
        member._value_ = code
        member.meaning, member.hint = meaning, hint
        return member

    PHOTO_EMPTY = "photo.empty", "the file is empty", "copy or download it again"
    PHOTO_UNREADABLE = "photo.unreadable", "the photo is damaged", "save the photo anew"
    PHOTO_TRUNCATED = (
        "photo.truncated",
        "the file is cut off or damaged inside",
        "copy or save the photo anew",
    )
    PHOTO_FORMAT_UNSUPPORTED = (
        "photo.format_unsupported",
        "a format that is not read (SVG, PDF, PSD ...), or HEIC without its extra",
        "save it as JPEG, PNG or WebP",
    )
    PHOTO_TOO_MANY_BYTES = (
        "photo.too_many_bytes",
        "the file has more bytes than max_bytes",
        "make the file smaller, or raise max_bytes",
    )
    PHOTO_TOO_MANY_PIXELS = (
        "photo.too_many_pixels",
        "the header tells of more pixels than max_pixels",
        "make the photo smaller, or raise max_pixels",
    )
    PHOTO_ZERO_SIZE = "photo.zero_size", "the photo has no pixels", "save the photo anew"
    PHOTO_TOO_SMALL = "photo.too_small", "a side has too few pixels", "use a larger photo"
    PHOTO_EXTREME_SHAPE = (
        "photo.extreme_shape",
        "a side is far too long, or far longer than the other",
        "crop the photo",
    )
    PHOTO_METADATA_TOO_LARGE = (
        "photo.metadata_too_large",
        "the metadata unpacks to far too much",
        "save the photo anew without metadata",
    )
    PHOTO_DECODE_TIMEOUT = (
        "photo.decode_timeout",
        "decoding took longer than decode_seconds",
        "raise decode_seconds, or save the photo anew",
    )
    PHOTO_NOT_FOUND = "photo.not_found", "no such file", "check the path"
    PHOTO_PERMISSION = "photo.permission", "the file may not be read", "change its permissions"
    PHOTO_NOT_A_FILE = (
        "photo.not_a_file",
        "not an ordinary file",
        "give the photos of a folder as folder/*",
    )
    ITEM_TIMEOUT = (
        "item.timeout",
        "looking at the product took longer than item_seconds",
        "raise item_seconds, or use smaller photos",
    )
    ITEM_CRASHED = (
        "item.crashed",
        "the worker died or ran out of memory; the other products go on",
        "save the photo anew, or make it smaller",
    )
    MODEL_MISSING = (
        "model.missing",
        "a file of the bundle cannot be read",
        "reinstall skuscribe, or point --model at a complete bundle",
    )
    MODEL_DIGEST_MISMATCH = (
        "model.digest_mismatch",
        "the network is not the file that its card was written for",
        "reinstall skuscribe, or copy the bundle again",
    )
    MODEL_INVALID = (
        "model.invalid",
        "the card or the network is damaged, or they do not fit each other",
        "reinstall skuscribe, or point --model at a complete bundle",
    )
    MODEL_TOO_NEW = (
        "model.too_new",
        "the bundle is newer than what is installed",
        "upgrade: pip install --upgrade skuscribe onnxruntime",
    )
    MODEL_TOO_OLD = (
        "model.too_old",
        "the bundle has an older format, which is not read any more",
        "make the bundle again: skuscribe model train",
    )
    MODEL_EXTERNAL_DATA = (
        "model.external_data",
        "the network wants a second file",
        "freeze the network into one file",
    )
    MODEL_OUTPUT_INVALID = (
        "model.output_invalid",
        "the network gave numbers that are none",
        "report it with the photo",
    )
    OCR_UNAVAILABLE = (
        "ocr.unavailable",
        "the chosen text engine cannot be opened",
        "the line says how to install it",
    )
    OCR_FAILED = (
        "ocr.failed",
        "the OCR engine failed; text was not read",
        "try another engine: --ocr",
    )
    OBSERVED_INVALID = (
        "observed.invalid",
        "a line is no observation, or one of another version",
        "make the file again: skuscribe tag PHOTO... --observed FILE",
    )
    RUN_FINGERPRINT_DIFFERS = (
        "run.fingerprint_differs",
        "the folder holds a run that looked with another network, text engine or version",
        "choose another folder, or begin anew with --fresh",
    )
    RUN_LOCKED = (
        "run.locked",
        "another process works in this folder",
        "wait until it has ended",
    )
    RUN_INVALID = (
        "run.invalid",
        "it is no folder of a run, or one of another version",
        "make it with: skuscribe run SOURCE --out DIR",
    )
    RUN_DISK_FULL = (
        "run.disk_full",
        "there is no room left to write; what was written so far is whole",
        "make room, then run again",
    )
    CONFIG_INVALID = (
        "config.invalid",
        "a setting, a fact or a file of the shop has a wrong value",
        "see: skuscribe config show",
    )
    CONFIG_UNKNOWN_KEY = (
        "config.unknown_key",
        "there is no such setting",
        "see: skuscribe config show",
    )
    CONFIG_EXTRA_MISSING = (
        "config.extra_missing",
        "a command needs an extra",
        "the line says how to install it",
    )
    FETCH_URL_INVALID = (
        "fetch.url_invalid",
        "it is no web address that can be followed",
        "give the photo's address as https://shop.example/photo.jpg",
    )
    FETCH_SCHEME_REFUSED = (
        "fetch.scheme_refused",
        "only http and https are fetched, and never http after https",
        "give the photo's https address",
    )
    FETCH_PORT_REFUSED = (
        "fetch.port_refused",
        "only ports 80 and 443 are fetched from",
        "give the photo's public address",
    )
    FETCH_ADDRESS_REFUSED = (
        "fetch.address_refused",
        "the address lies in a private or reserved network, or its host is not on the allow-list",
        "give the photo's public address, or copy the photo beside the catalogue",
    )
    FETCH_DNS_FAILED = (
        "fetch.dns_failed",
        "no such host, or it could not be looked up",
        "check the address and the network",
    )
    FETCH_UNREACHABLE = (
        "fetch.unreachable",
        "the server does not answer, or hung up",
        "check the network, then run again",
    )
    FETCH_TIMEOUT = (
        "fetch.timeout",
        "the server took longer than fetch_seconds",
        "run again, or raise fetch_seconds",
    )
    FETCH_TOO_LARGE = (
        "fetch.too_large",
        "the server sends more bytes than max_bytes",
        "use a smaller photo, or raise max_bytes",
    )
    FETCH_TRUNCATED = "fetch.truncated", "the server sent fewer bytes than it promised", "run again"
    FETCH_TOO_MANY_REDIRECTS = (
        "fetch.too_many_redirects",
        "the address leads on and on",
        "give the address that it leads to",
    )
    FETCH_HTTP_STATUS = (
        "fetch.http_status",
        "the server refused: not found, not allowed, or a fault of its own",
        "open the address in a browser",
    )
    FETCH_TLS_FAILED = (
        "fetch.tls_failed",
        "the server's certificate is not valid",
        "have the certificate renewed",
    )
    FETCH_CONTENT_TYPE = (
        "fetch.content_type",
        "the address leads to a page or a film, not to a picture",
        "give the address of the picture itself",
    )
    FETCH_DISABLED = (
        "fetch.disabled",
        "the photo is on the web, and fetching is off",
        "allow it with --fetch, or copy the photos beside the catalogue",
    )
    CATALOGUE_EMPTY = (
        "catalogue.empty",
        "there is no product in it",
        "check that it is the right file",
    )
    CATALOGUE_UNREADABLE = (
        "catalogue.unreadable",
        "it is no catalogue that can be read",
        "give a folder of photos, or a CSV or TSV file as your shop exports it",
    )
    CATALOGUE_ENCODING = (
        "catalogue.encoding",
        "bytes that are no letters of the file's encoding",
        "say how it is encoded: --encoding cp1252",
    )
    CATALOGUE_COLUMN_MISSING = (
        "catalogue.column_missing",
        "there is no such column",
        "see which there are: skuscribe run FILE --dry-run",
    )
    CATALOGUE_ROW_SHAPE = (
        "catalogue.row_shape",
        "the row has more cells than there are columns, or a quote is never closed",
        "put the cell that holds the delimiter in quotes",
    )
    CATALOGUE_ID_MISSING = "catalogue.id_missing", "the row has no id", "fill the id column"
    CATALOGUE_ID_DUPLICATE = (
        "catalogue.id_duplicate",
        "two products have the same id; the first stays",
        "give each product an id of its own",
    )
    CATALOGUE_ID_DESTROYED = (
        "catalogue.id_destroyed",
        "a spreadsheet wrote a long number as 4,26E+12: its digits are lost",
        "export again and import the column as text",
    )
    CATALOGUE_JSON_INVALID = (
        "catalogue.json_invalid",
        "it is no JSON, or no object",
        "check the line with a JSON tool",
    )
    CATALOGUE_PHOTO_MISSING = (
        "catalogue.photo_missing",
        "the product names no photo",
        "give it one, or leave it out",
    )
    CATALOGUE_NO_HEADER = (
        "catalogue.no_header",
        "the first row holds data, not names of columns",
        "write the names of the columns into the first row: id,image,title",
    )
    CATALOGUE_CELL_TOO_LONG = (
        "catalogue.cell_too_long",
        "a cell has more than a million characters",
        "look for a quote that is never closed, or shorten the cell",
    )
    CATALOGUE_TOO_MANY_ROWS = (
        "catalogue.too_many_rows",
        "there are more rows than max_rows",
        "raise max_rows, or give the file in parts",
    )
    ARCHIVE_UNREADABLE = (
        "archive.unreadable",
        "the ZIP file is damaged, or an entry of it is",
        "pack it again",
    )
    ARCHIVE_ENCRYPTED = "archive.encrypted", "the ZIP file has a password", "pack it without one"
    ARCHIVE_UNSAFE_PATH = (
        "archive.unsafe_path",
        "an entry's name leads out of the archive, or it is an archive itself",
        "pack the photos alone, in plain folders",
    )
    ARCHIVE_TOO_MANY_ENTRIES = (
        "archive.too_many_entries",
        "the ZIP file has more than 50,000 entries",
        "give it in parts, or unpacked as a folder",
    )
    ARCHIVE_TOO_LARGE = (
        "archive.too_large",
        "the ZIP file, or an entry of it, unpacks to more than is allowed",
        "give it in parts, or unpacked as a folder",
    )
    ARCHIVE_RATIO = (
        "archive.ratio",
        "an entry unpacks to more than 200 times its size",
        "pack the file again; photos never shrink so much",
    )
    ARCHIVE_LINK_REFUSED = (
        "archive.link_refused",
        "a link leads out of the folder",
        "copy the file into it",
    )
    EXPORT_ENCODING = (
        "export.encoding",
        "the file's encoding lacks a letter that is to be written",
        "add --utf8 to write all of the file in UTF-8, or change the word",
    )
    EXPORT_NOT_REWRITABLE = (
        "export.not_rewritable",
        "the file cannot be given back with only some cells changed",
        "save it as CSV in UTF-8, or export to a file of its own with --to",
    )
    EXPORT_OTHER_FILE = (
        "export.other_file",
        "the run was not made of this file: it has none of its products",
        "give the file that the run was made of, or say --column id=NAME",
    )
    EXPORT_UNDO_REFUSED = (
        "export.undo_refused",
        "there is nothing that could safely be brought back",
        "look at the file first; --force brings back what was kept",
    )
    CATALOGUE_PARENT_MISSING = (
        "catalogue.parent_missing",
        "a variant names a parent that is not in the file",
        "correct the parent, or export it too",
    )
    SHOP_TEACHING_REFUSED = (
        "shop.teaching_refused",
        "the labels contradict one another, or make the shop's own photos worse",
        "correct the labels: skuscribe shop check DIR SOURCE shows which; --keep teaches anyhow",
    )
    DECISION_INVALID = (
        "decision.invalid",
        "a decision names no action, product or field that there is",
        "see: skuscribe decisions RUN list",
    )
    DECISION_SUPERSEDED = (
        "decision.superseded",
        "somebody decided about the product since it was shown",
        "look at what stands now, then decide again",
    )
    DECISION_SAMPLE_SMALL = (
        "decision.sample_small",
        "what was reviewed does not show that so few are wrong; nothing was accepted",
        "review more of the drawn sample, or allow a larger --error",
    )
    SERVE_DROP_FULL = (
        "serve.drop_full",
        "the page takes no more photos",
        "keep these as a run and start the page again, or use skuscribe run FOLDER --out DIR",
    )
    SERVE_NAME_REFUSED = (
        "serve.name_refused",
        "a run cannot be kept under that name: it is taken, or it is no plain word",
        "choose another name of letters, digits, - and _",
    )
    SERVE_NOTHING_TO_KEEP = (
        "serve.nothing_to_keep",
        "no photo has a record, or some are still being looked at",
        "drop photos, and wait until all of them are looked at",
    )
    SERVE_BUSY = (
        "serve.busy",
        "as many requests wait as may, or the server is ending",
        "ask again after the seconds of Retry-After",
    )
    SERVE_NOT_READY = (
        "serve.not_ready",
        "the models are not open yet",
        "ask again after the seconds of Retry-After",
    )
    SERVE_TOKEN_WRONG = (
        "serve.token_wrong",
        "the request carries no token, or another one",
        "send the header Authorization: Bearer TOKEN",
    )
    SERVE_TOKEN_MISSING = (
        "serve.token_missing",
        "others reach this address, and no token is set",
        "set SKUSCRIBE_TOKEN, 16 characters at least, or listen at 127.0.0.1",
    )
    SERVE_REQUEST_REFUSED = (
        "serve.request_refused",
        "the request names another host, or comes from another site",
        "ask by the server's own address",
    )
    SERVE_REQUEST_INVALID = (
        "serve.request_invalid",
        "the request is not what the API takes",
        "see /openapi.json",
    )
    SERVE_BODY_TOO_LARGE = (
        "serve.body_too_large",
        "the request has more bytes than are taken, or does not say how many",
        "send fewer or smaller photos, with a Content-Length",
    )
    SERVE_BODY_SLOW = (
        "serve.body_slow",
        "the request took too long to arrive",
        "send it again over a better connection",
    )
    SERVE_NOT_FOUND = (
        "serve.not_found",
        "there is nothing at this address, or not with this method",
        "see /openapi.json",
    )
    SERVE_JOB_UNKNOWN = (
        "serve.job_unknown",
        "there is no job of that id",
        "see GET /v1/jobs",
    )
    SERVE_JOB_UNFINISHED = (
        "serve.job_unfinished",
        "the job has no results yet, or was cancelled",
        "ask for its state: GET /v1/jobs/ID",
    )
    SERVE_RECORD_UNKNOWN = (
        "serve.record_unknown",
        "the job has no product of that id",
        "see GET /v1/jobs/ID/records",
    )
    SERVE_WEBHOOKS_OFF = (
        "serve.webhooks_off",
        "this server sends no message when a job has ended",
        "start it with --allow-webhooks, or ask for the job's state: GET /v1/jobs/ID",
    )
    SERVE_WEBHOOK_SECRET_MISSING = (
        "serve.webhook_secret_missing",
        "messages are to be sent, and there is no secret to sign them with",
        "set SKUSCRIBE_WEBHOOK_SECRET, 16 characters at least",
    )
    SERVE_PORT_TAKEN = (
        "serve.port_taken",
        "the address cannot be listened at: another program does, or it is not this machine's",
        "choose another port: --port 8001",
    )
    INTERNAL_UNEXPECTED = (
        "internal.unexpected",
        "a fault of skuscribe's own; the other photos go on",
        "run again with --debug and report what it says",
    )


BY_CODE = {str(code): code for code in ErrorCode}
