"""Settings under test: quick passwords, tasks at once, data in a throw-away folder.

Tables are made from the models, which takes a tenth of the time that the migrations take;
``tests/web/test_migrations.py`` holds that both make the same.
"""

import os
import tempfile

# What is counted in files is told apart by no transaction: each process has its own folder.
if os.environ.get("LUOSHI_DATA_DIR", "") == os.environ.get("LUOSHI_TEST_FOLDER", ""):
    folder = tempfile.mkdtemp(prefix="luoshi-test-")
    os.environ["LUOSHI_DATA_DIR"] = os.environ["LUOSHI_TEST_FOLDER"] = folder
if os.environ.get("LUOSHI_TEST_DATABASE_URL"):
    os.environ["LUOSHI_DATABASE_URL"] = os.environ["LUOSHI_TEST_DATABASE_URL"]

from luoshi.web.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
WHITENOISE_AUTOREFRESH = True
DATABASES["default"]["TEST"] = {"MIGRATE": False}  # noqa: F405
