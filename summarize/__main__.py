"""Entry point of ``summarize`` and ``python -m summarize``."""

import sys

from summarize.cli import interrupts


def main() -> None:
    """Run the command line; an interrupt has its exit code even while modules are being imported."""
    interrupts.listen()
    try:
        from summarize.cli import main

        main.main()
    except KeyboardInterrupt:
        if sys.stderr is not None:
            sys.stderr.write(f"summarize: {interrupts.message()}\n")
        sys.exit(interrupts.exit_code())


if __name__ == "__main__":
    main()
