using RnnTrainer.Cli.Terminal;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Distributed;
using RnnTrainer.Training.Runs;

namespace RnnTrainer.Cli.Train;

/// <summary>A failure that every process of a job knows of, so that all end by themselves.</summary>
sealed class AgreedFailureException(Failure failure, Exception? bug) : Exception(failure.Text)
{
    public Failure Failure { get; } = failure;

    /// <summary>What failed in this process; null: it was another one that failed.</summary>
    public Exception? Bug { get; } = bug;
}

/// <summary>Makes sure that all processes of a job begin the same training.</summary>
static class Agreement
{
    const string Begun = "begun";

    /// <summary>Does something that may fail in each process. If it fails in one, or its results differ, it fails in all.</summary>
    /// <param name="processes">Null: there is one.</param>
    /// <param name="lines">What has to be the same in all, a line each: <c>name: value</c>.</param>
    /// <exception cref="AgreedFailureException">It failed in one of several processes, or its results differ.</exception>
    public static T Reach<T>(ICommunicator? processes, Func<T> begin, Func<T, IReadOnlyList<string>> lines)
    {
        if (processes is null)
        {
            return begin();
        }

        var (result, own, bug) = Try(begin, lines);
        var all = processes.Texts($"{Environment.MachineName}\n{own}").Select(t => t.Split('\n', 3)).ToList();
        if (all.FindIndex(t => t[1] != Begun) is >= 0 and var failed)
        {
            throw new AgreedFailureException(
                failed == processes.Rank ? Failure.From(bug!)
                : Failure.Plain(
                    int.Parse(all[failed][1], System.Globalization.CultureInfo.InvariantCulture), "process",
                    $"process {failed} of {processes.Size}, on {all[failed][0]}: {all[failed][2]}", null),
                failed == processes.Rank ? bug : null);
        }

        if (all.FindIndex(t => t[2] != all[0][2]) is >= 0 and var other)
        {
            var (here, there) = all[0][2].Split('\n').Zip(all[other][2].Split('\n'))
                .Where(pair => pair.First != pair.Second).Append((First: "list of data files", Second: "list of data files")).First();
            throw new AgreedFailureException(
                Failure.Plain(
                    ExitCode.Usage, "process",
                    $"process {other}, on {all[other][0]}, differs from process 0, on {all[0][0]}: its {there}, and that of process 0 is {here}",
                    "start the same program with the same files on machines of one kind"),
                null);
        }

        return result!;
    }

    /// <summary>What decides which bytes a training ends with.</summary>
    public static IReadOnlyList<string> Lines(TrainingPlan plan)
    {
        var training = plan.Config.Training with { Threads = 0, Memory = null };
        return
        [
            $"version: {ProgramVersion.Text}",
            $"vector instructions: {string.Join(", ", Machine.Here().InstructionSet)}",
            $"training.shards: {training.Shards}",
            $"config: {ConfigJson.ToJson(plan.Config with { Training = training }).ToJsonString(ConfigJson.Options)}",
            .. plan.Data.Files.Select((file, n) => $"SHA-256 of data file {n + 1}: {file.Sha256}"),
        ];
    }

    static (T? Result, string Text, Exception? Bug) Try<T>(Func<T> begin, Func<T, IReadOnlyList<string>> lines)
    {
        try
        {
            var result = begin();
            return (result, $"{Begun}\n{string.Join('\n', lines(result))}", null);
        }
        catch (Exception e)
        {
            var failure = Failure.From(e);
            return (default, $"{failure.Exit}\n{failure.Text}", e);
        }
    }
}
