"""Trouble that a person can act on. Loads nothing else, so that the command line can say it at once."""


def readable(text: str) -> str:
    """A text on one line, with a question mark for each letter that can't be shown: a terminal would obey some."""
    return "".join(letter if letter.isprintable() else " " if letter.isspace() else "?" for letter in text)


class CoachError(Exception):
    """Trouble a person can act on: its text is one plain sentence, shown as it is.

    What a file says itself may stand in it, so that letters which can't be read are taken out.
    """

    def __str__(self) -> str:
        return readable(super().__str__())


class SourceError(CoachError):
    """A video, picture, folder or camera that can't be used."""


class StreamError(CoachError):
    """A recorded landmark stream that can't be used."""


class ModelError(CoachError):
    """The pose model is missing, damaged or does not start."""


class ExerciseError(CoachError):
    """An exercise file that can't be used."""


class RoutineError(CoachError):
    """A routine file that can't be used."""


class CareError(CoachError):
    """A file about care around the exercises can't be used."""


class GuideError(CoachError):
    """The table of what is advised is wrong."""


class SafetyError(CoachError):
    """The safety questions can't be used."""


class ActivityError(CoachError):
    """A file of activities that can't be used."""


class OutputError(CoachError):
    """A file or window that can't be written or opened."""


class HistoryError(CoachError):
    """The history can't be read."""


class SettingsError(CoachError):
    """The settings can't be read or kept."""


class ExchangeError(CoachError):
    """A file, code or link between therapist and person that can't be used."""


class ClinicError(CoachError):
    """The practice's database or pages can't be used."""


class DeliveryError(CoachError):
    """Results could not be delivered; `again` says whether trying later may help."""

    def __init__(self, said: str, *, again: bool = True) -> None:
        super().__init__(said)
        self.again = again
