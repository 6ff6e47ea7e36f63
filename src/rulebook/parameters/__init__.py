"""The numbers of the law and of the procedure, each with its dates, unit and source."""

from rulebook.parameters.loading import ParametersWrong, decisions, load
from rulebook.parameters.values import MARKS, NotInForce, Parameter, Parameters, Value

__all__ = ["MARKS", "NotInForce", "Parameter", "Parameters", "ParametersWrong", "Value", "decisions", "load"]
