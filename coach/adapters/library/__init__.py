"""The data files that come with the program, and those of the person: `exercises`, `words`."""

from coach.adapters.library.exercises import (
    json_schema as json_schema,
    list_ids as list_ids,
    load_all as load_all,
    load_by_id as load_by_id,
    load_exercise as load_exercise,
    parse_exercise as parse_exercise,
)
from coach.adapters.library.words import (
    load_growth as load_growth,
    load_guide as load_guide,
    load_ladder as load_ladder,
    load_plan_guide as load_plan_guide,
    load_relief as load_relief,
    load_safety as load_safety,
    load_tips as load_tips,
)
from coach.reading.files import MAX_BYTES as MAX_BYTES
from coach.reading.routines import (
    load_routine as load_routine,
    load_routines as load_routines,
    parse_routine as parse_routine,
    routine_files as routine_files,
    routine_schema as routine_schema,
)
