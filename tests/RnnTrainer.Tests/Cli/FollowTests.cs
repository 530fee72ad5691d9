using System.Globalization;
using System.Text;
using RnnTrainer.Cli.Terminal;
using RnnTrainer.Training;

namespace RnnTrainer.Tests.Cli;

/// <summary><c>rnn predict RUN --follow</c>: rows from standard input are predicted one by one, as <c>rnn predict</c> predicts the sequence
/// so far.</summary>
public sealed class FollowTests : IDisposable
{
    const int Steps = 9;
    const string Columns = "data: {train: train.csv, sequence: seq, step: step, inputs: [a, b]";

    readonly TemporaryFolder _folder = new();

    /// <summary>Configs, and whether each row has its own prediction.</summary>
    public static TheoryData<string, bool> Configs => new()
    {
        { $"task: tag\n{Columns}, target: tag, missing: forward-fill}}", true },
        { $"task: tag\n{Columns}, target: tag, missing: indicator, difference: true, tokens: [kind, tag2], affixes: 1}}", true },
        { $"task: classify\n{Columns}, target: label, missing: mean, categories: [kind], dates: [when]}}\nmodel: {{readout: max}}", false },
        { $"task: classify\n{Columns}, target: label, missing: forward-fill, transform: signed-log, difference: true, normalize: robust}}", false },
        { $"task: regress\n{Columns}, target: [y, w], missing: mean}}\nmodel: {{cell: lstm, layers: 2, residual: true}}", false },
        { $"task: regress\n{Columns}, target: y, target_level: step, missing: mean}}\ntraining: {{precision: float64}}", true },
        { "task: regress\ndata: {train: train.csv, sequence: seq, inputs: [a, z], target: z, target_level: next, transform: signed-log}", true },
        { $"task: multilabel\n{Columns}, target: [f, g], target_level: sequence, missing: mean}}", false },
        { "task: language\ndata: {train: train.csv, sequence: seq, tokens: kind}\nmodel: {embedding: 4}", false },
    };

    public static TheoryData<string> Forecasts =>
    [
        "target: z", "target: [z, a], relative_to: last", "target: z, relative_to: season, season: 3, missing: forward-fill, inputs: [b, z]",
        "target: z, normalize: series, missing: mean, inputs: [b, z]", "target: z, relative_to: last, relative_inputs: true, difference: true",
    ];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Configs))]
    public void The_last_row_of_a_sequence_is_what_predict_prints_for_it(string config, bool isPerStep)
    {
        Train(config);
        var csv = Csv(6);
        var (followed, predicted) = (Lines(Follow(csv)), Lines(Rnn.Run(csv, ["predict", Run, "--data", "-"])));

        Assert.Equal(1 + (6 * Steps), followed.Length);
        Assert.Equal(predicted[0], followed[0]);
        Assert.Equal(predicted[1..], isPerStep ? followed[1..] : LastOfEach(followed));

        // Rows of several sequences in turn: each has a state of its own.
        var rows = csv.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var inTurn = string.Join('\n', [rows[0], .. rows[1..].OrderBy(r => int.Parse(r.Split(',')[1], CultureInfo.InvariantCulture))]) + "\n";
        Assert.Equal(LastOfEach(followed).Order(), LastOfEach(Lines(Follow(inTurn))).Order());
    }

    [Theory]
    [MemberData(nameof(Forecasts))]
    public void A_forecast_begins_when_its_window_is_full_and_is_that_of_the_series_so_far(string keys)
    {
        var others = keys.Contains(" inputs:", StringComparison.Ordinal) ? "" : ", inputs: [a, z]";
        Train($"task: forecast\ndata: {{train: train.csv, sequence: seq, step: step, window: 4, horizon: 3, {keys}{others}}}");
        var rows = Csv(2).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        List<string> expected = [];
        for (var n = 1; n < rows.Length; n++)
        {
            var (sofar, t) = (rows[(((n - 1) / Steps * Steps) + 1)..(n + 1)], (n - 1) % Steps);
            expected.AddRange(t < 3 ? [] : Lines(Rnn.Run(string.Join('\n', [rows[0], .. sofar]) + "\n", ["predict", Run, "--data", "-"]))[1..]);
        }

        Assert.Equal(expected, Lines(Follow(Csv(2)))[1..]);
    }

    [Theory]
    [InlineData("classify", "readout: max", "label")]
    [InlineData("tag", "cell: gru", "tag")]
    public void A_restart_continues_from_the_file_of_states(string task, string model, string target)
    {
        Train($"task: {task}\n{Columns}, target: {target}, missing: forward-fill}}\nmodel: {{{model}}}");
        var rows = Csv(5).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        string[] inTurn = [.. rows[1..].OrderBy(r => int.Parse(r.Split(',')[1], CultureInfo.InvariantCulture))];
        var whole = Lines(Follow(Text(inTurn), "--proba"));
        List<string> resumed = [];
        foreach (var part in inTurn.Chunk(7))
        {
            resumed.AddRange(Lines(Follow(Text(part), "--proba", "--state", _folder.File("states")))[1..]);
        }

        Assert.Equal(whole[1..], resumed);

        string Text(IEnumerable<string> some) => string.Join('\n', some.Prepend(rows[0])) + "\n";
    }

    [Fact]
    public void A_file_of_states_that_is_cut_or_of_another_model_is_refused_and_kept()
    {
        Train($"task: tag\n{Columns}, target: tag, missing: mean}}");
        var states = _folder.File("states");
        Assert.Equal(0, Follow(Csv(2), "--state", states).Exit);
        var bytes = File.ReadAllBytes(states);
        byte[][] others = [bytes[..^1], bytes[..50], [], [.. bytes, 0], Encoding.UTF8.GetBytes(Csv(1))];
        foreach (var changed in others)
        {
            File.WriteAllBytes(states, changed);
            var refused = Follow(Csv(2), "--state", states);
            Assert.Equal((3, ""), (refused.Exit, refused.Output));
            Assert.Contains("no saved states", refused.Error, StringComparison.Ordinal);
            Assert.Equal(changed, File.ReadAllBytes(states));
        }

        File.WriteAllBytes(states, bytes);
        Assert.Equal(3, Follow(Csv(2), "--state", states, "--window", "3").Exit);
        Directory.Delete(Run, recursive: true);
        Train($"task: tag\n{Columns}, target: tag, missing: mean}}\nmodel: {{hidden: 5}}");
        Assert.Contains("not the states of this model", Follow(Csv(2), "--state", states).Error, StringComparison.Ordinal);
        Assert.Equal(bytes, File.ReadAllBytes(states));
    }

    [Theory]
    [InlineData("model: {bidirectional: true}", "", "model.bidirectional: false")]
    [InlineData("model: {patch: {size: 2}}", "", "model.patch: null")]
    [InlineData("", "normalize: sequence", "data.normalize: standard")]
    [InlineData("", "scale_input: true", "data.scale_input: false")]
    public void What_needs_the_whole_sequence_is_refused_with_the_key_to_change_unless_a_window_is_kept(
        string model, string data, string key)
    {
        Train($"task: classify\n{Columns}, target: label, missing: mean, {data}}}\n{model}");
        var refused = Follow(Csv(2));

        Assert.Equal((2, ""), (refused.Exit, refused.Output));
        Assert.Contains(key, refused.Error, StringComparison.Ordinal);
        Assert.Contains("--window N", refused.Error, StringComparison.Ordinal);
        Assert.Equal(
            Lines(Rnn.Run(Csv(3), ["predict", Run, "--data", "-"]))[1..], LastOfEach(Lines(Follow(Csv(3), "--window", $"{Steps}"))));
    }

    [Fact]
    public void Each_row_is_predicted_before_the_next_is_read()
    {
        Train($"task: tag\n{Columns}, target: tag, missing: mean}}");
        var output = new StringWriter { NewLine = "\n" };
        var input = new LineByLine(Csv(1), () => output.ToString().Count(c => c == '\n'));
        var exit = RnnTrainer.Cli.Program.Run(
            ["predict", Run, "--follow"], new Session(input, output, new StringWriter(), TimeProvider.System, new Interruption()));

        Assert.Equal(0, exit);
        Assert.Equal([0, 0, .. Enumerable.Range(2, Steps)], input.Written); // before the header, the first row, and each row after it
    }

    [Fact]
    public void A_signal_ends_it_after_the_states_were_written()
    {
        Train($"task: tag\n{Columns}, target: tag, missing: mean}}");
        var (interruption, output, states) = (new Interruption(), new StringWriter { NewLine = "\n" }, _folder.File("states"));
        using var input = new LineByLine(Csv(1), () => 0) { AfterLines = (4, () => interruption.Request(ExitCode.Terminated)) };
        var exit = RnnTrainer.Cli.Program.Run(
            ["predict", Run, "--follow", "--state", states], new Session(input, output, new StringWriter(), TimeProvider.System, interruption));

        Assert.Equal(ExitCode.Terminated, exit);
        var rows = Csv(1).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var rest = Lines(Follow(string.Join('\n', [rows[0], .. rows[4..]]) + "\n", "--state", states));
        Assert.Equal(Lines(Follow(Csv(1)))[4..], rest[1..]);
    }

    [Fact]
    public void An_error_names_the_line_and_the_rows_before_it_are_kept()
    {
        Train($"task: tag\n{Columns}, target: tag, missing: mean}}");
        var rows = Csv(1).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var wrong = $"# rows\n{rows[0]}\n\n{rows[1]}\n\"s\n0\",{rows[2].Split(',', 2)[1]}\n{rows[3].Replace("s0,2,", "s0,2,oops", StringComparison.Ordinal)}\n";
        var run = Follow(wrong, "--state", _folder.File("states"));

        Assert.Equal(3, run.Exit);
        Assert.Contains("standard input:7:", run.Error, StringComparison.Ordinal);
        Assert.StartsWith("seq,step,prediction\ns0,0,", run.Output, StringComparison.Ordinal);
        Assert.Contains("\n\"s\n0\",1,", run.Output, StringComparison.Ordinal);
        Assert.True(File.Exists(_folder.File("states")));
        Assert.Equal(3, Follow("seq,step,a\ns0,0,1\n").Exit);
        Assert.Equal((0, ""), (Follow("").Exit, Follow("").Output));
    }

    [Theory]
    [InlineData("--follow --data FILE", "--data names a file")]
    [InlineData("--follow --out FILE", "--out names a file")]
    [InlineData("--follow --json", "--json prints one document")]
    [InlineData("--data - --state FILE", "--state is for --follow")]
    [InlineData("--data - --window 3", "--window is for --follow")]
    [InlineData("", "Option '--data' is required.")]
    public void Options_that_exclude_each_other_are_refused(string options, string error)
    {
        Train($"task: tag\n{Columns}, target: tag, missing: mean}}");
        string[] words = options.Replace("FILE", _folder.File("train.csv"), StringComparison.Ordinal).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var run = Rnn.Run(Csv(1), ["predict", Run, .. words]);

        Assert.Equal(2, run.Exit);
        Assert.Contains(error, run.Error + run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_of_states_is_never_a_file_of_the_run()
    {
        Train($"task: tag\n{Columns}, target: tag, missing: mean}}");
        Assert.Equal(2, Follow(Csv(1), "--state", Path.Combine(Run, "checkpoints", "best.safetensors")).Exit);
        Assert.Equal(2, Follow(Csv(1), "--state", _folder.Path).Exit);
    }

    [Theory]
    [InlineData("text: lines")]
    [InlineData("text: stream")]
    public void Running_text_is_read_by_lines(string text)
    {
        _folder.Write("names.txt", "anna\nhanna\nnan\nana\nhana\n");
        Assert.Equal(0, Rnn.Run("train", _folder.Write("c.yaml", $$"""
            task: language
            data: {train: names.txt, layout: text, {{text}}}
            model: {hidden: 6, embedding: 3}
            training: {epochs: 1}
            """), "--out", Run, "--quiet").Exit);
        var input = "anna\nhan\n\nnana\n";
        var (followed, predicted) = (Lines(Follow(input)), Lines(Rnn.Run(input, ["predict", Run, "--data", "-"])));

        Assert.Equal(predicted[0], followed[0]);
        Assert.Equal(predicted[1..], text == "text: lines" ? followed[1..] : followed[^1..]);
    }

    [Fact]
    public void An_ensemble_and_a_series_without_names_are_followed_as_they_are_predicted()
    {
        var series = "step,a,b,tag\n" + string.Concat(Enumerable.Range(0, 12).Select(t => $"{t},{t % 5},{t % 3},{(t % 2 == 0 ? "x" : "y")}\n"));
        _folder.Write("train.csv", series);
        var config = _folder.Write("c.yaml", "task: tag\ndata: {train: train.csv, layout: series, inputs: [a, b], target: tag}\nmodel: {hidden: 4}\ntraining: {epochs: 1}\n");
        foreach (var seed in new[] { "1", "2" })
        {
            Assert.Equal(0, Rnn.Run("train", config, "--out", _folder.File($"run{seed}"), "--set", $"training.seed={seed}", "--quiet").Exit);
        }

        Assert.Equal(0, Rnn.Run("ensemble", _folder.File("run1"), _folder.File("run2"), "--out", Run).Exit);
        foreach (var run in new[] { Run, _folder.File("run1") })
        {
            var predicted = Rnn.Run(series, ["predict", run, "--data", "-", "--proba"]);
            Assert.Equal(predicted.Output, Rnn.Run(series, ["predict", run, "--follow", "--proba"]).Output);
        }
    }

    [Fact]
    public void In_a_program_rows_are_pushed_by_number_by_name_and_as_words_by_many_threads()
    {
        Train($"task: classify\n{Columns}, target: label, missing: forward-fill, difference: true}}");
        double[][] rows = [.. Csv(1).Split('\n')[1..(Steps + 1)].Select(l => l.Split(',')[2..4]).Select(c => Array.ConvertAll(c, Number))];
        using (var model = TrainedModel.Load(Run))
        using (var predictor = RnnPredictor.Load(Run))
        {
            var expected = model.Predict(rows)[0];
            Assert.Equal(["down", "up"], predictor.Classes);
            Assert.Equal(["a", "b"], predictor.Inputs);
            var all = Enumerable.Range(0, 8).AsParallel().WithDegreeOfParallelism(8).Select(n => n % 2 == 0 ? Streamed(predictor, rows)
                : [.. predictor.Predict(rows, rows[..3])[0].Probabilities]).ToList();
            Assert.All(all, p => Assert.Equal(expected.Probabilities, p));
            using var byName = model.Open();
            foreach (var row in rows)
            {
                byName.Push(new Dictionary<string, object?> { ["a"] = row[0], ["b"] = row[1], ["unused"] = "x" });
            }

            var byNumber = model.Open();
            Array.ForEach(rows, row => byNumber.Push(row));
            Assert.Equal(byNumber.Save(), byName.Save());
            model.Dispose();
            byNumber.Push(rows[0]); // a stream keeps the weights
            byNumber.Dispose();
            Assert.Throws<ObjectDisposedException>(() => byNumber.Push(rows[0]));
            Assert.Throws<ObjectDisposedException>(() => model.Open());
        }

        Directory.Delete(Run, recursive: true);
        Train("task: tag\ndata: {train: train.csv, sequence: seq, tokens: kind, target: tag}");
        using var tagger = RnnPredictor.Load(Run);
        using var words = tagger.Open();
        Assert.Equal(tagger.Predict([[Word("red"), Word("blue")]])[1].Class, Pushed(words, "red", "blue"));
        Assert.Contains("by column name", Assert.Throws<InvalidOperationException>(() => words.Push([1.0])).Message, StringComparison.Ordinal);

        static Dictionary<string, object?> Word(string word) => new() { ["kind"] = word };

        static string? Pushed(PredictionStream stream, params string[] words)
        {
            string? label = null;
            foreach (var word in words)
            {
                label = stream.Push(word).Label;
            }

            return label;
        }
    }

    static double[] Streamed(RnnPredictor predictor, double[][] rows)
    {
        using var stream = predictor.Open();
        double[] p = [];
        foreach (var row in rows)
        {
            p = stream.Push(row).Probabilities.ToArray();
        }

        return p;
    }

    static double Number(string cell) => cell.Length == 0 ? double.NaN : double.Parse(cell, CultureInfo.InvariantCulture);

    string Run => _folder.File("run");

    void Train(string config)
    {
        _folder.Write("train.csv", Csv(12));
        string[] small = config.Contains("hidden", StringComparison.Ordinal) ? [] : ["--set", "model.hidden=6"];
        var run = Rnn.Run(
            ["train", _folder.Write("config.yaml", $"{config}\n"), "--out", Run, "--quiet", "--set", "training.epochs=1", .. small]);
        Assert.True(run.Exit == 0, run.Error);
    }

    Rnn Follow(string input, params string[] options) => Rnn.Run(input, ["predict", Run, "--follow", .. options]);

    static string[] Lines(Rnn run)
    {
        Assert.True(run.Exit is 0 or 3, run.Error);
        return run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>The last line of each sequence, in the order of the sequences.</summary>
    static string[] LastOfEach(string[] lines) =>
        [.. lines[1..].GroupBy(l => l.Split(',')[0]).Select(g => g.Last())];

    static string Csv(int sequences) => "seq,step,a,b,kind,tag2,when,label,tag,y,w,z,f,g\n"
        + string.Concat(Enumerable.Range(0, sequences * Steps).Select(n => Row(n / Steps, n % Steps)));

    static string Row(int s, int t)
    {
        string[] kinds = ["red", "green", "blue"];
        string[] cells =
        [
            $"s{s}", $"{t}", $"{((s + (t * t)) % 7) - 2}", (s + t) % 4 == 1 ? "" : $"{t * 5 % 6}.25", kinds[((s * t) + t) % 3], $"k{t % 2}",
            $"2024-0{1 + (t % 9)}-11 {s}:30", s % 2 == 0 ? "up" : "down", t % 3 == 1 ? "x" : "y", $"{s % 5}.5", $"{10 + s}",
            $"{10 + s + (t * 7 % 5)}.5", $"{s % 2}", $"{s / 2 % 2}",
        ];
        return string.Join(',', cells) + "\n";
    }

    /// <summary>A text of which each read gives one line; what was written before each is recorded.</summary>
    sealed class LineByLine(string text, Func<int> written) : Stream
    {
        readonly Queue<byte[]> _lines = new(text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => Encoding.UTF8.GetBytes($"{l}\n")));
        readonly ManualResetEventSlim _isOver = new();
        int _read;

        public List<int> Written { get; } = [];

        /// <summary>What is done after some lines, after which there is no other.</summary>
        public (int Lines, Action Do)? AfterLines { get; init; }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(Span<byte> buffer)
        {
            Written.Add(written());
            if (AfterLines is { } after && _read++ == after.Lines)
            {
                after.Do();
                _isOver.Wait();
                return 0;
            }

            if (_lines.Count == 0)
            {
                return 0;
            }

            var line = _lines.Dequeue();
            line.CopyTo(buffer);
            return line.Length;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            _isOver.Set();
            base.Dispose(disposing);
        }
    }
}
