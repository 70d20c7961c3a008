//! The script for bash. It differs from that of clap in two things: bash cuts words at `=` and `:`,
//! which are put together again, so that `section=wo` and `source:ha` are seen whole; and values
//! with spaces are quoted unless the user has begun to quote.

use std::ffi::OsString;
use std::io;
use std::path::Path;

use clap::Command;
use clap_complete::env::EnvCompleter;

/// Bash.
pub(super) struct Bash;

const SCRIPT: &str = r#"# Completions of NAME for bash; made by: NAME completions bash
_clap_complete_NAME() {
    local words=() index=0 rest=$COMP_LINE i word gap
    # Bash cuts words at = and :, put together here where no space was typed.
    for ((i = 0; i < ${#COMP_WORDS[@]}; i++)); do
        word=${COMP_WORDS[i]}
        gap=${rest%%[![:space:]]*}
        rest=${rest#"$gap"}
        [[ $rest == "$word"* ]] || gap=' '
        rest=${rest#"$word"}
        if ((i > 0)) && [[ -z $gap && -n $word ]]; then
            words[${#words[@]} - 1]+=$word
        else
            words+=("$word")
        fi
        ((i == COMP_CWORD)) && index=$((${#words[@]} - 1))
    done
    # What readline will replace is $2: the rest of the word stays, without its quotes.
    local typed=${words[index]} current=$2 stays= quoted=false
    [[ $typed == *"$current" ]] && stays=${typed%"$current"}
    [[ $stays == *[\'\"]* ]] && quoted=true
    stays=${stays//[\'\"]/}
    [[ $quoted == true ]] || { stays=${stays//\\/}; current=${current//\\/}; }
    words[index]=$stays$current
    local values value found=()
    values=$(
        _CLAP_IFS=$'\013' _CLAP_COMPLETE_INDEX=$index VAR=bash \
            BIN -- "${words[@]}" 2> /dev/null
    )
    COMPREPLY=()
    [[ -n $values ]] || return
    IFS=$'\013' read -r -d '' -a found < <(printf '%s\0' "$values")
    for value in "${found[@]}"; do
        [[ $value == "$stays"* ]] || continue
        value=${value#"$stays"}
        if [[ $quoted == false && $value == *[!A-Za-z0-9_./:=@%+,-]* ]]; then
            printf -v value '%q' "$value"
        fi
        COMPREPLY+=("$value")
    done
    if [[ ${COMPREPLY-} == *[=/:] ]]; then
        compopt -o nospace 2> /dev/null
    fi
}
complete -o bashdefault -o nosort -F _clap_complete_NAME NAME 2> /dev/null ||
    complete -o bashdefault -F _clap_complete_NAME NAME
"#;

impl EnvCompleter for Bash {
    fn name(&self) -> &'static str {
        "bash"
    }

    fn is(&self, name: &str) -> bool {
        name == "bash"
    }

    fn write_registration(
        &self,
        var: &str,
        name: &str,
        _bin: &str,
        completer: &str,
        buf: &mut dyn io::Write,
    ) -> io::Result<()> {
        let script = SCRIPT
            .replace("VAR", var)
            .replace("BIN", completer)
            .replace("NAME", name);
        buf.write_all(script.as_bytes())
    }

    fn write_complete(
        &self,
        command: &mut Command,
        words: Vec<OsString>,
        here: Option<&Path>,
        buf: &mut dyn io::Write,
    ) -> io::Result<()> {
        clap_complete::env::Bash.write_complete(command, words, here, buf)
    }
}
