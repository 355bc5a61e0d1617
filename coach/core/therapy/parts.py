"""tmp"""


class Parts:
    text = ""
    count = (0, 0)

    def with_read(self, said):
        p = Parts()
        p.text = said
        return p
