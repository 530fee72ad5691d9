using System.Globalization;
using RnnTrainer.Autodiff;
using RnnTrainer.Cells;
using RnnTrainer.Data;
using RnnTrainer.Tests.Cli;
using RnnTrainer.Training;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Export.C;
using RnnTrainer.Training.Inference;
using RnnTrainer.Training.Models;

namespace RnnTrainer.Tests.Training;

/// <summary>A model as a C header answers, step by step, what the model answers for the sequence up to that step.</summary>
public sealed class CHeaderTests : IDisposable
{
    /// <summary>Of probabilities, and of numbers relative to their spread: the header computes in float32 in another order.</summary>
    const double Tolerance = 2e-6;

    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [CompilerTheory]
    [MemberData(nameof(Compilers.One), MemberType = typeof(Compilers))]
    public void Every_cell_answers_alike_stacked_residual_and_with_learnt_states(string compiler) => AssertAlike(
        compiler, CellLibrary.Names.Select((cell, n) => ($"m{n}", Stacked(cell))), Tolerance);

    [CompilerTheory]
    [MemberData(nameof(Compilers.All), MemberType = typeof(Compilers))]
    public void Every_task_and_readout_that_can_be_streamed_answers_alike(string compiler) => AssertAlike(
        compiler,
        LayersTests.OptionNames.Select((o, n) => ($"m{n}", LayersTests.Make(o, "ugrnn", Precision.Float32, threads: 1)))
            .Where(m => !m.Item2.Config.Model.Bidirectional && m.Item2.Patches is null), Tolerance);

    [CompilerTheory]
    [MemberData(nameof(Compilers.All), MemberType = typeof(Compilers))]
    public void Eight_bits_answer_as_the_model_with_its_weights_rounded_to_them(string compiler)
    {
        string[] options = ["plain", "symbols and numbers", "language", "residual"];
        List<(string Prefix, Model Model)> models =
            [.. options.Select((o, n) => ($"m{n}", LayersTests.Make(o, "lstm", Precision.Float32, threads: 1)))];
        using var compiled = new CompiledHeaders(
            compiler, models.Select(m => (m.Prefix, CHeader.Of(m.Model, m.Prefix, isInt8: true).Text)));
        foreach (var (prefix, model) in models)
        {
            using (model)
            {
                QuantizedWeights.Round(model);
                Assert.InRange(Worst(model, compiled, prefix), 0, Tolerance);
            }
        }
    }

    [CompilerTheory]
    [MemberData(nameof(Compilers.One), MemberType = typeof(Compilers))]
    public void A_wrong_sign_would_be_seen(string compiler)
    {
        using var model = LayersTests.Make("plain", "ugrnn", Precision.Float32, threads: 1);
        var wrong = CHeader.Of(model, "wrong").Text.Replace("_tilde[j] -=", "_tilde[j] +=", StringComparison.Ordinal);
        using var compiled = new CompiledHeaders(compiler, ("wrong", wrong));
        Assert.NotInRange(Worst(model, compiled, "wrong"), 0, 1e-3);
    }

    [CompilerTheory]
    [MemberData(nameof(Compilers.One), MemberType = typeof(Compilers))]
    public void Missing_numbers_transforms_and_changes_are_those_of_predict(string compiler)
    {
        _folder.Write("train.csv", "seq,step,a,b,y\n" + string.Concat(Enumerable.Range(0, 60).Select(n =>
            $"s{n / 5},{n % 5},{(n % 5 == 2 || n == 30 ? "" : $"{n % 7 * n}.5")},{n % 3},{100 + (n / 5)}\n")));
        string[] settings =
        [
            "data.missing=indicator", "data.missing=mean", "data.missing=forward-fill",
            "data.missing=mean data.transform=signed-log data.difference=true", "data.missing=indicator model.readout=mean data.difference=true",
            "data.missing=forward-fill model.readout=max data.normalize=minmax",
        ];
        AssertPredicted(compiler, """
            task: regress
            data: {train: train.csv, sequence: seq, step: step, target: y}
            model: {hidden: 5}
            training: {epochs: 3}
            """, settings, "train.csv", [2, 3], isForecast: false);
    }

    [CompilerTheory]
    [MemberData(nameof(Compilers.One), MemberType = typeof(Compilers))]
    public void A_forecast_keeps_the_window_that_it_needs(string compiler)
    {
        _folder.Write("series.csv", "step,u,v\n" + string.Concat(Enumerable.Range(0, 60).Select(t => string.Create(
            CultureInfo.InvariantCulture, $"{t},{1 + (3 * t) + (t % 4)},{2 + Math.Sin(t):0.###}\n"))));
        string[] settings =
        [
            "data.relative_to=none", "data.relative_to=last data.relative_inputs=true", "data.relative_to=season data.season=4",
            "data.relative_to=last data.transform=log", "data.relative_to=season data.season=5 data.transform=signed-log data.difference=true",
            "data.relative_to=last model.readout=mean", "data.relative_to=none model.readout=max data.difference=true",
        ];
        AssertPredicted(compiler, """
            task: forecast
            data: {train: series.csv, step: step, target: [u, v], window: 3, horizon: 5, split: {test: 10}}
            model: {hidden: 5}
            training: {epochs: 3}
            """, settings, "series.csv", [1, 2], isForecast: true);
    }

    [CompilerTheory]
    [MemberData(nameof(Compilers.One), MemberType = typeof(Compilers))]
    public void A_symbol_that_training_never_saw_is_the_first_or_has_no_answer(string compiler)
    {
        using var model = LayersTests.Make("language", "ugrnn", Precision.Float32, threads: 1);
        using var compiled = new CompiledHeaders(compiler, ("m", CHeader.Of(model, "m").Text));
        var answers = compiled.Answers("m", [[[1], [17], [-1], [double.NaN]], [[1], [2]]]);
        Assert.All(answers[0][1..], y => Assert.All(y, v => Assert.True(double.IsNaN(v))));
        Assert.Equal(answers[0][0], answers[1][0]);
    }

    [Theory]
    [InlineData("model.bidirectional=true", "model.bidirectional: false")]
    [InlineData("model.patch={size: 2, stride: 1}", "model.patch: null")]
    [InlineData("data.normalize=sequence", "data.normalize: standard")]
    public void What_needs_the_whole_sequence_is_refused_with_the_key_to_change(string set, string hint)
    {
        var config = TinySet.Write(_folder);
        Assert.Equal(0, Rnn.Run("train", config, "--out", _folder.File("run"), "--set", set, "--set", "training.epochs=1").Exit);
        var run = Rnn.Run("export", _folder.File("run"), "--format", "c");

        Assert.NotEqual(0, run.Exit);
        Assert.Contains(hint, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_command_prints_the_memory_and_what_8_bits_cost_and_names_functions_after_the_file()
    {
        var config = TinySet.Write(_folder);
        Assert.Equal(0, Rnn.Run("train", config, "--out", _folder.File("run"), "--set", "data.split.validation=0.2").Exit);
        var run = Rnn.Run("export", _folder.File("run"), "--format", "c", "--int8", "--out", _folder.File("up-down.h"), "--json");

        Assert.True(run.Exit == 0, run.Error);
        Assert.True((long)run.Json["weight_bytes"]! > 0 && (long)run.Json["state_bytes"]! > 0);
        Assert.Equal("accuracy", (string)run.Json["int8"]!["metric"]!);
        Assert.InRange((double)run.Json["int8"]!["validation"]!, 0, 1);
        Assert.Contains("up_down_step(up_down_state *state", File.ReadAllText(_folder.File("up-down.h")), StringComparison.Ordinal);
        Assert.Equal(0, Rnn.Run("export", _folder.File("run"), "--format", "c").Exit);
        Assert.Contains("void run_reset(", File.ReadAllText(_folder.File("run/model.h")), StringComparison.Ordinal);
        Assert.Equal(2, Rnn.Run("export", _folder.File("run"), "--format", "onnx", "--int8").Exit);
    }

    static Model Stacked(string cell)
    {
        var hidden = CellSizes.For(CellLibrary.Find(cell)!).J;
        using var like = LayersTests.Make("learned state", cell, Precision.Float32, threads: 1, hidden: hidden);
        return new Model(
            like.Config with { Model = like.Config.Model with { Layers = 3, Residual = true } }, like.Schema, CellChoice.TextOf(cell));
    }

    static void AssertAlike(string compiler, IEnumerable<(string Prefix, Model Model)> all, double tolerance)
    {
        var models = all.ToList();
        using var compiled = new CompiledHeaders(compiler, models.Select(m => (m.Prefix, CHeader.Of(m.Model, m.Prefix).Text)));
        foreach (var (prefix, model) in models)
        {
            using (model)
            {
                var worst = Worst(model, compiled, prefix);
                Assert.True(worst <= tolerance, $"{model.Cell.Name} {model.Task.Name}: {worst}");
            }
        }
    }

    /// <summary>The largest difference of an answer from that of the model for the sequence up to this step.</summary>
    static double Worst(Model model, CompiledHeaders compiled, string prefix)
    {
        var sequences = LayersTests.Batch(model).Sequences;
        var answers = compiled.Answers(prefix, sequences.Select(s => RowsOf(model, s)));
        var prefixes = model.IsPerStep ? sequences
            : [.. sequences.SelectMany(s => Enumerable.Range(1, s.Length).Select(T => First(model, s, T)))];
        var outputs = Predictor.Outputs(model, prefixes);
        var own = Enumerable.Range(0, outputs.Count).SelectMany(n => model.Task.Output.Values(outputs, n));
        return own.Zip(answers.SelectMany(s => s).SelectMany(y => y), (a, b) => Math.Abs(a - b)).Max();
    }

    static double[][] RowsOf(Model model, Sequence s)
    {
        var M = model.Embedding is null ? 0 : model.Schema.SymbolsPerStep;
        int[] counts = [.. model.Schema.Encoding?.Vocabularies().Select(v => v.Count) ?? []];
        return [.. Enumerable.Range(0, s.Length).Select(t => (double[])[
            .. Enumerable.Range(0, M).Select(m => (double)(s.Symbols![(t * M) + m] - counts[..m].Sum())),
            .. Enumerable.Range(0, s.Width).Select(k => s.Inputs[(t * s.Width) + k])])];
    }

    static Sequence First(Model model, Sequence s, int T) => s with
    {
        Length = T,
        Inputs = s.Inputs.Slice(0, T * s.Width),
        Symbols = s.Symbols is null ? null : [.. s.Symbols.Take(T * Math.Max(1, model.Schema.SymbolsPerStep))],
    };

    /// <summary>Trains with each setting, and compares headers with <c>rnn predict</c> after every prefix of every sequence.</summary>
    void AssertPredicted(string compiler, string config, string[] settings, string csv, int[] columns, bool isForecast)
    {
        var path = _folder.Write("c.yaml", config);
        List<(string Prefix, string Run)> runs = [];
        foreach (var (n, setting) in settings.Index())
        {
            var run = _folder.File($"run{n}");
            var trained = Rnn.Run(["train", path, "--out", run, "--quiet", .. setting.Split(' ').SelectMany(s => new[] { "--set", s })]);
            Assert.True(trained.Exit == 0, trained.Error);
            Assert.Equal(0, Rnn.Run("export", run, "--format", "c", "--out", _folder.File($"m{n}.h")).Exit);
            runs.Add(($"m{n}", run));
        }

        using var compiled = new CompiledHeaders(compiler, runs.Select(r => (r.Prefix, File.ReadAllText(_folder.File($"{r.Prefix}.h")))));
        string[][] lines = [.. File.ReadLines(_folder.File(csv)).Skip(1).Select(l => l.Split(','))];
        double[][][] sequences = [.. lines.GroupBy(l => isForecast ? "" : l[0]).Select(g => g.Select(l =>
            columns.Select(c => l[c].Length == 0 ? double.NaN : double.Parse(l[c], CultureInfo.InvariantCulture)).ToArray()).ToArray())];
        foreach (var (n, (prefix, run)) in runs.Index())
        {
            using var model = TrainedModel.Load(run);
            var answers = compiled.Answers(prefix, sequences);
            foreach (var (sequence, answered) in sequences.Zip(answers))
            {
                foreach (var T in Enumerable.Range(1, sequence.Length))
                {
                    if (answered[T - 1].All(double.IsNaN))
                    {
                        Assert.True(isForecast && T < 5, $"{settings[n]}: nothing after {T} steps");
                        continue;
                    }

                    var predicted = model.Predict(sequence[..T]);
                    var expected = predicted.SelectMany(p => p.Numbers!).ToArray();
                    Assert.Equal(expected.Length, answered[T - 1].Length);
                    Assert.All(
                        expected.Zip(answered[T - 1]), p => Assert.InRange(p.Second, p.First - Off(p.First), p.First + Off(p.First)));
                }
            }
        }

        static double Off(double value) => 2e-5 * Math.Max(1, Math.Abs(value));
    }
}
