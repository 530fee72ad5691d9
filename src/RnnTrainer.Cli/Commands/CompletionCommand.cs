using System.CommandLine;
using System.Text.Json.Nodes;

namespace RnnTrainer.Cli;

/// <summary><c>rnn completion SHELL</c>: a script that lets a shell complete commands and options; it asks the program itself what there is.</summary>
static class CompletionCommand
{
    static readonly Dictionary<string, string> Scripts = new()
    {
        // Of an option's value or an argument the program knows nothing, so files are offered too.
        ["bash"] = """
            _rnn() {
                local IFS=$'\n'
                COMPREPLY=( $(compgen -W "$(rnn "[suggest:${COMP_POINT}]" "${COMP_LINE}" 2>/dev/null)" -- "$2") )
                if [[ "$2" != -* ]] && (( COMP_CWORD > 1 )); then
                    COMPREPLY+=( $(compgen -f -- "$2") )
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
                    [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
                }
            }

            """,
    };

    public static Command Make(Session session)
    {
        var shell = CommonOptions.Name("SHELL", string.Join(", ", Scripts.Keys));
        shell.AcceptOnlyFromAmong([.. Scripts.Keys]);
        var command = new Command("completion", "Print a script that completes commands and options in a shell.") { shell };
        command.SetAction(int (parse) =>
        {
            var name = parse.GetRequiredValue(shell);
            var script = Scripts[name].ReplaceLineEndings("\n");
            session.Answer("rnn.completion/1", () => script, () => new JsonObject { ["shell"] = name, ["script"] = script });
            return ExitCode.Success;
        });
        return command;
    }
}
