"""Other people's tables as records: read, mapped, tried without writing, then brought in as one act.

sheet = read_sheet(path)                 # CSV, XLSX or ODS: encoding, delimiter, sheet, headings, rows
mapping = propose(sheet, "incident")     # to be shown and changed: with_target, with_values
rows = dry_run(session, sheet, mapping, source)
run(session, sheet, mapping, source, changed="ask", decisions={12: True})
"""

from vault.plans.mapping import LEFT_OUT, REST, SHARING, Column, Mapping, targets
from vault.services.importing.dry_run import Known, Row, dry_run, judged, known
from vault.services.importing.files import any_sheet, read_sheet
from vault.services.importing.map_file import fitted, load, save
from vault.services.importing.remembered import remember, remembered
from vault.services.importing.running import (
    Changed,
    Undecided,
    bring_in,
    import_file,
    likely_kind,
    propose,
    run,
    value_table,
)
from vault.services.importing.sheet import Page, Sheet, sheet_of
from vault.services.importing.telling import Outcome, doubts, told_row

__all__ = [
    "LEFT_OUT", "REST", "SHARING", "Changed", "Column", "Known", "Mapping", "Outcome", "Page", "Row", "Sheet",
    "Undecided", "any_sheet", "bring_in", "doubts", "dry_run", "fitted", "import_file", "judged", "known",
    "likely_kind", "load", "propose", "read_sheet", "remember", "remembered", "run", "save", "sheet_of", "targets",
    "told_row", "value_table",
]  # fmt: skip
