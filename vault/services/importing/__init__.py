"""Other people's tables as records: read, mapped, tried without writing, then brought in as one act.

sheet = read_sheet(path)                 # encoding, delimiter, headings, rows
mapping = propose(sheet, "incident")     # to be shown and changed: with_target, with_values
rows = dry_run(session, sheet, mapping, source)
run(session, sheet, mapping, source, changed="ask", decisions={12: True})
"""

from vault.plans.mapping import LEFT_OUT, REST, Column, Mapping, targets
from vault.services.importing.dry_run import Known, Row, dry_run, judged, known
from vault.services.importing.map_file import fitted, load, save
from vault.services.importing.running import Changed, Undecided, import_file, propose, run, value_table
from vault.services.importing.sheet import Sheet, read_sheet, sheet_of
from vault.services.importing.telling import Outcome, doubts, told_row

__all__ = [
    "LEFT_OUT", "REST", "Changed", "Column", "Known", "Mapping", "Outcome", "Row", "Sheet", "Undecided", "doubts",
    "dry_run", "fitted", "import_file", "judged", "known", "load", "propose", "read_sheet", "run", "save", "sheet_of",
    "targets", "told_row", "value_table",
]  # fmt: skip
