using System.Globalization;
using System.Text.Json.Nodes;
using RnnTrainer.Cli.Inputs;
using RnnTrainer.Cli.Terminal;
using RnnTrainer.Common;
using RnnTrainer.Data;
using RnnTrainer.Data.Checks;
using RnnTrainer.Data.Summary;
using RnnTrainer.Training.Checkpoints;
using RnnTrainer.Training.ConfigFiles;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Datasets;
using RnnTrainer.Training.Tasks;

namespace RnnTrainer.Cli.Data;

/// <summary>One <c>rnn data check</c>.</summary>
static class CheckJob
{
    public static int Run(Session session, CheckOrder order)
    {
        var check = order.IsConfig ? OfConfig(session, CommandInputs.ReadConfig(order.Subject)) : OfFile(session, order);
        session.PrintResult(
            "rnn.data.check/1",
            () => Text(check),
            () => new JsonObject
            {
                ["data"] = SummaryDocument.Of(check.Summary),
                ["parts"] = new JsonArray([.. check.Parts.Select(p => new JsonObject { ["name"] = p.Name, ["sequences"] = p.Sequences.Count })]),
                ["findings"] = new JsonArray([.. check.Findings.Select(f => new JsonObject { ["code"] = f.Code, ["message"] = f.Message, ["advice"] = f.Advice })]),
            });
        return order.Strict && check.Findings.Count > 0 ? ExitCode.Check : ExitCode.Success;
    }

    static Check OfFile(Session session, CheckOrder order)
    {
        var summary = ReadingProgress.Show(session, order.Subject, progress => Summarizer.Of(order.Subject, new DataOptions { Target = order.Target, Progress = progress }));
        if (summary.ProblemCount > 0)
        {
            session.Log([.. SummaryText.Of(summary)]);
            throw new DataException(summary.Problems, summary.ProblemCount);
        }

        var start = session.Time.GetTimestamp();
        var set = DataFile.Read(order.Subject, summary.Options with { TargetKind = summary.Task.Task is null ? TargetKind.None : summary.Options.TargetKind });
        if (order.Time)
        {
            var (seconds, megabytes) = (session.Time.GetElapsedTime(start).TotalSeconds, new FileInfo(order.Subject).Length / 1e6);
            session.Log(string.Create(CultureInfo.InvariantCulture, $"read {megabytes:0.0} MB in {seconds:0.00} s: {megabytes / seconds:0} MB/s"));
        }

        var part = new NamedSequences(Path.GetFileName(order.Subject), set.InputColumns, set.Sequences) { Options = summary.Options };
        return new Check(summary, [part], summary.Task.Task is "forecast" or "language" ? DataFindings.InSeries(part) : DataFindings.In(part));
    }

    static Check OfConfig(Session session, LoadedConfig loaded)
    {
        var config = loaded.Config;
        var data = ReadingProgress.Show(session, config.Data.Train, progress => TrainingData.Read(config, loaded.Folders, progress));
        var summary = Summarizer.Of(config.Data.Train, Reading.Options(config));
        var parts = data.Parts.Select(p => new NamedSequences(p.Name, data.Schema.Inputs, p.Part.Raw) { Options = Reading.Options(config) }).ToList();
        var isCut = !SequenceTask.Of(config).KeepsSequences(config.Data);
        List<DataFinding> findings =
        [
            .. isCut ? DataFindings.InSeries(parts[0]) : DataFindings.In(parts[0]),
            .. config.Data.Normalize == Normalize.None ? DataFindings.Unscaled(parts[0]) : [],
            .. isCut ? [] : parts.Skip(1).SelectMany(p => DataFindings.Between(parts[0], p)),
            .. data.Twins.Select(f => new DataFinding("same-file", $"{f.File} is the training file, byte for byte", "Scores on it are those of learning by heart: set another file, or split.")),
        ];
        return new Check(summary, parts, findings);
    }

    static string Text(Check check)
    {
        string[] parts = check.Parts.Count < 2 ? [] : [$"parts: {string.Join(", ", check.Parts.Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.Name} {p.Sequences.Count:N0}")))}"];
        string[] findings = check.Findings.Count == 0 ? ["nothing suspicious"] : [.. check.Findings.SelectMany(f => new[] { $"{f.Code}: {f.Message}", $"  hint: {f.Advice}" })];
        return string.Concat(SummaryText.Of(check.Summary).Concat(parts).Concat(findings).Select(line => $"{Printable.Line(line)}\n"));
    }

    /// <summary>What was found.</summary>
    sealed record Check(DataSummary Summary, IReadOnlyList<NamedSequences> Parts, IReadOnlyList<DataFinding> Findings);
}
