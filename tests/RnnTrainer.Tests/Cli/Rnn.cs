using System.Text;
using System.Text.Json.Nodes;
using RnnTrainer.Cli;

namespace RnnTrainer.Tests.Cli;

/// <summary>What one command line did, run in this process.</summary>
sealed record Rnn(int Exit, string Output, string Error)
{
    /// <summary>Runs `rnn` with these arguments.</summary>
    public static Rnn Run(params string[] args) => Run("", args);

    /// <summary>Runs `rnn` with a text on standard input.</summary>
    public static Rnn Run(string input, string[] args)
    {
        var (output, error) = (new StringWriter { NewLine = "\n" }, new StringWriter { NewLine = "\n" });
        using var interruption = new Interruption();
        var session = new Session(new MemoryStream(Encoding.UTF8.GetBytes(input)), output, error, TimeProvider.System, interruption);
        return new Rnn(RnnTrainer.Cli.Cli.Run(args, session), output.ToString(), error.ToString());
    }

    /// <summary>Runs `rnn train`, and asks it to stop, as SIGINT does, after so many batches.</summary>
    public static Rnn RunAndStop(int steps, string[] args)
    {
        var (output, error) = (new StringWriter { NewLine = "\n" }, new StringWriter { NewLine = "\n" });
        using var interruption = new Interruption();
        var session = new Session(Stream.Null, output, error, TimeProvider.System, interruption)
        {
            OnStep = step =>
            {
                if (step == steps)
                {
                    interruption.Request(ExitCode.Interrupted);
                }
            },
        };
        return new Rnn(RnnTrainer.Cli.Cli.Run(args, session), output.ToString(), error.ToString());
    }

    /// <summary>The one JSON document on standard output.</summary>
    public JsonObject Json => JsonNode.Parse(Output)!.AsObject();
}
