"""What arithmetic says, and what must add up."""

from __future__ import annotations

from dataclasses import replace

from tests.report import calais, disagreeing
from tests.report.plain import text_of
from undercount.report import Page, render
from undercount.report.words import anchor_id


def section(page: Page, name: str) -> str:
    html = render(page)
    start = html.index(f'<section id="{name}"')
    return html[start : html.index("</section>", start)]


def test_a_proposal_leads_to_its_figures_and_a_person_decides() -> None:
    page = calais.page()
    told = section(page, "repairs")
    for name in page.repairs[0].figures:
        assert f'href="#{anchor_id("figure", name)}"' in told
    assert "a person decides" in told
    assert "10,188" in told
    assert "no single number" in told


def test_what_agrees_is_one_click_away() -> None:
    told = section(calais.page(), "repairs")
    before, agreeing = told.split("<details>")
    assert "1 number confirmed by arithmetic" in agreeing
    assert "10% of 8,650" not in before


def test_unseen_proposals_come_last_and_say_so() -> None:
    page = calais.page()
    (unseen, *_) = disagreeing.ids(page.entries, "suggested")
    first = replace(page.repairs[0], figures=(unseen,), figure=unseen, text="Nobody saw this.")
    told = section(replace(page, repairs=(first, page.repairs[1])), "repairs")
    assert told.index("1,800 + 5,307") < told.index("not yet reviewed") < told.index("Nobody saw")


def test_where_all_agrees_the_page_says_so() -> None:
    page = calais.page()
    assert "comes out as printed" in section(replace(page, repairs=page.repairs[2:]), "repairs")


def test_claims_lead_to_their_rows_with_what_the_others_leave() -> None:
    page = calais.page()
    told = section(page, "balance")
    made = page.balances[0][1]
    for claim in made.claims[:2]:
        assert claim.text in told
        for name in claim.figures:
            assert f'href="#{anchor_id("figure", name)}"' in told
    assert "at most 41% within 4 months" in told
    assert "These 2 claims cannot all hold" in told


def test_what_is_taken_for_granted_is_named() -> None:
    told = section(calais.page(), "balance")
    assert disagreeing.OPENED in told
    assert "people went on leaving evenly" in told
    # It is no claim that somebody made.
    assert told.count("<li>people went") == 0


def test_a_balance_without_contradiction_proves_nothing() -> None:
    page = calais.page()
    made = replace(page.balances[0][1], contradictions=())
    told = section(replace(page, balances=(("x", made),)), "balance")
    assert "The 2 claims can all hold together. That is no proof" in text_of(told)


def test_more_than_three_sets_are_one_click_away() -> None:
    page = calais.page()
    made = page.balances[0][1]
    made = replace(made, contradictions=made.contradictions * 5)
    told = section(replace(page, balances=(("x", made),)), "balance")
    assert told.split("2 further sets")[0].count("cannot all hold</h4>") == 3
    assert told.count("cannot all hold</h4>") == 5
