using System.Globalization;
using System.Text;
using System.Text.Json;
using RnnTrainer.Common;
using RnnTrainer.Data;
using RnnTrainer.Data.Text;
using RnnTrainer.Tests.Cli;
using RnnTrainer.Training;
using RnnTrainer.Training.Export;
using RnnTrainer.Training.Export.Onnx;

namespace RnnTrainer.Tests.Training;

/// <summary>Texts are trained on as they are: file, predictions, exports and the library read them alike.</summary>
public sealed class TextsTests : IDisposable
{
    const string Model = "model: {hidden: 6, embedding: 5, readout: mean}\ntraining: {epochs: 30, batch: 8, optimizer: adamw, learning_rate: 0.05, precision: float64, threads: 1}\n";

    readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("classify", "label", "words")]
    [InlineData("classify", "label", "characters")]
    [InlineData("regress", "stars", "words")]
    [InlineData("multilabel", "[toxic, insult]", "words")]
    [InlineData("multilabel", "[toxic, insult]", "characters")]
    public void A_file_of_texts_is_trained_on_scored_predicted_and_exported_unchanged(string task, string target, string tokenizer)
    {
        WriteTexts("texts.csv", 80, withTargets: true);
        WriteTexts("new.csv", 12, withTargets: false);
        var config = _folder.Write(
            "c.yaml", $"task: {task}\ndata: {{train: texts.csv, tokens: text, tokenizer: {tokenizer}, target: {target}, split: {{test: 0.2}} }}\n{Model}");
        var train = Rnn.Run("train", config, "--out", _folder.File("run"), "--json");
        Assert.True(train.Exit == 0, train.Error);
        Assert.Contains("1 empty text (line 11) is left out", train.Error, StringComparison.Ordinal);
        Assert.Equal(0, Rnn.Run("gradcheck", config).Exit);
        Assert.Equal(0, Rnn.Run("report", _folder.File("run")).Exit);
        Assert.Equal(0, Rnn.Run("data", "check", config).Exit);
        Assert.Equal(
            train.Json["metrics"]!["test"]!["loss"]!.ToJsonString(),
            Rnn.Run("eval", _folder.File("run"), "--json").Json["metrics"]!["loss"]!.ToJsonString());

        var predict = Rnn.Run(["predict", _folder.File("run"), "--data", _folder.File("new.csv"), .. task == "regress" ? [] : new[] { "--proba" }]);
        Assert.Contains("1 empty text (line 11) is read as one <unk>", predict.Error, StringComparison.Ordinal);
        var unheard = Rnn.Run("text\nzyx ωψ\n", ["predict", _folder.File("run"), "--data", "-"]);
        Assert.Contains(
            tokenizer == "words" ? "2 words of standard input in column 'text' do not occur in training, such as 'zyx', 'ωψ'"
            : "4 characters of standard input in column 'text' do not occur in training, such as 'z', 'x', 'ω'",
            unheard.Error, StringComparison.Ordinal);
        var rows = predict.Output.TrimEnd('\n').Split('\n').Skip(1).Select(l => l.Split(',')).ToList();
        Assert.Equal(Enumerable.Range(0, 12).Select(n => $"r{n}"), rows.Select(r => r[0]));
        var outputs = task switch { "regress" => 1, _ => 2 };
        double[] printed = [.. rows.SelectMany(r => r[^outputs..]).Select(c => double.Parse(c, CultureInfo.InvariantCulture))];

        using var model = TrainedModel.Load(_folder.File("run"));
        string[] texts = [.. Enumerable.Range(0, 12).Select(Text)];
        Assert.Equal(printed, model.PredictTexts(texts).SelectMany(p => p.Probabilities.Count > 0 ? p.Probabilities : p.Numbers));
        AssertExported(model, texts, printed);
    }

    [Fact]
    public void A_language_model_predicts_the_next_word_within_each_text()
    {
        WriteTexts("texts.csv", 60, withTargets: true);
        var config = _folder.Write(
            "c.yaml", $"task: language\ndata: {{train: texts.csv, tokens: text, tokenizer: words, split: {{test: 0.2}} }}\n{Model.Replace(", readout: mean", "")}");
        var train = Rnn.Run("train", config, "--out", _folder.File("run"));
        Assert.True(train.Exit == 0, train.Error);

        var predict = Rnn.Run("predict", _folder.File("run"), "--data", _folder.File("texts.csv"));
        var rows = predict.Output.TrimEnd('\n').Split('\n').Skip(1).Select(l => l.Split(',')).ToList();
        Assert.Equal(
            Enumerable.Range(0, 60).Select(n => $"r{n}:{Math.Max(0, TextTokens.Of(Text(n), Tokenizer.Words).Length - 1)}"),
            rows.Select(r => $"{r[0]}:{r[1]}"));
        var sample = Rnn.Run("sample", _folder.File("run"), "--prime", "the film, was", "--length", "3", "--seed", "1");
        Assert.StartsWith("the film , was ", sample.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("words")]
    [InlineData("characters")]
    public void The_exported_tokenizer_cuts_as_the_library_does(string tokenizer)
    {
        WriteTexts("texts.csv", 20, withTargets: true);
        Train("classify", $"tokens: text, tokenizer: {tokenizer}, target: label");
        using var model = TrainedModel.Load(_folder.File("run"));
        var exported = new CompiledModel(CSharpFile.Of(model.Model, "texts"));
        var random = new RandomStream(1, "texts", 0);
        string[] pieces = ["a", "B9", ".", ",", "!", "?", ";", ":", " ", "\t", "\r\n", "\r", "\n", "é", "😀", "東", "\u00A0", "-", "'", "#", "\"", "²", "٣"];

        for (var n = 0; n < 500; n++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(9)).Select(_ => pieces[random.Next(pieces.Length)]));
            var own = TextTokens.Of(text, tokenizer == "words" ? Tokenizer.Words : Tokenizer.Characters);
            Assert.Equal(own.Length > 0 ? own : ["<unk>"], exported.Tokens("Texts", text));
        }
    }

    [Fact]
    public void A_column_called_text_without_a_tokenizer_is_a_column_of_words()
    {
        _folder.Write("words.csv", "seq,text,n,label\n" + string.Concat(Enumerable.Range(0, 40).Select(n => $"s{n / 4},{"abc"[n % 3]},{n},{(n / 4 % 2 == 0 ? "u" : "v")}\n")));
        _folder.Write("new.csv", "seq,text,n\nx,a,1\nx,unheard,2\n");
        Train("classify", "tokens: text, target: label", "words.csv");

        var predict = Rnn.Run("predict", _folder.File("run"), "--data", _folder.File("new.csv"));
        Assert.True(predict.Exit == 0, predict.Error);
        Assert.Contains("such as 'unheard'", predict.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_of_other_inputs_takes_no_texts_and_one_of_texts_no_second_row()
    {
        WriteTexts("texts.csv", 20, withTargets: true);
        Train("classify", "tokens: text, tokenizer: words, target: label");
        using (var model = TrainedModel.Load(_folder.File("run")))
        {
            var row = new Dictionary<string, object?> { ["text"] = "the film" };
            Assert.Equal(model.PredictTexts("the film")[0].Probabilities, model.Predict([[row]])[0].Probabilities);
            Assert.Empty(model.PredictTexts());
            Assert.Equal(
                "sequence 0 has 2 rows, and a text is one row (Parameter 'sequences')",
                Assert.Throws<ArgumentException>(() => model.Predict([[row, row]])).Message);
        }

        _folder.Write("numbers.csv", "seq,x,label\na,1,u\na,2,u\nb,2,v\nb,3,v\n");
        Train("classify", "target: label", "numbers.csv", "other");
        using var other = TrainedModel.Load(_folder.File("other"));
        Assert.Contains(
            "was not trained on texts", Assert.Throws<InvalidOperationException>(() => other.PredictTexts("a")).Message,
            StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    static string Text(int n) => n == 7 ? "" :
        $"{(n % 5 == 0 ? "#Really, " : "")}the film,{(n % 4 == 1 ? "\r\n" : " ")}\"no. {n % 3}\" was {(n % 2 == 0 ? "good 😀" : "bad")}{(n % 3 == 0 ? "!" : "")}";

    void WriteTexts(string file, int count, bool withTargets)
    {
        var csv = new StringBuilder(withTargets ? "id,text,label,stars,toxic,insult\n" : "id,text\n");
        for (var n = 0; n < count; n++)
        {
            csv.Append(CultureInfo.InvariantCulture, $"r{n},\"{Text(n).Replace("\"", "\"\"", StringComparison.Ordinal)}\"");
            csv.Append(withTargets ? (n % 2 == 0 ? ",pos,5,0,1\n" : $",neg,{(n % 3) + 1},1,{n % 3 / 2}\n") : "\n");
        }

        _folder.Write(file, csv.ToString());
    }

    void Train(string task, string data, string file = "texts.csv", string run = "run")
    {
        var config = _folder.Write(
            "t.yaml", $"task: {task}\ndata: {{train: {file}, {data}}}\nmodel: {{hidden: 4, embedding: 3}}\ntraining: {{epochs: 1}}\n");
        var train = Rnn.Run("train", config, "--out", _folder.File(run), "--quiet");
        Assert.True(train.Exit == 0, train.Error);
    }

    /// <summary>The C# file and the ONNX model answer what was printed.</summary>
    static void AssertExported(TrainedModel model, string[] texts, double[] printed)
    {
        var compiled = new CompiledModel(CSharpFile.Of(model.Model, "texts"));
        Assert.All(
            printed.Zip(texts.SelectMany(t => compiled.Answers("Texts", compiled.Tokens("Texts", t))[0])),
            p => Assert.Equal(p.First, p.Second, 1e-9));

        using var onnx = new OnnxModel(OnnxFile.Of(model.Model));
        var symbols = JsonSerializer.Deserialize<List<string>>(onnx.Metadata["symbols"])!;
        var tokenizer = Enum.Parse<Tokenizer>(onnx.Metadata["tokenizer"], ignoreCase: true);
        long[][] numbers = [
            .. texts.Select(t => TextTokens.Of(t, tokenizer)).Select(tokens => tokens.Length == 0 ? [0]
                : Array.ConvertAll(tokens, w => Math.Max(0L, symbols.IndexOf(w))))];
        var output = onnx.Outputs.Keys.First(k => k is "probabilities" or "output");
        Assert.All(printed.Zip(onnx.Answers(numbers, output)), p => Assert.Equal(p.First, p.Second, 1e-4));
    }
}
