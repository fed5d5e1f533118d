"""Taking back what was said, who is first, and what the bank has seen stays as it is meanwhile."""

import re
import threading
from datetime import date

import pytest
from banking import Home, Phone, csv
from flask import Flask

DAY = date(2026, 10, 7)
TAXI = ("07/10/2026", "CITY CABS 0241", "-14.00")


def page_of_said(phone: Phone) -> str:
    """The page that a confirmation leads to."""
    return phone.response.request.path


def row_page(home: Home, phone: Phone, row_id: str) -> str:
    statement_id = re.search(r"/statements/([a-z2-7]{20})", phone.response.request.path)[1]
    return f"{home.page}/{statement_id}/rows/{row_id}"


@pytest.fixture
def everything_said(nikki_on_both: Phone, home_on_both: Home) -> str:
    """One row of each kind, all confirmed at once; the page of what was said."""
    home, phone = home_on_both, nikki_on_both
    home.owe(21_607, DAY)
    home.spend(3_250, "Swimming", DAY)
    gave = home.spend(5_000, "Paint", date(2026, 9, 20))
    phone.upload(
        csv(
            ("01/10/2026", "ICB", "2,310.00"), ("02/10/2026", "CLIENT", "61.40"), ("07/10/2026", "OKORO", "-216.07"),
            ("08/10/2026", "POOL", "-32.50"), TAXI, ("09/10/2026", "SHOP", "-9.99"), ("10/10/2026", "OWN", "-1.00"),
            ("11/10/2026", "REFUND", "12.50"),
        )
    )  # fmt: skip
    path = phone.response.request.path
    by_text = {row.text: f"says-{row.id}" for row in home.rows()}
    sure = {name: value.partition(":")[0] for name, value in phone.chosen().items()}
    assert sure == {
        by_text["ICB"]: "instalment", by_text["CLIENT"]: "client", by_text["OKORO"]: "owed", by_text["POOL"]: "already",
    }  # fmt: skip
    phone.answer_here(
        path,
        {
            by_text[TAXI[1]]: f"spending:{home.lines['out']}",
            by_text["SHOP"]: "not_in_plan",
            by_text["OWN"]: "not_ours",
            by_text["REFUND"]: f"refund:spending:{gave}",
        },
    )
    assert "Every payment in this file is said." in phone.text()
    return phone.response.request.path


def test_every_kind_is_taken_back_by_one_undo(nikki_on_both: Phone, home_on_both: Home, everything_said: str):
    home, phone = home_on_both, nikki_on_both
    # In: 2,310.00 + 61.40 + 12.50. Out: 216.07 + 14.00 + 9.99, and what stood: 32.50 + 50.00.
    assert home.in_account() == 238_390 - 24_006 - 8_250

    phone.send(f"{everything_said}/undo")

    assert "Taken back. You can say again what they are." in phone.text()
    assert len(phone.questions()) == 8
    assert home.in_account() == -8_250
    assert home.is_sound()


def test_every_kind_is_said_anew_row_by_row(nikki_on_both: Phone, home_on_both: Home, everything_said: str):
    home, phone = home_on_both, nikki_on_both
    statement = everything_said.partition("/said/")[0]
    for row in home.rows():
        path = f"{statement}/rows/{row.id}"
        assert phone.open(path).status_code == 200
        phone.send(f"{path}/unsay")
        assert "Taken back. You can say again what it is." in phone.text()
        assert home.is_sound()

    assert home.in_account() == -8_250
    phone.open(statement)
    assert len(phone.chosen()) == 4  # the same are sure again
    phone.answer_here(statement, {})
    assert "4 payments are left to say." in phone.text()
    assert home.in_account() == -8_250 + 237_140 - 21_607
    assert home.is_sound()


def test_an_undo_is_done_once(nikki: Phone, home: Home):
    nikki.upload(csv(TAXI))
    nikki.answer_here(nikki.response.request.path, dict.fromkeys(nikki.questions(), "not_in_plan"))
    path = page_of_said(nikki)
    form = nikki.fields(f"{path}/undo")
    nikki.send(f"{path}/undo")

    again = nikki.client.post(f"{path}/undo", data=form, follow_redirects=True)
    assert again.status_code == 200  # the same change, sent twice
    form["change_id"] = "00000000-0000-4000-8000-000000000001"
    assert nikki.client.post(f"{path}/undo", data=form).status_code == 409  # another one
    assert home.in_account() == 0
    assert home.is_sound()


def test_a_row_that_two_say_is_said_by_the_first(app: Flask, nikki: Phone, home: Home):
    nikki.upload(csv(TAXI))
    path = nikki.response.request.path
    second = Phone(app, home)
    nikki.open(path)
    second.open(path)
    answers = dict.fromkeys(nikki.questions(), "not_in_plan")

    nikki.answer_here(path, answers)
    response = second.answer_here(path, answers)

    assert response.status_code == 409
    assert "Nikki\u2069 said on 1 November, 10:00 am what one of these is." in second.text()
    assert home.in_account() == -1_400


def test_many_at_once_say_a_row_once(app_on_both: Flask, nikki_on_both: Phone, home_on_both: Home):
    phones = [nikki_on_both, *(Phone(app_on_both, home_on_both) for _ in range(3))]
    phones[0].upload(csv(TAXI))
    path = phones[0].response.request.path
    for phone in phones:
        phone.open(path)
    answers = dict.fromkeys(phones[0].questions(), "not_in_plan")

    codes = together([lambda phone=phone: phone.answer_here(path, answers).status_code for phone in phones])

    assert sorted(codes) == [200, 409, 409, 409]
    assert home_on_both.in_account() == -1_400
    assert home_on_both.is_sound()


def test_a_file_brought_in_by_many_at_once_is_here_once(app_on_both: Flask, nikki_on_both: Phone, home_on_both: Home):
    phones = [nikki_on_both, *(Phone(app_on_both, home_on_both) for _ in range(3))]
    content = csv(*(TAXI for _ in range(20)), ("08/10/2026", "POOL", "-1.00"))

    codes = together([lambda phone=phone: phone.upload(content).status_code for phone in phones])

    assert codes == [200] * 4
    assert len(home_on_both.rows()) == 21
    assert len({row.statement_id for row in home_on_both.rows()}) == 1


def together(jobs: list) -> list[int]:
    """Run them at the same moment; what each answers."""
    answers: list[int] = []
    ready = threading.Barrier(len(jobs))

    def run(job) -> None:
        ready.wait()
        answers.append(job())

    threads = [threading.Thread(target=run, args=(job,)) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def test_a_payment_stays_while_money_came_back_for_it(nikki: Phone, home: Home):
    nikki.upload(csv(TAXI, ("08/10/2026", "REFUND", "4.00")))
    path = nikki.response.request.path
    out, back = home.rows()
    nikki.answer_here(path, {f"says-{out.id}": f"spending:{home.lines['out']}"})
    said = page_of_said(nikki)
    nikki.open(path)
    (refund,) = [value for value in nikki.choices(f"says-{back.id}") if value.startswith("refund:")]
    nikki.answer_here(path, {f"says-{back.id}": refund})
    nikki.open(f"{path}/rows/{out.id}")

    response = nikki.send(f"{path}/rows/{out.id}/unsay")

    assert response.status_code == 409
    assert "Money came back for one of these payments" in nikki.text()
    nikki.open(f"{path}/rows/{back.id}")
    nikki.send(f"{path}/rows/{back.id}/unsay")
    nikki.open(f"{path}/rows/{out.id}")
    assert nikki.send(f"{path}/rows/{out.id}/unsay").status_code == 200
    assert home.in_account() == 0
    assert home.is_sound()
    assert nikki.open(said).status_code == 200


def test_what_the_bank_shows_is_not_taken_out_by_hand(nikki: Phone, home: Home):
    spending_id = home.spend(1_400, "Taxi to clinic", DAY)
    entry = f"/p/{home.pot_id}/spending/{spending_id}"
    nikki.upload(csv(TAXI))
    nikki.answer_here(nikki.response.request.path, {})
    nikki.open(entry)
    assert "The bank shows this payment, 7 October 2026" in nikki.text()

    response = nikki.send(f"{entry}/take-out")

    assert response.status_code == 409
    assert "The bank says that this was paid." in nikki.text()
    nikki.open(f"{entry}/change")
    assert nikki.send(f"{entry}/change", amount="15.00").status_code == 409
    nikki.open(f"{entry}/change")
    assert nikki.send(f"{entry}/change", plan_line=home.lines["care"]).status_code == 200  # the same sum elsewhere
    assert home.in_account() == -1_400
    assert home.is_sound()


def test_a_refunded_payment_stays_on_its_line(nikki: Phone, home: Home):
    spending_id = home.spend(1_400, "Taxi to clinic", date(2026, 9, 7))
    entry = f"/p/{home.pot_id}/spending/{spending_id}"
    nikki.upload(csv(("07/10/2026", "REFUND", "4.00")))
    (row,) = home.rows()
    nikki.answer_here(nikki.response.request.path, {f"says-{row.id}": f"refund:spending:{spending_id}"})
    nikki.open(f"{entry}/change")

    assert nikki.send(f"{entry}/change", plan_line=home.lines["care"]).status_code == 409

    assert "The bank says that money came back for this." in nikki.text()
    assert home.is_sound()


def test_the_page_of_a_row_says_what_the_bank_said_and_what_it_is(nikki: Phone, home: Home):
    nikki.upload(csv(TAXI))
    (row,) = home.rows()
    path = row_page(home, nikki, row.id)
    nikki.open(path)
    assert "This is not said yet." in nikki.text()
    nikki.answer(
        nikki.response.request.path.partition("/rows/")[0], {f"says-{row.id}": f"spending:{home.lines['out']}"}
    )

    nikki.open(path)

    assert "CITY CABS 0241" in nikki.text()
    assert "Went out" in nikki.text()
    assert "£14.00" in nikki.text()
    assert "Spending on Getting out" in nikki.text()
    assert "Nikki said so, 1 November, 10:00 am" in nikki.text()
