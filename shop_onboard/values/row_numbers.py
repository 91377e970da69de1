"""Numbers of rows and of versions as forms and addresses send them."""

# Every number up to here is the same in JSON, in JavaScript and in each database.
MOST = 2**53 - 1


def row_number(text: object) -> int:
    """The number that is written in plain digits; 0, which no row and no version has, else."""
    written = str(text)
    if not (written.isascii() and written.isdecimal() and len(written) <= len(str(MOST))):
        return 0
    number = int(written)
    return number if number <= MOST else 0
