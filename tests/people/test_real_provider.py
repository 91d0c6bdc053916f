"""Anna signs in through a real OpenID provider: the npm package oidc-provider, fetched for this test only."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
import requests
from allauth.socialaccount.models import SocialAccount
from django.test import Client

from corridor.people.identities import oidc  # noqa: F401 - loaded at start only where one is configured
from corridor.people.identities.configuration import openid_connect

PACKAGE = "oidc-provider@9.13.3"
HERE = Path(__file__).parent
GO, BACK = "/en/sign-in/with/real/", "/en/sign-in/with/real/return/"
NO_ACCOUNT = "/en/sign-in/no-account/"

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def installed(tmp_path_factory) -> Path:
    if not (shutil.which("node") and shutil.which("npm")):
        pytest.skip("Node and npm are not installed: the real OpenID provider was not tried")
    folder = tmp_path_factory.mktemp("provider")
    options = ["--silent", "--no-audit", "--no-fund", "--no-package-lock", "--ignore-scripts"]
    try:
        subprocess.run(["npm", "install", *options, PACKAGE], cwd=folder, check=True, timeout=120)
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        pytest.skip(f"npm could not fetch {PACKAGE}, so the real OpenID provider was not tried: {error}")
    shutil.copy(HERE / "provider.mjs", folder)
    return folder


@pytest.fixture
def provider(installed, settings) -> Iterator[str]:
    back = f"{settings.BASE_URL}{BACK}"
    with subprocess.Popen(
        ["node", "provider.mjs", back], cwd=installed, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        try:
            assert process.stdout is not None
            base = f"http://127.0.0.1:{int(process.stdout.readline())}"
            entry = {
                "id": "real",
                "name": "Real",
                "server_url": base,
                "client_id": "corridor",
                "secret": "a secret of some length for the test",
            }
            settings.SOCIALACCOUNT_PROVIDERS = {
                "openid_connect": {"APPS": openid_connect(json.dumps([entry]))}
            }
            yield base
        finally:
            process.kill()


def signs_in_there(client: Client, email: str) -> str:
    """Press the button, sign in at the provider and agree; the path with which the browser comes back."""
    url = client.post(GO)["Refresh"].removeprefix("0; url=")
    browser = requests.Session()
    answers = iter([{"prompt": "login", "login": email, "password": "any"}, {"prompt": "consent"}])
    answer = browser.get(url, allow_redirects=False)
    for _ in range(12):
        if answer.is_redirect:
            url = urljoin(url, answer.headers["Location"])
            if urlsplit(url).path == BACK:
                browser.close()
                return f"{BACK}?{urlsplit(url).query}"
            answer = browser.get(url, allow_redirects=False)
        else:
            url = urljoin(url, re.search(r'action="([^"]+)"', answer.text)[1])
            answer = browser.post(url, data=next(answers), allow_redirects=False)
    pytest.fail(f"The provider never sent the browser back: {answer.status_code} {answer.text[:300]}")


def test_anna_signs_in_through_a_real_provider(anna, provider, eve):
    back = signs_in_there(eve, anna.email)
    assert eve.get(back)["Location"] == "/en/now/"
    assert eve.get("/en/account/access/").status_code == 200
    assert SocialAccount.objects.get().uid == anna.email  # who it is there
    eve.post("/en/sign-out/")
    assert eve.get(back).status_code == 403
    again = Client()
    assert again.get(signs_in_there(again, anna.email))["Location"] == "/en/now/"


def test_case_07_the_real_provider_says_not_verified(ben, provider, eve):
    assert eve.get(signs_in_there(eve, ben.email))["Location"] == NO_ACCOUNT
    assert eve.get("/en/account/access/").status_code == 302
    assert eve.get(signs_in_there(eve, "stranger@example.org"))["Location"] == NO_ACCOUNT
    assert not SocialAccount.objects.exists()
