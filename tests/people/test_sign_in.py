from tests.conftest import PASSWORD


def test_anna_signs_in_with_her_address_in_capitals(anna, eve):
    response = eve.post("/en/sign-in/", {"username": "ANNA@EXAMPLE.ORG", "password": PASSWORD})
    assert response.status_code == 302
    assert eve.session["_auth_user_id"] == str(anna.pk)


def test_a_wrong_password_and_an_unknown_address_look_the_same(anna, eve):
    known = eve.post("/en/sign-in/", {"username": anna.email, "password": "wrong"})
    unknown = eve.post("/en/sign-in/", {"username": "nobody@example.org", "password": "wrong"})
    assert known.status_code == unknown.status_code == 200
    assert "_auth_user_id" not in eve.session
