using System.Globalization;
using RnnTrainer.Common;
using RnnTrainer.Tests.Cli;
using RnnTrainer.Training.Checkpoints;
using RnnTrainer.Training.Datasets;
using RnnTrainer.Training.Inference;
using RnnTrainer.Training.Models;

namespace RnnTrainer.Tests.Training;

/// <summary>The next symbol of a stream, of lines and of words in rows.</summary>
public sealed class LanguageTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>After <c>ab</c> comes what came before it: one symbol of context is not enough.</summary>
    [Fact]
    public void A_stream_that_needs_memory_is_learnt_better_than_counting_does_it()
    {
        var run = Rnn.Run("train", Stream(epochs: 30), "--out", _folder.File("run"), "--json", "--quiet");
        Assert.Equal(0, run.Exit);
        var (test, naive) = (run.Json["metrics"]!["test"]!, run.Json["baselines"]!["test"]!);
        Assert.True((double)test["loss"]! < 0.9 * (double)naive["bigram"]!["loss"]!, run.Output);
        Assert.True((double)naive["bigram"]!["loss"]! < (double)naive["unigram"]!["loss"]!);
        Assert.Equal(Math.Exp((double)test["loss"]!), (double)test["perplexity"]!, 12);
        Assert.Equal(test.ToJsonString(), Rnn.Run("eval", _folder.File("run"), "--json").Json["metrics"]!.ToJsonString());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(13)]
    [InlineData(22)]
    public void A_stream_that_was_stopped_within_an_epoch_goes_on_in_the_states_it_had(int stopAfter)
    {
        var config = Stream(epochs: 3, more: "checkpoint_every: 2");
        Assert.Equal(0, Rnn.Run("train", config, "--out", _folder.File("whole"), "--quiet").Exit);
        Assert.Equal(130, Rnn.RunAndStop(stopAfter, ["train", config, "--out", _folder.File("stopped")]).Exit);
        var carried = SafeTensorsReader.Read(_folder.File("stopped/checkpoints/last.safetensors")).Tensors.Where(
            t => t.Name == "carried.layer0.h0").ToList();
        Assert.Equal("[3,7]", Assert.Single(carried).ShapeText);
        Assert.Equal(0, Rnn.Run("train", config, "--resume", _folder.File("stopped"), "--quiet").Exit);
        Assert.All(["last", "best"], which => Assert.Equal(
            File.ReadAllBytes(_folder.File($"whole/checkpoints/{which}.safetensors")),
            File.ReadAllBytes(_folder.File($"stopped/checkpoints/{which}.safetensors"))));
    }

    [Fact]
    public void The_surprise_of_the_symbols_adds_up_to_the_loss_of_the_sequence()
    {
        Assert.Equal(0, Rnn.Run("train", Stream(epochs: 2), "--out", _folder.File("run"), "--quiet").Exit);
        var checkpoint = Checkpoint.Read(_folder.File("run/checkpoints/best.safetensors"));
        using var model = new Model(checkpoint.Config, checkpoint.Schema);
        Weights.Assign(model.Parameters, checkpoint.Parameters, "best");
        var sequence = HeldOutPart.Test(checkpoint.Config, checkpoint.Schema, [_folder.Path]).Ready[0];
        var surprise = Surprisal.Of([model], sequence);

        Assert.Equal(sequence.Length, surprise.Length);
        // the model's own loss is in float32
        Assert.Equal(Predictor.Likelihoods(model, [sequence]).Single().Loss, surprise.Sum(), 1e-6 * surprise.Sum());
        Assert.All(surprise, s => Assert.True(s > 0));
    }

    [Fact]
    public void A_checkpoint_without_its_states_is_refused_within_an_epoch_and_serves_as_a_start()
    {
        var config = Stream(epochs: 3);
        Rnn.RunAndStop(4, ["train", config, "--out", _folder.File("run")]);
        var file = _folder.File("run/checkpoints/last.safetensors");
        Assert.Equal(
            0, Rnn.Run(
                "train", config, "--out", _folder.File("other"), "--set", "model.init=run/checkpoints/last.safetensors", "--quiet").Exit);
        (Checkpoint.Read(file) with { Carried = [] }).Write(file);
        var run = Rnn.Run("train", config, "--resume", _folder.File("run"));
        Assert.Equal(6, run.Exit);
        Assert.Contains(
            "the hidden states to continue from are missing: 'carried.layer0.h0' is not there", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Gradients_hold_for_a_stream_for_lines_and_for_words()
    {
        foreach (var config in new[] { Stream(epochs: 1), Lines(), Words() })
        {
            var run = Rnn.Run("gradcheck", config, "--sample", "6");
            Assert.True(run.Exit == 0, run.Output + run.Error);
            Assert.Contains("embedding.E", run.Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_language_model_can_be_timed_and_its_gates_inspected()
    {
        var bench = Rnn.Run(
            "bench", Lines(), "--lengths", "2,4", "--runs", "3", "--warmup", "1", "--seconds", "0.01", "--threads", "1", "--json");
        Assert.True(bench.Exit == 0, bench.Error);
        Assert.Equal(3, (int)bench.Json["points"]![0]!["input"]!);
        Assert.Equal(0, Rnn.Run("train", Stream(epochs: 1), "--out", _folder.File("run"), "--quiet").Exit);
        var gates = Rnn.Run("inspect", _folder.File("run"), "--gates");
        Assert.True(gates.Exit == 0, gates.Error);
    }

    [Fact]
    public void The_likelihoods_of_lines_add_up_to_the_loss_and_a_line_alone_is_as_likely()
    {
        Assert.Equal(0, Rnn.Run("train", Lines(), "--out", _folder.File("run"), "--quiet").Exit);
        var file = _folder.Write("new.txt", "ab\nabab\n\nb\n");
        var rows = Rows(Rnn.Run("predict", _folder.File("run"), "--data", file).Output);
        Assert.Equal(
            ["seq,symbols,log_likelihood", "line 1,3", "line 2,5", "line 4,2"],
            rows.Select((r, n) => n == 0 ? string.Join(',', r) : $"{r[0]},{r[1]}"));
        var likelihoods = rows.Skip(1).Select(r => double.Parse(r[2], CultureInfo.InvariantCulture)).ToList();
        var loss = (double)Rnn.Run("eval", _folder.File("run"), "--data", file, "--json").Json["metrics"]!["loss"]!;
        Assert.Equal(loss, -likelihoods.Sum() / 10, 12);

        var alone = Rows(Rnn.Run("abab\n", ["predict", _folder.File("run"), "--data", "-"]).Output)[1];
        Assert.Equal(likelihoods[1], double.Parse(alone[2], CultureInfo.InvariantCulture), 12);
        Assert.Equal(2, Rnn.Run("predict", _folder.File("run"), "--data", file, "--proba").Exit);
    }

    [Fact]
    public void A_sequence_of_one_word_keeps_its_row_and_has_nothing_to_predict()
    {
        Assert.Equal(0, Rnn.Run("train", Words(), "--out", _folder.File("run"), "--quiet").Exit);
        var rows = Rows(Rnn.Run("seq,w\np,the\nq,the\nq,cat\n", ["predict", _folder.File("run"), "--data", "-"]).Output);
        Assert.Equal(["p", "0", "0"], rows[1]);
        Assert.Equal(("q", "1"), (rows[2][0], rows[2][1]));
        Assert.True(double.Parse(rows[2][2], CultureInfo.InvariantCulture) < 0);
    }

    [Fact]
    public void An_unknown_character_is_named_with_its_line()
    {
        Assert.Equal(0, Rnn.Run("train", Lines(), "--out", _folder.File("run"), "--quiet").Exit);
        var run = Rnn.Run("eval", _folder.File("run"), "--data", _folder.Write("new.txt", "ab\naz\n"));
        Assert.Equal(3, run.Exit);
        Assert.Contains(
            "new.txt:2: error: the character 'z' (U+007A) does not occur in the training part", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_that_counting_beats_says_so()
    {
        var run = Rnn.Run("train", Stream(epochs: 1), "--out", _folder.File("run"), "--set", "training.learning_rate=1e-9");
        Assert.Contains("the model is not better than the baseline 'unigram' (loss)", run.Error, StringComparison.Ordinal);
    }

    /// <summary>Three symbols in turn, but each <c>c</c> is an <c>a</c> if the one before was a <c>c</c>.</summary>
    string Stream(int epochs, string more = "")
    {
        var random = new RandomStream(1, "stream", 0);
        _folder.Write("text.txt", string.Concat(Enumerable.Range(0, 120).Select(_ => random.Next(2) == 0 ? "abba" : "acca")));
        return _folder.Write("stream.yaml", $$$"""
            task: language
            data: {train: text.txt, layout: text, text: stream, split: {test: 0.2}}
            model: {hidden: 7, embedding: 3}
            training:
              epochs: {{{epochs}}}
              batch: 3
              truncate: 14
              optimizer: adamw
              learning_rate: 0.02
              {{{more}}}

            """);
    }

    string Lines()
    {
        _folder.Write(
            "lines.txt", string.Concat(Enumerable.Range(0, 40).Select(n => string.Concat(Enumerable.Repeat("ab", 1 + (n % 4))) + "\n")));
        return _folder.Write(
            "lines.yaml",
            "task: language\ndata: {train: lines.txt, layout: text, text: lines}\nmodel: {hidden: 5, embedding: 3}\ntraining: {epochs: " +
            "4, batch: 8, precision: float64}\n");
    }

    string Words()
    {
        _folder.Write(
            "words.csv",
            "seq,w\n" + string.Concat(Enumerable.Range(0, 20).Select(n => $"s{n},the\ns{n},{(n % 2 == 0 ? "cat" : "dog")}\ns{n},sat\n")));
        return _folder.Write(
            "words.yaml",
            "task: language\ndata: {train: words.csv, tokens: w}\nmodel: {hidden: 5, embedding: 3}\ntraining: {epochs: 2, batch: 8, " +
            "precision: float64}\n");
    }

    static List<string[]> Rows(string csv) => [.. csv.TrimEnd('\n').Split('\n').Select(l => l.Split(','))];
}
