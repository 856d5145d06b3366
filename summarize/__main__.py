"""Entry point of ``summarize`` and ``python -m summarize``."""

import sys


def main() -> None:
    """Run the command line; an interrupt exits with 130, even while modules are being imported."""
    try:
        from summarize.cli import main

        main.main()
    except KeyboardInterrupt:
        sys.stderr.write("summarize: interrupted\n")
        sys.exit(130)


if __name__ == "__main__":
    main()
