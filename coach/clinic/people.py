"""What an account is made of: a name, an e-mail address, a password to begin with."""

import secrets

from coach.core.therapy.practice import Role

ROLES: dict[str, Role] = {"lead": "lead", "therapist": "therapist", "reader": "reader"}


def check_person(name: str, email: str) -> dict[str, str]:
    """What is wrong with a name and an e-mail address, by field."""
    wrong = {}
    if not 0 < len(name.strip()) <= 80 or not name.isprintable():
        wrong["name"] = "A name has 1 to 80 letters."
    local, _, domain = email.strip().partition("@")
    if not local or "." not in domain or len(email) > 200 or not email.isprintable() or " " in email.strip():
        wrong["email"] = "An e-mail address looks like name@practice.org."
    return wrong


def new_password() -> str:
    """A password to hand over: 5 groups of 4 letters and digits that look like no other, 99 bits."""
    letters = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(letters) for _ in range(4)) for _ in range(5))
