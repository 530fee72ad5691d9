using RnnTrainer.Common;
using RnnTrainer.Training.Inference;

namespace RnnTrainer.Tests.Cli;

public sealed class SampleTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_text_goes_on_from_its_prime_and_the_same_seed_gives_the_same_text()
    {
        Train("text: stream", string.Concat(Enumerable.Repeat("abc", 600)));
        var first = Sample("--prime", "bca", "--length", "9", "--seed", "5");
        Assert.Equal("bca".Length + 9 + 1, first.Length);
        Assert.StartsWith("bca", first, StringComparison.Ordinal);
        Assert.Equal(first, Sample("--prime", "bca", "--length", "9", "--seed", "5"));
        Assert.True(
            Enumerable.Range(1, 3).Select(seed => Sample("--temperature", "5", "--length", "20", "--seed", $"{seed}")).Distinct()
            .Count() > 1);
        Assert.Equal("abcabcabca\n", Sample("--prime", "a", "--length", "9", "--temperature", "0"));
    }

    [Fact]
    public void A_line_ends_where_the_model_ends_it()
    {
        Train("text: lines", string.Concat(Enumerable.Repeat("abcd\n", 60)));
        Assert.Equal("abcd\n", Sample("--temperature", "0"));
        Assert.Equal("abcd\n", Sample("--temperature", "0", "--prime", "ab"));
        var document = Rnn.Run("sample", _folder.File("run"), "--temperature", "0", "--json").Json;
        Assert.Equal(
            ("rnn.sample/1", "abcd", 4, true),
            ((string)document["schema"]!, (string)document["text"]!, (int)document["symbols"]!, (bool)document["ended"]!));
        Assert.Equal("abc\n", Sample("--temperature", "0", "--length", "3"));
    }

    [Theory]
    [InlineData("--prime", "ax", "--prime: the training data do not contain 'x'")]
    [InlineData("--prime", "a\n", "--prime: each line is a sequence of its own, and a line feed ends it")]
    [InlineData("--temperature", "-1", "--temperature expects a number of at least 0, found '-1'")]
    [InlineData("--length", "0", "--length expects a whole number from 1 to 1000000, found '0'")]
    public void What_cannot_be_is_refused(string option, string value, string message)
    {
        Train("text: lines", string.Concat(Enumerable.Repeat("ab\n", 20)), epochs: 1);
        var run = Rnn.Run("sample", _folder.File("run"), option, value);
        Assert.Equal(2, run.Exit);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_language_models_write()
    {
        Assert.Equal(0, Rnn.Run("train", TinySet.Write(_folder), "--out", _folder.File("run"), "--set", "training.epochs=1").Exit);
        var run = Rnn.Run("sample", _folder.File("run"));
        Assert.Equal(2, run.Exit);
        Assert.Contains("sample needs a language model: the task of this run is classify", run.Error, StringComparison.Ordinal);
    }

    /// <summary>Of 20 000 draws from p ∝ exp(s / temperature), 5 standard deviations.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(0.5)]
    public void Draws_are_as_frequent_as_they_are_likely(double temperature)
    {
        const int N = 20_000;
        double[] scores = [1, 0, 2.5];
        var random = new RandomStream(3, "draws", 0);
        var drawn = Enumerable.Range(0, N).Select(_ => Sampling.Draw(scores, temperature, random)).CountBy(c => c).ToDictionary();
        var Z = scores.Sum(s => Math.Exp(s / temperature));
        Assert.All(scores, (s, c) =>
        {
            var p = Math.Exp(s / temperature) / Z;
            Assert.Equal(p, drawn.GetValueOrDefault(c) / (double)N, 5 * Math.Sqrt(p * (1 - p) / N));
        });
    }

    string Sample(params string[] more) => Rnn.Run(["sample", _folder.File("run"), .. more]).Output;

    void Train(string kind, string text, int epochs = 3)
    {
        _folder.Write("text.txt", text);
        var config = _folder.Write(
            "c.yaml",
            $"task: language\ndata: {{train: text.txt, layout: text, {kind}}}\nmodel: {{hidden: 8, embedding: 4}}\ntraining: {{epochs: " +
            $"{epochs}, batch: 4, truncate: 16, optimizer: adamw, learning_rate: 0.1}}\n");
        Assert.Equal(0, Rnn.Run("train", config, "--out", _folder.File("run"), "--quiet").Exit);
    }
}
