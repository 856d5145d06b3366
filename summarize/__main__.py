"""``summarize`` and ``python -m summarize``: the way in, which an interrupt may cut short at any time."""

import sys


def main() -> None:
    """Run the command line; an interrupt ends with 130 also while the program is still being imported."""
    try:
        from summarize.cli import main

        main.main()
    except KeyboardInterrupt:
        sys.stderr.write("summarize: interrupted\n")
        sys.exit(130)


if __name__ == "__main__":
    main()
