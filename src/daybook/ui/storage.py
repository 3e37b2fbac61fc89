"""Static files with hashed names, compressed, the house's own ones joined."""

from collections.abc import Iterator
from typing import Any

from whitenoise.storage import CompressedManifestStaticFilesStorage

from daybook.ui import assets


class HashedStaticFiles(CompressedManifestStaticFilesStorage):
    """Hashed names for every file, also for modules that JavaScript imports."""

    support_js_module_import_aggregation = True

    def url(self, name: str | None, force: bool = False) -> str:
        """The address of ``name``; its plain one while nothing has been collected yet.

        A page without its styles is better than no page.
        """
        if name and not self.hashed_files and not force:
            return f"{self.base_url}{name}"
        return str(super().url(name or "", force))

    def post_process(
        self, paths: dict[str, Any], dry_run: bool = False, **options: Any
    ) -> Iterator[tuple[str, str, bool]]:
        """Join the bundles, then hash and compress everything."""
        if not dry_run:
            for bundle in assets.BUNDLES:
                with self.open(bundle.name, "wb") as file:
                    file.write(assets.joined(bundle).encode())
                paths[bundle.name] = (self, bundle.name)
        parent: Any = super()  # whitenoise has no types here
        yield from parent.post_process(paths, dry_run, **options)
