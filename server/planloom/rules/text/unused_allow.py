"""A comment silences a rule that finds nothing there, or that does not exist.

## Why this hurts
It hides the next finding of that rule, which nobody has seen yet; and a misspelled one silences nothing at all.

## Example
~~~~ plan
# Plan

<!-- planloom: allow shared-primary -->
                     ^^^^^^^^^^^^^^ unused-allow
| File | W1      | W2      |
|------|---------|---------|
| a.rs | PRIMARY | READ    |

### W1: first

**Branch:** `feat/w1`

### W2: second

**Branch:** `feat/w2`
**Depends On:** W1
~~~~

## Instead
~~~~ plan
# Plan

| File | W1      | W2      |
|------|---------|---------|
| a.rs | PRIMARY | READ    |

### W1: first

**Branch:** `feat/w1`

### W2: second

**Branch:** `feat/w2`
**Depends On:** W1
~~~~
"""

from __future__ import annotations

from planloom.model.read.directives import Directive
from planloom.rules.finding import Edit, Finding, Fix, Severity
from planloom.rules.names import nearest
from planloom.syntax.chunks import Place

SEVERITY = Severity.WARNING


def finding(directive: Directive, index: int, names: tuple[str, ...]) -> Finding:
    """What to say of the rule name at `index` of a directive, which silenced nothing; `names` are all rules."""
    rule = directive.rules[index]
    if rule.text in names:
        message = f"`{rule.text}` finds nothing here: take the comment out."
    else:
        near = nearest(rule.text, names)
        message = f"There is no rule `{rule.text}`" + (f": did you mean `{near}`?" if near else ".")
    return Finding(
        "unused-allow", message, rule.at, fixes=(Fix("Remove it", (_removal(directive, index),), safe=True),)
    )


def _removal(directive: Directive, index: int) -> Edit:
    at = directive.rules[index].at
    if len(directive.rules) == 1:
        whole = directive.at
        return Edit(whole._replace(start=0), "", until=Place(whole.chunk, whole.line + 1, 0, 0))
    before = directive.rules[index - 1].at.end if index else at.start
    after = at.end if index else directive.rules[1].at.start
    return Edit(at._replace(start=before, end=after), "")
