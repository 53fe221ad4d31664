"""stub"""
HARD_STYLES = frozenset({"pixel"})
def styled(style, pixels, cover, setting):
    return pixels
