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
    [InlineData("rnn train c.yaml --set training.opt", "training.optimizer=")]
    [InlineData("rnn train c.yaml --set training.optimizer=ad", "training.optimizer=adamw")]
    [InlineData("rnn train c.yaml --set model.cell=lst", "model.cell=lstm-peephole")]
    [InlineData("rnn derive ugr", "ugrnn-heads")]
    [InlineData("rnn cells gr", "gru")]
    [InlineData("rnn bench mi", "min-gru")]
    [InlineData("rnn gradcheck soft", "softmax-cheaper")]
    [InlineData("rnn config keys data.sp", "data.split")]
    [InlineData("rnn compare c.yaml --cells ug", "ugrnn")]
    [InlineData("rnn compare c.yaml --cells ugrnn,gr", "ugrnn,gru")]
    public void The_program_suggests_cells_and_keys_and_values(string line, string expected) =>
        Assert.Contains(expected, Rnn.Run($"[suggest:{line.Length}]", line).Output.Split('\n'));

    [BashFact]
    public void Bash_completes_a_value_behind_its_equals_sign()
    {
        const string Use =
            "\nrnn() { printf 'training.optimizer=adamw\\ntraining.optimizer=sgd\\n'; }\nCOMP_LINE='rnn train c --set " +
            "training.optimizer=ad' COMP_POINT=42 COMP_CWORD=6\n"
            + "_rnn rnn ad =\necho \"${COMPREPLY[*]}\"\n";
        using var bash = Process.Start(new ProcessStartInfo("bash", "-s") { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        bash.StandardInput.Write(Rnn.Run("completion", "bash").Output + Use);
        bash.StandardInput.Close();

        Assert.Equal("adamw\n", bash.StandardOutput.ReadToEnd());
    }

    [Theory]
    [InlineData("bash")]
    [InlineData("zsh")]
    [InlineData("fish")]
    [InlineData("pwsh")]
    public void Every_script_asks_the_program(string shell) =>
        Assert.Contains("[suggest:", Rnn.Run("completion", shell).Output, StringComparison.Ordinal);

    [Fact]
    public void An_unknown_shell_is_a_usage_error() => Assert.Equal(2, Rnn.Run("completion", "tcsh").Exit);

    [BashFact]
    public void Bash_completes_with_its_script()
    {
        const string Use =
            "\nrnn() { printf 'train\\ntest\\n'; }\nCOMP_LINE='rnn tr' COMP_POINT=6 COMP_CWORD=1\n_rnn rnn tr rnn\necho " +
            "\"${COMPREPLY[*]}\"\n";
        using var bash = Process.Start(new ProcessStartInfo("bash", "-s") { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        bash.StandardInput.Write(Rnn.Run("completion", "bash").Output + Use);
        bash.StandardInput.Close();

        Assert.Equal("train\n", bash.StandardOutput.ReadToEnd());
    }

    [BashFact]
    public void Bash_runs_nothing_that_stands_in_a_suggestion()
    {
        const string Use =
            "\nrnn() { printf '%s\\n' '$(echo owned >&2)' '`echo owned >&2`' '*' 'a b'; }\nCOMP_LINE='rnn ' COMP_POINT=4 " +
            "COMP_CWORD=1\n_rnn rnn '' rnn\nprintf '%s|' \"${COMPREPLY[@]}\"\n";
        using var bash = Process.Start(
            new ProcessStartInfo(
                "bash", "-s")
            { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
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
