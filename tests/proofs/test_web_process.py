"""The web process holds neither OCR nor migrations, whatever is installed: it starts and answers without them."""

import json
import os
import subprocess
import sys

from tests.real_server import ROOT

ASKED = """
import json, sys
import wsgi
client = wsgi.app.test_client()
status = [client.get(path).status_code for path in ("/sign-in", "/healthz", "/demo")]
print(json.dumps([status, sorted(name for name in sys.modules if "." not in name or name.startswith("app."))]))
"""
HEAVY = {"alembic", "mako", "cv2", "numpy", "onnxruntime", "rapidocr", "app.worker", "app.outside.reading"}


def test_what_is_heavy_is_not_imported_by_the_service(sqlite_url, tmp_path):
    env = os.environ | {
        "DATABASE_URL": sqlite_url, "ONEPOT_DEMO": "1", "ONEPOT_FILES": str(tmp_path), "ONEPOT_READ_RECEIPTS": "1",
    }  # fmt: skip
    asked = subprocess.run([sys.executable, "-c", ASKED], cwd=ROOT, env=env, capture_output=True, text=True, check=True)
    statuses, modules = json.loads(asked.stdout)
    assert statuses == [200, 200, 200]
    assert "app.spending.receipt_changes" in modules
    assert HEAVY & set(modules) == set()
