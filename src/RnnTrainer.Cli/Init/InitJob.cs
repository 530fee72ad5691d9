using System.Globalization;
using System.Text.Json.Nodes;
using RnnTrainer.Cells;
using RnnTrainer.Cli.Configuration;
using RnnTrainer.Cli.Data;
using RnnTrainer.Cli.Inputs;
using RnnTrainer.Cli.Terminal;
using RnnTrainer.Common;
using RnnTrainer.Data;
using RnnTrainer.Data.Files;
using RnnTrainer.Data.Summary;
using RnnTrainer.Training;
using RnnTrainer.Training.Checkpoints;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Datasets;
using RnnTrainer.Training.Init;
using RnnTrainer.Training.Tasks;

namespace RnnTrainer.Cli.Init;

/// <summary>One <c>rnn init</c> from file to config.</summary>
static class InitJob
{
    /// <summary>So rare a class may miss among the sequences that are left to train on; then another seed may split better.</summary>
    const int Rare = 20, Seeds = 10, MostNamed = 16;

    public static int Run(Session session, InitOrder order)
    {
        var output = order.Output is { } there ? OutputFile.Prepare(session, there, new OverwriteRule(order.Force, InputFiles.OfData(order.Data, order.Test))) : null;
        var summary = ReadingProgress.Show(session, order.Data, progress => Summarizer.Of(order.Data, order.Columns with { Progress = progress }));
        session.Log([.. SummaryText.Of(summary)]);
        Require(summary, order);
        var starting = ReadingProgress.Show(session, order.Data, progress => Proved(StartingConfig.Of(summary, order.Data, order.Test), summary, progress));
        if (order.Columns.Target.Count == 0 && summary.Columns.Count > 2)
        {
            session.Log("if something else is to be told: --target COL");
        }

        foreach (var note in starting.Notes)
        {
            session.Log($"note: {note}");
        }

        var text = Placed(starting, order.Output).ToYaml([EditorSchema.Line, .. Head(summary)]);
        if (output is not null)
        {
            if (!output.IsStandard && FileStatus.Of(output.Path).Kind is FileKind.Missing or FileKind.Regular)
            {
                EditorSchema.WriteNextTo(session, output.Path);
            }

            output.WriteText(text);
            session.Log($"{output.Path}: written; next: rnn train {Shell.Quoted(output.Path)}");
        }

        session.PrintResult(
            "rnn.init/1",
            () => order.Output is null ? text : "",
            () => new JsonObject { ["data"] = SummaryDocument.Of(summary), ["config"] = ConfigJson.ToJson(starting.Config), ["yaml"] = text, ["out"] = order.Output });
        return ExitCode.Success;
    }

    static void Require(DataSummary summary, InitOrder order)
    {
        if (summary.Task.Task is null)
        {
            throw new UsageException(
                $"{order.Data}: it is not clear what is to be learnt: {summary.Task.Reason.Split(';')[0]}",
                summary.Task.Reason.Contains('`') ? summary.Task.Reason.Split(';')[1].Trim().Replace("FILE OUT", $"{Shell.Quoted(order.Data)} converted.csv", StringComparison.Ordinal) : $"name it with --target; the columns are {Columns(summary)}");
        }

        if (summary.ProblemCount > 0)
        {
            throw new DataException(summary.Problems, summary.ProblemCount);
        }
    }

    /// <summary>The first and the last names.</summary>
    static string Columns(DataSummary summary)
    {
        string[] names = [.. summary.Columns.Select(c => c.Name)];
        return names.Length <= MostNamed ? string.Join(", ", names) : $"{string.Join(", ", names.Take(MostNamed / 2))}, … {string.Join(", ", names.TakeLast(MostNamed / 2))}";
    }

    /// <summary>Reads the data as the config says, and trains and scores a little. A split may leave a class without a sequence to train on: then another seed is tried, and at last none is held out.</summary>
    static StartingConfig Proved(StartingConfig starting, DataSummary summary, ReadProgress progress)
    {
        var isRare = summary.Classes.Count > 0 && summary.Classes[^1].Count <= Rare && starting.Config.Data.Split is not null;
        for (var seed = 1; isRare && seed <= Seeds; seed++)
        {
            var tried = starting.SplitBy(seed);
            try
            {
                return Proved(tried, progress);
            }
            catch (DataException) when (seed < Seeds)
            {
                // a class has no sequence left to train on, or something else is wrong, which the last attempt will tell
            }
            catch (DataException)
            {
                starting = starting.WithoutSplit(string.Create(
                    CultureInfo.InvariantCulture,
                    $"of class '{summary.Classes[^1].Name}' there are {summary.Classes[^1].Count}: nothing is held out, so that the scores are those of training; give more of it, or leave it out"));
            }
        }

        try
        {
            return Proved(starting, progress);
        }
        catch (DataException) when (starting.Config.Data.Unknown is null && SequenceTask.Of(starting.Config).PredictsNextSymbol)
        {
            return Proved(starting.WithUnknown(), summary, progress);
        }
    }

    static StartingConfig Proved(StartingConfig starting, ReadProgress progress)
    {
        StartingTrial.Require(starting.Config, TrainingData.Read(starting.Config, progress: progress));
        return starting;
    }

    /// <summary>Paths as they are seen from the config's folder.</summary>
    static StartingConfig Placed(StartingConfig starting, string? output)
    {
        if (output is null)
        {
            return starting;
        }

        var folder = Path.GetDirectoryName(Path.GetFullPath(output))!;
        var data = starting.Config.Data;
        return starting with { Config = starting.Config with { Data = data with { Train = Seen(data.Train), Test = data.Test is null ? null : Seen(data.Test) } } };

        string Seen(string path)
        {
            var seen = Path.GetRelativePath(folder, Path.GetFullPath(path)).Replace(Path.DirectorySeparatorChar, '/');
            return Path.IsPathRooted(path) && seen.StartsWith("..", StringComparison.Ordinal) ? path : seen;
        }
    }

    static string[] Head(DataSummary summary) =>
    [
        $"{summary.File}: {SummaryText.Lengths(summary.Lengths)}. Written by rnn init; train it with `rnn train`.",
        "Every key is explained by `rnn config schema`; what is not here has its default: `rnn config show`.",
    ];
}
