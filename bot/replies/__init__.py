"""All that a person sees: cards, the live reply, texts.

One folder a topic; imports point down only, as ``pyproject.toml`` says::

    after | members | overviews | past | reports | styles
                       requesting
                   pictures | sending
                         parts
"""
