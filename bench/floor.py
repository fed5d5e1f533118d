"""The floor: bare Flask and one Jinja page of 7 KB, which no page of ours can be quicker than."""

from flask import Flask, render_template

FILLING = "Words that stand on a page and have to be sent. " * 136

app = Flask(__name__)


@app.get("/")
def page() -> str:
    """The page, drawn anew for each request."""
    rows = [{"href": f"/{number}", "words": f"Row {number}"} for number in range(10)]
    return render_template("floor.html", title="The floor", rows=rows, filling=FILLING)
