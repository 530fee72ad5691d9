using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;

namespace RnnTrainer.Tests.Cli;

/// <summary>`rnn` in a process of its own, which is killed with all that it started when the test ends.</summary>
sealed class RnnProcess : IDisposable
{
    readonly StringBuilder _output = new();
    readonly StringBuilder _error = new();

    RnnProcess(Process process) => Process = process;

    public Process Process { get; }

    public string Error => Text(_error);

    public string Output => Text(_output);

    public JsonObject Json => JsonNode.Parse(Output)!.AsObject();

    /// <summary>The words with which a shell starts `rnn`.</summary>
    public static string[] Command(params string[] args) => ["dotnet", typeof(RnnTrainer.Cli.Program).Assembly.Location, .. args];

    public static RnnProcess Start(params string[] args) => StartCommand(Command(args));

    /// <summary>Starts a command that starts `rnn`.</summary>
    public static RnnProcess StartCommand(string[] command, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        var started = new RnnProcess(new Process { StartInfo = start });
        started.Process.OutputDataReceived += (_, e) => Add(started._output, e.Data);
        started.Process.ErrorDataReceived += (_, e) => Add(started._error, e.Data);
        started.Process.Start();
        started.Process.BeginOutputReadLine();
        started.Process.BeginErrorReadLine();
        return started;
    }

    /// <summary>Waits for its end, and for what it printed.</summary>
    /// <returns>The exit code.</returns>
    public int End(int seconds = 120)
    {
        Assert.True(Process.WaitForExit(TimeSpan.FromSeconds(seconds)), $"it does not end\n{Error}");
        Process.WaitForExit();
        return Process.ExitCode;
    }

    /// <summary>Kills it, as the system does where memory is short.</summary>
    public void Kill()
    {
        Process.Kill(entireProcessTree: true);
        Process.WaitForExit();
    }

    public void Dispose()
    {
        if (!Process.HasExited)
        {
            Kill();
        }

        Process.Dispose();
    }

    static void Add(StringBuilder text, string? line)
    {
        lock (text)
        {
            text.Append(line).Append(line is null ? "" : "\n");
        }
    }

    static string Text(StringBuilder text)
    {
        lock (text)
        {
            return text.ToString();
        }
    }
}
