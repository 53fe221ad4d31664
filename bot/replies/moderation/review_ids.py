"""The custom_ids of reviews: they name a review, and what is done with it."""

_ID = r"(?P<id>\d{1,20})"
APPROVE = rf"easel:review-approve:{_ID}"
REJECT = rf"easel:review-reject:{_ID}"
REJECTED = rf"easel:review-rejected:{_ID}"  # its modal
EDIT = rf"easel:review-edit:{_ID}"
EDITED = rf"easel:review-edited:{_ID}"  # its modal
MORE = rf"easel:review-more:{_ID}"  # a select
LISTED = rf"easel:reviews:{_ID}"  # the page of what waits after that review

TRUST = "trust"  # what may be chosen in the select, besides the lengths of a block
READY, REASON = "ready", "reason"  # the fields of the modal of *Reject*
PROMPT, NEGATIVE_PROMPT = "prompt", "negative_prompt"  # those of *Edit and approve*
