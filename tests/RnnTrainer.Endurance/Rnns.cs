using System.Diagnostics;
using System.Text;
using RnnTrainer.Tests.Cli;

namespace RnnTrainer.Endurance;

/// <summary>A process of `rnn`, and what it said.</summary>
sealed class Rnns : IDisposable
{
    static readonly string[] Nobody = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"];

    readonly StringBuilder _error = new();

    Rnns(Process process)
    {
        Process = process;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, line) =>
        {
            lock (_error)
            {
                _error.AppendLine(line.Data);
            }
        };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public Process Process { get; }

    /// <summary>Standard error so far.</summary>
    public string Error
    {
        get
        {
            lock (_error)
            {
                return _error.ToString();
            }
        }
    }

    public static Rnns Start(params string[] args) => Start(args, mayWriteAnything: true);

    /// <summary>Starts `rnn`; where permissions are to count, not as root, who has them all.</summary>
    public static Rnns Start(string[] args, bool mayWriteAnything) =>
        Begin([.. mayWriteAnything || Environment.UserName != "root" ? Array.Empty<string>() : Nobody, .. Order(args)]);

    /// <summary>Starts `rnn` with further variables in its environment.</summary>
    public static Rnns Start(string[] args, (string Name, string Value)[] environment) => Begin(Order(args), environment);

    static string[] Order(string[] args) => ["dotnet", typeof(RnnTrainer.Cli.Program).Assembly.Location, .. args];

    static Rnns Begin(string[] order, params (string Name, string Value)[] environment)
    {
        var command = Interrupts.Heeded(order);
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return new(Process.Start(start)!);
    }

    /// <summary>Runs to the end; the exit code and standard error.</summary>
    public static (int Exit, string Error) Run(params string[] args)
    {
        using var rnn = Start(args);
        return (rnn.Wait(), rnn.Error);
    }

    /// <summary>The exit code.</summary>
    public int Wait()
    {
        Process.WaitForExit();
        return Process.ExitCode;
    }

    /// <summary>Sends a signal by its name, as kill(1) does.</summary>
    public void Send(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{Process.Id}"]);
        kill.WaitForExit();
    }

    public void Dispose() => Process.Dispose();
}
