"""The data files that come with the program, and those of the person: `exercises`, `words`; `reading` reads both."""

from coach.adapters.library.exercises import (
    json_schema as json_schema,
    list_ids as list_ids,
    load_all as load_all,
    load_by_id as load_by_id,
    load_exercise as load_exercise,
    load_routine as load_routine,
    load_routines as load_routines,
    parse_exercise as parse_exercise,
    parse_routine as parse_routine,
)
from coach.adapters.library.reading import MAX_BYTES as MAX_BYTES
from coach.adapters.library.words import (
    load_growth as load_growth,
    load_guide as load_guide,
    load_ladder as load_ladder,
    load_plan_guide as load_plan_guide,
    load_relief as load_relief,
    load_safety as load_safety,
    load_tips as load_tips,
)
