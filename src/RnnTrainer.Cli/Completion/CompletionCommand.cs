using System.CommandLine;
using System.Text.Json.Nodes;
using RnnTrainer.Cli.Options;
using RnnTrainer.Cli.Terminal;

namespace RnnTrainer.Cli.Completion;

/// <summary><c>rnn completion SHELL</c>: prints a script with which a shell completes commands and options; the script asks the program for
/// them.</summary>
static class CompletionCommand
{
    static readonly Dictionary<string, string> Scripts = new()
    {
        // A suggestion may be the name of a folder, so it must not be evaluated, as `compgen -W` does.
        // Files are completed too, as the program suggests cells, runs and keys only. In bash `=` ends a word, so the part before it is cut
        // off.
        ["bash"] = """
            _rnn() {
                local line word="${COMP_LINE:0:COMP_POINT}"
                word="${word##* }"
                COMPREPLY=()
                while IFS= read -r line; do
                    [[ "$line" == "$word"* ]] && COMPREPLY+=("${line#"${word%"$2"}"}")
                done < <(rnn "[suggest:${COMP_POINT}]" "${COMP_LINE}" 2>/dev/null)
                [[ "${COMPREPLY[0]}" == *= ]] && compopt -o nospace 2>/dev/null
                if [[ "$2" != -* ]] && (( COMP_CWORD > 1 )); then
                    while IFS= read -r line; do
                        COMPREPLY+=("$line")
                    done < <(compgen -f -- "$2")
                fi
            }
            complete -o filenames -F _rnn rnn

            """,
        ["zsh"] = """
            #compdef rnn
            _rnn() {
                local -a known
                known=("${(@f)$(rnn "[suggest:${CURSOR}]" "${BUFFER}" 2>/dev/null)}")
                compadd -a known
                (( CURRENT > 2 )) && _files
            }
            compdef _rnn rnn

            """,
        ["fish"] = """
            complete -c rnn -n '__fish_is_first_token' -f
            complete -c rnn -a '(rnn "[suggest:"(commandline -C)"]" (commandline -p | string collect) 2>/dev/null)'

            """,
        ["pwsh"] = """
            Register-ArgumentCompleter -Native -CommandName rnn -ScriptBlock {
                param($word, $line, $position)
                rnn "[suggest:$position]" "$line" 2>$null | Where-Object { $_ -like "$word*" } | ForEach-Object {
                    $quoted = if ($_ -match '^[\w./=,:+-]+$') { $_ } else { "'" + $_.Replace("'", "''") + "'" }
                    [System.Management.Automation.CompletionResult]::new($quoted, $_, 'ParameterValue', $_)
                }
            }

            """,
    };

    public static Command Make(Session session)
    {
        var shell = CommonOptions.Name("SHELL", string.Join(", ", Scripts.Keys));
        shell.TakesOneOf([.. Scripts.Keys]);
        var command = new DocumentedCommand(
            "completion",
            "Print a script that completes commands and options in a shell.",
            "rnn completion bash > ~/.local/share/bash-completion/completions/rnn")
        {
            shell,
        };
        command.SetAction(int (parse) =>
        {
            var name = parse.GetRequiredValue(shell);
            var script = Scripts[name].ReplaceLineEndings("\n");
            session.PrintResult("rnn.completion/1", to => to.Write(script), () => new JsonObject { ["shell"] = name, ["script"] = script });
            return ExitCode.Success;
        });
        return command;
    }
}
