"""What every answer is built of: cards, panels, forms, buttons, words; lowest of ``replies``."""
