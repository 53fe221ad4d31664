"""Brings the catalogues of ``config/locales`` up to the code, and says what is left to be done."""

import asyncio
import sys
import tempfile
from pathlib import Path

from babel.messages.catalog import Catalog

from tests.catalogues.checks import faults
from tests.catalogues.extraction import extracted, loaded_client
from tests.catalogues.files import TEMPLATE, brought_up, catalogue_paths, is_done, read, written


async def template() -> Catalog:
    """Return all that there is to translate now."""
    with tempfile.TemporaryDirectory(prefix="easel-texts-") as folder:
        async with loaded_client(Path(folder)) as client:
            commands = [command.to_dict(client.tree) for command in client.tree.get_commands()]
            return extracted(commands)


def main() -> int:
    """Write the files; return 1 if a translation must be mended."""
    newest = asyncio.run(template())
    TEMPLATE.parent.mkdir(parents=True, exist_ok=True)
    TEMPLATE.write_bytes(written(newest))
    wrong = 0
    for language, path in catalogue_paths().items():
        catalogue = brought_up(read(path, language), newest)
        path.write_bytes(written(catalogue))
        found = faults(catalogue)
        left = [each for each in catalogue if each.id and not is_done(each)]
        for fault in found:
            sys.stdout.write(f"{language}: {fault}\n")
        sys.stdout.write(f"{language}: {len(left)} of {len(newest)} texts left to translate\n")
        wrong += len(found)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
