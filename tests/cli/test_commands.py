"""The command line as a whole: every command loads, explains itself and costs little."""

import subprocess
import sys

import click
import pytest
from click.testing import CliRunner

from publisher.cli import COMMANDS, cli
from publisher.sources import KINDS


def all_commands():
    """Yield each command with its words, groups and their commands alike."""

    def below(words, command):
        yield words, command
        if isinstance(command, click.Group):
            context = click.Context(command)
            for name in command.list_commands(context):
                yield from below(f"{words} {name}", command.get_command(context, name))

    for name in COMMANDS:
        yield from below(name, cli.get_command(click.Context(cli), name))


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_loads(name):
    """A command that the list names exists, and its help begins as the list says."""
    command = cli.get_command(click.Context(cli), name)

    assert isinstance(command, click.Command)
    assert command.get_short_help_str(limit=200) == COMMANDS[name]


@pytest.mark.parametrize(("words", "command"), [pytest.param(*pair, id=pair[0]) for pair in all_commands()])
def test_each_command_explains_itself(words, command):
    """Every command and every option says what it is for; `--help` shows it."""
    result = CliRunner().invoke(cli, [*words.split(), "--help"])

    assert result.exit_code == 0, result.output
    assert command.help
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert parameter.help, f"{words} {parameter.opts[0]} has no help"


def test_the_help_of_import_names_every_kind():
    """What --kind may be stands in its help."""
    said = " ".join(CliRunner().invoke(cli, ["import", "--help"]).output.split())

    assert all(f" {kind}" in said for kind in KINDS)


@pytest.mark.parametrize("name", ["", "build", "import"])
def test_examples_keep_their_lines(name):
    """Examples stand below the options, one on each line, and none is too long for a terminal."""
    lines = CliRunner().invoke(cli, [*name.split(), "--help"]).output.splitlines()
    shown = lines[lines.index("  Examples:") + 1 :]

    assert shown
    assert all(line.startswith(f"    publisher {name}") and len(line) <= 88 for line in shown)


def test_an_unknown_command_is_a_wrong_usage():
    """A command that does not exist ends with exit code 2."""
    result = CliRunner().invoke(cli, ["publsh"])

    assert result.exit_code == 2
    assert "No such command 'publsh'" in result.output


@pytest.mark.parametrize("option", ["--quiet", "-v"])
def test_an_option_of_the_whole_program_behind_a_command_is_sent_to_its_place(option):
    """Who writes `publisher build --quiet` is told to write `publisher --quiet build`."""
    result = CliRunner().invoke(cli, ["build", option])

    assert result.exit_code == 2
    assert result.stderr.endswith(f"Error: {option} stands before the command: publisher {option} …\n")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--since", "28-2-2018"], "'28-2-2018' is no day; write year, month and day, as in 2018-02-28."),
        (["--until", "2018-02-30"], "2018-02-30 is not in the calendar."),
        (
            ["--since", "2018-03-01", "--until", "2018-02-01"],
            "the period ends (2018-02-01) before it begins (2018-03-01)",
        ),
    ],
)
@pytest.mark.parametrize("command", [["entries", "list"], ["digest", "new"]])
def test_a_wrong_day_is_said_to_be_one(command, words, message):
    """A day that cannot be read, does not exist, or ends a period before it begins is named with what is wanted."""
    result = CliRunner().invoke(cli, [*command, *words])

    assert result.exit_code == 2
    assert message in result.stderr


def test_a_missing_configuration_is_named(tmp_path, monkeypatch):
    """Outside of a publication, commands say what is missing and end with exit code 3."""
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(cli, ["build"])

    assert result.exit_code == 3
    assert result.stderr.startswith("Error: there is no publisher.toml in ")
    assert "publisher init" in result.stderr


def test_a_wrong_configuration_is_shown_whole(tmp_path, monkeypatch):
    """All mistakes of publisher.toml stand on stderr, each with its line, and the exit code is 3."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "publisher.toml").write_text('[publication]\ntitle = "x"\nhome = "y"\n[smtp]\nport = "25x"\n')
    result = CliRunner().invoke(cli, ["build"])

    assert result.exit_code == 3
    assert result.stderr.splitlines()[0] == "Error: publisher.toml has 2 mistakes"
    assert result.stderr.splitlines()[2] == (
        'publisher.toml:5: smtp.port must be a whole number from 1 to 65535, not "25x"'
    )


def test_help_imports_little():
    """The help of the whole command loads nothing but Click and a few of our own modules."""
    code = (
        "import sys\n"
        "from click.testing import CliRunner\n"
        "before = set(sys.modules)\n"
        "from publisher.cli import cli\n"
        "assert CliRunner().invoke(cli, ['--help']).exit_code == 0\n"
        "print(*sorted({name.partition('.')[0] for name in set(sys.modules) - before} - sys.stdlib_module_names))\n"
    )
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()

    assert set(loaded) <= {"click", "publisher"}


def test_a_wrong_clock_is_a_wrong_usage(tmp_path, monkeypatch):
    """A SOURCE_DATE_EPOCH that is no number is named, without a traceback."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
    (tmp_path / "publisher.toml").write_text('[publication]\ntitle = "x"\n')
    result = CliRunner().invoke(cli, ["--config", str(tmp_path / "publisher.toml"), "entries", "list"])

    assert result.exit_code == 2
    assert "SOURCE_DATE_EPOCH is 'yesterday'" in result.stderr
