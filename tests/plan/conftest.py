"""Sam, who has a letter and nothing else."""

import pytest
from beginner import Phone
from factories import make_person
from flask import Flask

from app.persistence.database import db


@pytest.fixture
def sam(app: Flask) -> Phone:
    """Sam, signed in, without a pot."""
    with app.app_context():
        make_person(db.engine, "Sam", "sam@demo.example")
    phone = Phone(app, app.test_client())
    assert phone.client.get("/demo/as/sam").status_code == 303
    return phone


@pytest.fixture
def begun(sam: Phone) -> Phone:
    """Sam, whose budget year has begun in April 2025; today is 10 February 2026."""
    sam.begin()
    return sam
