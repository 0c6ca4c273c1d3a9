"""Where a setting's value comes from, and what is said when it cannot be used."""


# ruff: noqa: RUF009 - `setting` declares a field, it is not a shared default

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import pytest

from tmchat.settings.failure import SettingsError
from tmchat.settings.hub import HubSettings
from tmchat.settings.schema import setting, settings_of
from tmchat.settings.source import load


@dataclass(frozen=True)
class Inner:
    """A table inside."""

    names: tuple[str, ...] = setting((), "Names.")


@dataclass(frozen=True)
class Sample:
    """One setting of every shape."""

    port: int = setting(1, "Port.", least=0, most=65535)
    wait: float = setting(1.5, "Seconds.")
    loud: bool = setting(False, "Loud.")
    name: str = setting("", "Name.")
    mode: Literal["fast", "slow"] = setting("fast", "Mode.")
    file: Path | None = setting(None, "File.")
    word: str = setting("", "Word.", secret=True)
    heads: dict[str, str] = setting({}, "Heads.", secret=True)
    keys: dict[str, tuple[str, ...]] = setting({}, "Keys.")
    inner: Inner = setting(Inner(), "Inner.")


def loaded(
    toml: Path | None = None,
    environment: Mapping[str, str] | None = None,
    flags: Mapping[str, Any] | None = None,
) -> Sample:
    """A `Sample` read as the section `hub`."""
    return load(
        Sample,
        toml=toml,
        section="hub",
        environment=environment or {},
        prefix="T",
        flags=flags or {},
    )


def written(folder: Path, text: str | bytes) -> Path:
    """A settings file holding `text`."""
    path = folder / "t.toml"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def test_nothing_given_gives_the_defaults() -> None:
    assert loaded() == Sample()


def test_flags_go_over_environment_over_file_over_default(tmp_path: Path) -> None:
    file = written(tmp_path, "[hub]\nport = 2\nwait = 2\nname = 'file'\n")
    sample = loaded(file, {"T_WAIT": "3", "T_NAME": "variable"}, {"name": "flag", "port": None})
    assert (sample.port, sample.wait, sample.name) == (2, 3.0, "flag")


def test_every_shape_can_stand_in_the_file(tmp_path: Path) -> None:
    file = written(
        tmp_path,
        "[console]\nbell = true\n[hub]\nport = 7\nloud = true\nmode = 'slow'\nfile = '/a/b'\n"
        "heads = {a = 'b'}\nkeys = {claim = ['c', 'f6']}\n[hub.inner]\nnames = ['/x']\n",
    )
    assert loaded(file) == Sample(
        port=7,
        loud=True,
        mode="slow",
        file=Path("/a/b"),
        heads={"a": "b"},
        keys={"claim": ("c", "f6")},
        inner=Inner(names=("/x",)),
    )


def test_every_shape_with_a_text_form_can_stand_in_the_environment() -> None:
    environment = {"T_LOUD": "Yes", "T_FILE": "", "T_HEADS": "a=b=c, d=", "T_INNER_NAMES": "x, y"}
    sample = loaded(environment=environment)
    assert sample.loud
    assert sample.file is None
    assert sample.heads == {"a": "b=c", "d": ""}
    assert sample.inner.names == ("x", "y")


def test_a_home_folder_is_spelled_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/agent")
    assert loaded(flags={"file": "~/x"}).file == Path("/home/agent/x")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[hub]\nport = 'x'", "hub.port wants a whole number, not 'x'."),
        ("[hub]\nport = true", "hub.port wants a whole number, not True."),
        ("[hub]\nport = 70000", "hub.port wants at most 65535, not 70000."),
        ("[hub]\nport = -1", "hub.port wants at least 0, not -1."),
        ("[hub]\nwait = nan", "hub.wait wants a number, not nan."),
        ("[hub]\nmode = 'quick'", "hub.mode wants one of fast, slow, not 'quick'."),
        ("[hub]\nword = 12345", "hub.word wants a string (it is secret, so it is not shown here)."),
        ("[hub]\nkeys = {a = 'b'}", "hub.keys wants a table of lists of strings, not {'a': 'b'}."),
        ("[hub]\ninner = 3", "hub.inner wants a table."),
        ("[hub.inner]\nnames = 'x'", "hub.inner.names wants a list of strings, not 'x'."),
        ("[hub.inner]\nname = ['x']", "hub.inner.name is no setting; did you mean inner.names?"),
        ("[hub]\nprot = 1", "hub.prot is no setting; did you mean port?"),
        ("[hub]\nzzz = 1", "hub.zzz is no setting; `tmchat settings` lists them all."),
        ("port = 1", "port stands outside a section; put it under [hub]."),
        ("[hubb]\nport = 1", "[hubb] is no section; did you mean hub?"),
        ("hub = 1", "hub wants a table, begun with [hub]."),
    ],
)
def test_a_wrong_file_gets_a_sentence_naming_file_and_key(
    tmp_path: Path, text: str, sentence: str
) -> None:
    file = written(tmp_path, text)
    with pytest.raises(SettingsError) as caught:
        loaded(file)
    assert str(caught.value) == f"{file}: {sentence}"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[hub]\nport = = 1", ", line 2, column 8, is not TOML: invalid value."),
        ("[hub]\nname = 'a", ", at its end, is not TOML: "),
        (b"[hub]\nname = '\xff'", ", line 2, is not UTF-8; save it as UTF-8."),
    ],
)
def test_a_file_that_cannot_be_read_gets_a_sentence_naming_the_line(
    tmp_path: Path, text: str | bytes, sentence: str
) -> None:
    file = written(tmp_path, text)
    with pytest.raises(SettingsError) as caught:
        loaded(file)
    assert str(caught.value).startswith(f"{file}{sentence.partition(':')[0]}")
    assert sentence.endswith(": ") or str(caught.value) == f"{file}{sentence}"


def test_an_absent_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"t\.toml cannot be read: No such file"):
        loaded(tmp_path / "t.toml")
    with pytest.raises(SettingsError, match="cannot be read: Is a directory"):
        loaded(tmp_path)


@pytest.mark.parametrize(
    ("variable", "text", "sentence"),
    [
        ("T_PORT", "x", "T_PORT wants a whole number, not 'x'."),
        ("T_WAIT", "inf", "T_WAIT wants a number, not 'inf'."),
        ("T_LOUD", "maybe", "T_LOUD wants true or false, not 'maybe'."),
        ("T_HEADS", "hunter2", "T_HEADS wants name=value pairs (it is secret, so it is not shown"),
        ("T_PROT", "1", "T_PROT is no setting; did you mean T_PORT?"),
        ("T_NAME", "x" * 100, ""),
        ("T_PORT", "x" * 100, "T_PORT wants a whole number, not 'xxxxxxx"),
    ],
)
def test_a_wrong_variable_gets_a_sentence_naming_it(
    variable: str, text: str, sentence: str
) -> None:
    if not sentence:
        assert loaded(environment={variable: text}).name == text
        return
    with pytest.raises(SettingsError) as caught:
        loaded(environment={variable: text})
    assert str(caught.value).startswith(sentence)
    assert len(str(caught.value)) < 120
    assert "hunter2" not in str(caught.value)


def test_a_wrong_flag_gets_a_sentence_naming_it() -> None:
    with pytest.raises(SettingsError) as caught:
        loaded(flags={"inner_names": "x", "port": "many"})
    assert str(caught.value) == "--port wants a whole number, not 'many'."


def test_secrets_and_tables_of_lists_have_no_flag() -> None:
    by_name = {one.name: one for one in settings_of(Sample)}
    assert by_name["word"].flag is None
    assert by_name["heads"].flag is None
    assert by_name["keys"].flag is None
    assert by_name["keys"].variable("T") is None
    assert by_name["heads"].variable("T") == "T_HEADS"
    assert by_name["inner.names"].flag == "--inner-names"


def test_two_instances_do_not_share_a_table() -> None:
    assert Sample().heads is not Sample().heads


def test_what_follows_from_the_hub_settings() -> None:
    plain = HubSettings(telmetrics_url="https://API.example/v3/api")
    assert plain.hosts_for_token() == {"api.example"}
    assert plain.hook_address(8072) == "http://127.0.0.1:8072"
    assert HubSettings(public_host="::1", tls_cert=Path("c")).hook_address(1) == "https://[::1]:1"
    assert HubSettings(public_url="https://desk.example/").hook_address(1) == "https://desk.example"
    assert HubSettings(token_hosts=("A:1",)).hosts_for_token() == {"a:1"}


@pytest.mark.parametrize(
    "address",
    ["ftp://x", "desk.example.com", "https://", "https://d:port", "https://d/?x=1", "https://a b"],
)
def test_telmetrics_is_told_no_address_that_is_none(address: str) -> None:
    with pytest.raises(SettingsError, match="public_url wants"):
        HubSettings(public_url=address).check()


@pytest.mark.parametrize(
    "address",
    ["http://192.0.2.2:19099/v3/api", "HTTP://10.0.0.1", "http://api.example", "http://["],
)
def test_the_accounts_token_does_not_travel_in_plain_text_unless_allowed(address: str) -> None:
    with pytest.raises(SettingsError, match="others could read"):
        HubSettings(telmetrics_url=address).check()
    HubSettings(telmetrics_url=address, telmetrics_plain_http=True).check()


@pytest.mark.parametrize("address", ["https://192.0.2.2", "http://[::1]:1/", "http://localhost"])
def test_what_nobody_else_can_read_may_go_to_telmetrics(address: str) -> None:
    HubSettings(telmetrics_url=address, public_url=f"{address}/desk").check()
    HubSettings().check()
