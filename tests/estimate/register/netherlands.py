"""People apprehended without papers, Netherlands 1995: van der Heijden et al. (2003)."""

from pathlib import Path

from undercount.histories import CountData
from undercount.results import Estimate, NotEstimable

# The published table is the example's own input.
REGISTER = Path(__file__).parents[3] / "examples/netherlands-1995/histories/register.csv"
COVARIATES = "gender+age+nation"


def register() -> CountData:
    return CountData.read_csv(REGISTER)


def fitted(answer: Estimate | NotEstimable) -> Estimate:
    assert isinstance(answer, Estimate), answer
    return answer
