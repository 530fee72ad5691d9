using System.Globalization;
using System.IO.Compression;
using System.Text;
using RnnTrainer.Cli.Predict;
using RnnTrainer.Cli.Terminal;
using RnnTrainer.Common;
using RnnTrainer.Training;
using RnnTrainer.Training.Inference;

namespace RnnTrainer.Tests.Cli;

/// <summary>Predictions for a file that is read some sequences at a time: the same bytes as for one that is read whole.</summary>
public sealed class StreamedPredictTests(StreamedPredictTests.Runs runs) : IClassFixture<StreamedPredictTests.Runs>
{
    public static TheoryData<string> Tasks => ["tag", "classify", "regress", "language", "forecast", "truncated"];

    [Fact]
    public void The_first_rows_are_written_before_the_last_are_read()
    {
        var text = Rows(3000, 5);
        var (output, written) = (new WatchedWriter(), text.IndexOf("\ns2900,", StringComparison.Ordinal));
        var input = new StagedStream(Encoding.UTF8.GetBytes(text), written, output.HasRows);

        var exit = RnnTrainer.Cli.Program.Run(
            ["predict", runs.Of("tag"), "--data", "-"],
            new Session(input, output, new StringWriter(), TimeProvider.System, new Interruption()));

        Assert.Equal(0, exit);
        Assert.True(input.WasInTime, "no row was written while the last rows were still to be read");
        Assert.Equal(Whole("tag", text).Output, output.ToString());
    }

    [Theory]
    [MemberData(nameof(Tasks))]
    public void A_pipe_gives_the_bytes_of_a_file_that_is_read_whole(string task)
    {
        var text = Rows(2000, 6);
        var (whole, piped) = (Whole(task, text), Rnn.Run(text, ["predict", runs.Of(task), "--data", "-"]));

        Assert.Equal((whole.Exit, whole.Output), (piped.Exit, piped.Output));
        Assert.Equal(Named(whole.Error), piped.Error);
    }

    [Theory]
    [InlineData("alternating")]
    [InlineData("by time")]
    [InlineData("unordered steps")]
    [InlineData("quoted")]
    [InlineData("blank lines")]
    [InlineData("comments")]
    [InlineData("one sequence")]
    [InlineData("gaps and new words")]
    [InlineData("an accent at the end")]
    public void What_cannot_be_read_so_gives_them_too(string how)
    {
        var text = Changed(how);
        foreach (var task in new[] { "tag", "language", "truncated" })
        {
            var (whole, piped) = (Whole(task, text), Rnn.Run(text, ["predict", runs.Of(task), "--data", "-"]));
            Assert.Equal((whole.Exit, whole.Output), (piped.Exit, piped.Output));
            Assert.Equal(Named(whole.Error), piped.Error);
        }
    }

    [Theory]
    [InlineData("\ns1990,3,", "\ns1990,x,")]
    [InlineData("\ns1990,3,0", "\ns1990,3,oops0")]
    [InlineData("\ns1990,3,", "\ns1990,2,")]
    public void An_error_behind_rows_that_were_predicted_is_that_of_the_whole_file(string before, string after)
    {
        var text = Rows(2000, 6).Replace(before, after, StringComparison.Ordinal);
        var (whole, piped) = (Whole("tag", text), Rnn.Run(text, ["predict", runs.Of("tag"), "--data", "-"]));

        Assert.Equal((3, whole.Exit), (piped.Exit, piped.Exit));
        Assert.Equal(Named(whole.Error), piped.Error);
        Assert.StartsWith("seq,step,prediction\n", piped.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_sequence_that_continues_after_its_prediction_was_written_is_an_error()
    {
        var piped = Rnn.Run(Rows(2000, 6) + "s3,8,0.5,w1,u\n", ["predict", runs.Of("tag"), "--data", "-"]);

        Assert.Equal(3, piped.Exit);
        Assert.Contains(
            "sequence 's3' continues after rows of others, and its prediction is already written", piped.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("big.csv")]
    [InlineData("big.csv.gz")]
    public void A_large_file_is_read_so_and_gives_the_bytes_of_the_whole(string name)
    {
        var file = runs.Large(name);
        using var trained = TrainedModel.Load(runs.Of("tag"));
        var streamed = PredictedFile.OfFile(trained.Config, trained.Model.Schema, file, trained.Predictions);
        Assert.NotNull(streamed);
        Assert.True(streamed.Groups.Take(3).Count() > 2, "all was one group");

        Assert.Equal(
            Table(trained, PredictedFile.Of(trained.Read(file, labelled: false), trained.Predictions)),
            Table(trained, PredictedFile.OfFile(trained.Config, trained.Model.Schema, file, trained.Predictions)!));
        Assert.Null(PredictedFile.OfFile(trained.Config, trained.Model.Schema, runs.Large("alternating.csv"), trained.Predictions));
    }

    [Theory]
    [InlineData("tag", "truncated")]
    [InlineData("tag", "scaled")]
    [InlineData("truncated", "tag")]
    public void Ensembles_too_give_for_a_pipe_the_bytes_of_a_file_that_is_read_whole(string first, string second)
    {
        var (text, ensemble) = (Rows(2000, 6), runs.Of($"{first}-{second}"));
        Assert.Equal(0, Rnn.Run("ensemble", runs.Of(first), runs.Of(second), "--out", ensemble).Exit);

        var (whole, piped) = (Whole($"{first}-{second}", text), Rnn.Run(text, ["predict", ensemble, "--data", "-"]));

        Assert.Equal((0, 0, whole.Output), (whole.Exit, piped.Exit, piped.Output));
        Assert.Equal(Named(whole.Error), piped.Error);
        using var trained = TrainedModel.Load(ensemble);
        var file = runs.Large("big.csv");
        using var read = trained.ReadAndPredict(file);
        Assert.Equal(Csv(trained, PredictedFile.Of(trained.Read(file, labelled: false), trained.Predictions)), Csv(trained, read));
    }

    static string Table(TrainedModel trained, PredictedFile file) =>
        $"{file.Count}\n{string.Join('\n', file.About!.Notes)}\n{Csv(trained, file)}";

    static string Csv(TrainedModel trained, PredictedFile file)
    {
        using var to = new StringWriter { NewLine = "\n" };
        PredictionTable.Of(trained, file, proba: true).WriteCsv(to);
        return $"{to}";
    }

    Rnn Whole(string task, string text) => Rnn.Run("predict", runs.Of(task), "--data", runs.Write("whole.csv", text));

    // A file is named by its path, a pipe is standard input.
    string Named(string error) => error.Replace(runs.File("whole.csv"), "standard input", StringComparison.Ordinal);

    static string Changed(string how)
    {
        var text = Rows(2000, 6);
        var lines = text.TrimEnd('\n').Split('\n');
        return how switch
        {
            "alternating" => Joined(lines[1..].Chunk(60).SelectMany(rows => rows.OrderBy(r => r.Split(',')[1], StringComparer.Ordinal))),
            "by time" => Joined(lines[1..].OrderBy(r => int.Parse(r.Split(',')[1], CultureInfo.InvariantCulture))),
            "unordered steps" =>
                Joined(lines[1..].Chunk(7).SelectMany(rows => rows.Reverse()).GroupBy(r => r.Split(',')[0]).SelectMany(g => g)),
            "quoted" => text.Replace(",w1,", ",\"w\n1\",", StringComparison.Ordinal),
            "blank lines" => text.Replace("\ns1500,", "\n\ns1500,", StringComparison.Ordinal),
            "comments" => text.Replace("\ns1500,", "\n# here\ns1500,", StringComparison.Ordinal),
            "one sequence" => string.Join('\n', lines.Select((l, n) => n == 0 ? l : $"s,{n},{l.Split(',', 3)[2]}")) + "\n",
            "gaps and new words" =>
                text.Replace(",w1,", ",new,", StringComparison.Ordinal).Replace(",w2,", ",other,", StringComparison.Ordinal),
            _ => text + "s2000,0,0.5,\u00e9,u\n",
        };

        string Joined(IEnumerable<string> rows) => string.Join('\n', rows.Prepend(lines[0])) + "\n";
    }

    internal static string Rows(int sequences, int length)
    {
        var (random, text) = (new RandomStream(sequences, "streamed", 0), new StringBuilder("seq,step,x,word,label\n"));
        for (var s = 0; s < sequences; s++)
        {
            for (var t = 0; t < 2 + ((s + length) % length) + (length / 2); t++)
            {
                var word = random.Next(5);
                text.Append(CultureInfo.InvariantCulture, $"s{s},{t},{random.NextDouble():0.000},w{word},{"uv"[(word + t) % 2]}\n");
            }
        }

        return text.ToString();
    }

    /// <summary>A run of each task.</summary>
    public sealed class Runs : IDisposable
    {
        static readonly Dictionary<string, string> Configs = new()
        {
            ["tag"] = "task: tag\ndata: {DATA, inputs: [x], tokens: word, target: label}\n",
            ["classify"] = "task: classify\ndata: {DATA, inputs: [x], target: seq_label}\n",
            ["regress"] = "task: regress\ndata: {DATA, tokens: word, target: x, target_level: step}\n",
            ["language"] = "task: language\ndata: {DATA, tokens: word}\n",
            ["forecast"] = "task: forecast\ndata: {DATA, target: x, window: 3, horizon: 2}\n",
            ["scaled"] = "task: tag\ndata: {DATA, inputs: [x], tokens: word, target: label, normalize: minmax}\n",
            ["truncated"] = "task: tag\ndata: {DATA, inputs: [x], tokens: word, target: label}\ntraining: {truncate: 4}\n",
        };

        readonly TemporaryFolder _folder = new();

        public Runs()
        {
            var lines = Rows(40, 6).TrimEnd('\n').Split('\n');
            Write(
                "train.csv",
                string.Join(
                    '\n', lines.Select(l => $"{l},{(l.StartsWith('s') && l[1] != 'e' ? $"c{l.Split(',')[0].Length}" : "seq_label")}"))
                    + "\n");
            foreach (var (task, config) in Configs)
            {
                var text = config.Replace("DATA", "train: train.csv, sequence: seq, step: step", StringComparison.Ordinal);
                Assert.Equal(
                    (0, ""),
                    Rnn.Run(
                        "train", Write($"{task}.yaml", text), "--out", Of(task), "--quiet", "--set", "training.epochs=1", "--set",
                        "model.hidden=4") is var run ? (run.Exit, run.Exit == 0 ? "" : run.Error) : default);
            }
        }

        public string Of(string task) => _folder.File($"run-{task}");

        public string File(string name) => _folder.File(name);

        public string Write(string name, string text) => _folder.Write(name, text);

        /// <summary>A file that is not read into memory.</summary>
        public string Large(string name)
        {
            var path = _folder.File(name);
            var text = Encoding.UTF8.GetBytes(Rows(22_000, 12) + (name == "alternating.csv" ? "s3,99,0.5,w1,u\n" : ""));
            using Stream to = name.EndsWith(".gz", StringComparison.Ordinal)
                ? new GZipStream(System.IO.File.Create(path), CompressionLevel.Fastest) : System.IO.File.Create(path);
            to.Write(text);
            return path;
        }

        public void Dispose() => _folder.Dispose();
    }

    /// <summary>Tells when rows were written.</summary>
    sealed class WatchedWriter : StringWriter
    {
        public ManualResetEventSlim HasRows { get; } = new();

        public override void Write(char[] buffer, int index, int count)
        {
            base.Write(buffer, index, count);
            Look();
        }

        public override void Write(string? value)
        {
            base.Write(value);
            Look();
        }

        public override void Write(StringBuilder? value)
        {
            base.Write(value);
            Look();
        }

        void Look()
        {
            if (GetStringBuilder().Length > 100)
            {
                HasRows.Set();
            }
        }
    }

    /// <summary>A pipe whose writer waits for the first rows of the answer before it writes the last rows.</summary>
    sealed class StagedStream(byte[] bytes, int stage, ManualResetEventSlim answered) : MemoryStream(bytes)
    {
        public bool WasInTime { get; private set; }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var left = stage - (int)Position;
            if (left <= 0)
            {
                WasInTime = answered.Wait(TimeSpan.FromMinutes(2));
            }

            return base.Read(buffer, offset, left > 0 ? Math.Min(left, count) : count);
        }
    }
}
