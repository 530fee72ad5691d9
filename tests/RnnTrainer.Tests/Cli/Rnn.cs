using System.Text;
using System.Text.Json.Nodes;
using RnnTrainer.Cli.Terminal;
using RnnTrainer.Training.Files;

namespace RnnTrainer.Tests.Cli;

/// <summary>What one command line did, run in this process.</summary>
sealed record Rnn(int Exit, string Output, string Error)
{
    /// <summary>Runs `rnn` with these arguments.</summary>
    public static Rnn Run(params string[] args) => Run("", args);

    /// <summary>Runs `rnn` with a text on standard input.</summary>
    public static Rnn Run(string input, string[] args) => Run(args, (output, error) =>
        new Session(new MemoryStream(Encoding.UTF8.GetBytes(input)), output, error, TimeProvider.System, new Interruption()));

    /// <summary>Runs `rnn` on a disk.</summary>
    public static Rnn Run(string[] args, IDisk disk) => Run(args, (output, error) =>
        new Session(Stream.Null, output, error, TimeProvider.System, new Interruption()) { Disk = disk });

    /// <summary>Runs `rnn` where a person looks at standard error.</summary>
    public static Rnn RunOnTerminal(bool hasColour, bool isUnicode, params string[] args) => Run(args, (output, error) =>
        new Session(
            Stream.Null, output, error, TimeProvider.System, new Interruption())
        {
            IsTerminal = true,
            HasColour = hasColour,
            IsUnicode = isUnicode
        });

    /// <summary>Runs `rnn` where so many bytes may be used.</summary>
    public static Rnn RunWithin(long memory, params string[] args) => Run(args, (output, error) =>
        new Session(Stream.Null, output, error, TimeProvider.System, new Interruption()) { Memory = memory });

    /// <summary>Runs `rnn train`, and asks it to stop, as SIGINT does, after so many steps.</summary>
    public static Rnn RunAndStop(int steps, string[] args)
    {
        var interruption = new Interruption();
        return Run(args, (output, error) => new Session(Stream.Null, output, error, TimeProvider.System, interruption)
        {
            OnStep = step =>
            {
                if (step == steps)
                {
                    interruption.Request(ExitCode.Interrupted);
                }
            },
        });
    }

    /// <summary>Runs `rnn train`, and does something after so many steps.</summary>
    public static Rnn RunAndDo(int steps, Action action, params string[] args) => RunAndDo(steps, action, TimeProvider.System, args);

    /// <summary>Runs `rnn train`, and does something after so many steps, or after each.</summary>
    public static Rnn RunAndDo(int? steps, Action action, TimeProvider time, params string[] args) => Run(args, (output, error) =>
        new Session(Stream.Null, output, error, time, new Interruption())
        {
            OnStep = step =>
            {
                if (step == (steps ?? step))
                {
                    action();
                }
            },
        });

    /// <summary>Runs `rnn` with an action after each step, which may ask it to stop.</summary>
    public static Rnn RunAndDo(Action action, Interruption interruption, string[] args) => Run(args, (output, error) =>
        new Session(Stream.Null, output, error, TimeProvider.System, interruption) { OnStep = _ => action() });

    static Rnn Run(string[] args, Func<TextWriter, TextWriter, Session> session)
    {
        var (output, error) = (new StringWriter { NewLine = "\n" }, new StringWriter { NewLine = "\n" });
        return new Rnn(RnnTrainer.Cli.Program.Run(args, session(output, error)), output.ToString(), error.ToString());
    }

    /// <summary>The one JSON document on standard output.</summary>
    public JsonObject Json => JsonNode.Parse(Output)!.AsObject();
}
