using System.Globalization;
using RnnTrainer.Common;
using RnnTrainer.Tests.Cells;
using RnnTrainer.Tests.Cli;

namespace RnnTrainer.Tests.Training.Sharding;

/// <summary>Configs of six tasks, with everything in them on which a sum over the sequences of a batch could depend.</summary>
static class ShardCases
{
    public static string[] All { get; } = ["classify", "tag", "forecast", "language", "multilabel", "cell", "few"];

    public static TheoryData<string> Names => [.. All];

    /// <summary>Writes data and config.</summary>
    /// <param name="training">Further keys of <c>training</c>.</param>
    /// <returns>The path of the config.</returns>
    public static string Write(TemporaryFolder folder, string name, string training = "shards: 8")
    {
        folder.Write("train.csv", TinySet.Csv(60, seed: 1));
        folder.Write("text.txt", Text());
        folder.Write("notes.csv", Notes());
        folder.Write("series.csv", Series());
        folder.Write("mine.cell", Texts.Unusual);
        return folder.Write($"{name}.yaml", Config(name) + $"  {training}\n");
    }

    static string Config(string name) => name switch
    {
        "classify" => """
            task: classify
            data: {train: train.csv, target: label, inputs: [a, b], split: {validation: 0.2, test: 0.1}}
            model: {hidden: 6, layers: 2, dropout: 0.2, initial_state: learned}
            training:
              epochs: 4
              batch: 13
              accumulate: 2
              optimizer: adamw
              class_weights: balanced
              clip: 0.5
              early_stopping: {patience: 2}

            """,
        "tag" => """
            task: tag
            data: {train: train.csv, target: label, inputs: [a, b], split: {validation: 0.2}}
            model: {hidden: 5, bidirectional: true}
            training:
              epochs: 3
              batch: 9
              bucket: true
              optimizer: rmsprop
              precision: float64

            """,
        "forecast" => """
            task: forecast
            data: {train: series.csv, window: 6, horizon: 3, split: {validation: 0.1, test: 20}, relative_to: last}
            model: {hidden: 8, cell: gru}
            training:
              epochs: 3
              batch: 8
              momentum: 0.9
              schedule: cosine

            """,
        "language" => """
            task: language
            data: {train: text.txt, layout: text, text: stream, split: {validation: 0.1, test: 0.2}}
            model: {hidden: 7, embedding: 3, cell: lstm}
            training:
              epochs: 3
              batch: 6
              truncate: 5
              accumulate: 3
              optimizer: adamw
              checkpoint_every: 2

            """,
        "multilabel" => """
            task: multilabel
            data: {train: notes.csv, normalize: none, split: {test: 0.25}}
            model: {hidden: 8, dropout: 0.1}
            training:
              epochs: 3
              batch: 7
              truncate: 4
              weight_decay: 0.01

            """,
        "cell" => """
            task: regress
            data: {train: train.csv, target: slope, inputs: [a, b], split: {validation: 0.2}}
            model: {hidden: 6, cell: mine.cell}
            training:
              epochs: 3
              batch: 16
              momentum: 0.5
              nesterov: true
              clip_value: 0.05

            """,
        _ => """
            task: classify
            data: {train: train.csv, target: label, inputs: [a, b], split: {test: 0.1}}
            model: {hidden: 6, input_dropout: 0.1}
            training:
              epochs: 1
              batch: 1

            """,
    };

    static string Text()
    {
        var random = new RandomStream(1, "stream", 0);
        return string.Concat(Enumerable.Range(0, 120).Select(_ => random.Next(2) == 0 ? "abba" : "acca"));
    }

    static string Notes()
    {
        var (random, rows) = (new RandomStream(1, "notes", 0), new List<string> { "seq,k0,k1,k2" });
        for (var s = 0; s < 40; s++)
        {
            for (var t = 0; t < 4 + (s % 6); t++)
            {
                var (note, other) = ((s + t) % 3, random.Next(6));
                rows.Add($"s{s},{string.Join(',', Enumerable.Range(0, 3).Select(k => k == note || k == other ? 1 : 0))}");
            }
        }

        return string.Join("\n", rows) + "\n";
    }

    static string Series() => "u,v\n" + string.Concat(Enumerable.Range(0, 90).Select(
        t => string.Create(CultureInfo.InvariantCulture, $"{(2 * t) + (5 * (t % 4))},{100 + t - (7 * (t % 4))}\n")));
}
