"""`tmchat export`: whole conversations as JSON lines or CSV; what happens now is `tail`'s."""

from argparse import ArgumentParser, Namespace


def arguments(parser: ArgumentParser) -> None:
    """Declare the form, which conversations, and where to."""
    from tmchat.cli.hubcall import add_hub_flags
    from tmchat.cli.streamed import add_form_flags, add_output_flag

    add_form_flags(parser, default="json")
    parser.add_argument("--number", metavar="TRACKING", help="Only this tracking number.")
    parser.add_argument("--conversation", type=int, metavar="ID", help="Only this conversation.")
    parser.add_argument(
        "--since", metavar="TIME", help="Only entries since this day or time UTC, 2026-03-01T17:00."
    )
    add_output_flag(parser)
    add_hub_flags(parser)


def run(args: Namespace) -> int:
    """Write out what is asked for; the exit code."""
    from tmchat.cli.moments import utc_moment
    from tmchat.cli.session import session
    from tmchat.cli.streamed import hub_stream, write_out

    query = {"format": args.form}
    if args.number is not None:
        query["number"] = args.number
    if args.conversation is not None:
        query["conversation"] = str(args.conversation)
    if args.since is not None:
        query["since"] = str(utc_moment(args.since))
    with hub_stream(session(args), "/agents/export", query) as answer:
        write_out(answer, args.output)
    return 0
