using System.Diagnostics;

namespace RnnTrainer.Tests.Cli;

/// <summary>What shells are told.</summary>
public sealed class CompletionTests
{
    [Theory]
    [InlineData("rnn tr", "train")]
    [InlineData("rnn train x --resu", "--resume")]
    [InlineData("rnn runs ", "best")]
    public void The_program_suggests_its_commands_and_options(string line, string expected) =>
        Assert.Contains(expected, Rnn.Run($"[suggest:{line.Length}]", line).Output.Split('\n'));

    [Theory]
    [InlineData("bash")]
    [InlineData("zsh")]
    [InlineData("fish")]
    [InlineData("pwsh")]
    public void Every_script_asks_the_program(string shell) => Assert.Contains("[suggest:", Rnn.Run("completion", shell).Output, StringComparison.Ordinal);

    [Fact]
    public void An_unknown_shell_is_a_usage_error() => Assert.Equal(2, Rnn.Run("completion", "tcsh").Exit);

    [BashFact]
    public void Bash_completes_with_its_script()
    {
        const string Use = "\nrnn() { printf 'train\\ntest\\n'; }\nCOMP_LINE='rnn tr' COMP_POINT=6 COMP_CWORD=1\n_rnn rnn tr rnn\necho \"${COMPREPLY[*]}\"\n";
        using var bash = Process.Start(new ProcessStartInfo("bash", "-s") { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        bash.StandardInput.Write(Rnn.Run("completion", "bash").Output + Use);
        bash.StandardInput.Close();

        Assert.Equal("train\n", bash.StandardOutput.ReadToEnd());
    }

    [BashFact]
    public void Bash_runs_nothing_that_stands_in_a_suggestion()
    {
        const string Use = "\nrnn() { printf '%s\\n' '$(echo owned >&2)' '`echo owned >&2`' '*' 'a b'; }\nCOMP_LINE='rnn ' COMP_POINT=4 COMP_CWORD=1\n_rnn rnn '' rnn\nprintf '%s|' \"${COMPREPLY[@]}\"\n";
        using var bash = Process.Start(new ProcessStartInfo("bash", "-s") { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
        bash.StandardInput.Write(Rnn.Run("completion", "bash").Output + Use);
        bash.StandardInput.Close();

        Assert.Equal("$(echo owned >&2)|`echo owned >&2`|*|a b|", bash.StandardOutput.ReadToEnd());
        Assert.Equal("", bash.StandardError.ReadToEnd());
    }

    /// <summary>Where there is a bash.</summary>
    sealed class BashFactAttribute : FactAttribute
    {
        public BashFactAttribute() => Skip = File.Exists("/bin/bash") ? null : "no bash here";
    }
}
