namespace RnnTrainer.Tests.Cli;

/// <summary>What reading drops, reorders, fills or reinterprets is in a line that says so, with the column or the number.</summary>
public sealed class NothingInSilenceTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    static readonly (string Name, string File, string Text, string Config, string Line)[] Files =
    [
        ("rows of sequences", "a.csv", "seq,step,x,label\na,1,1.5,u\na,0,2,u\nb,1,3,v\nb,0,7,v\nc,0,5.5,u\nc,1,6,u\n",
            "task: classify|target: label", "the rows of 2 sequences were put into the order of column 'step'"),
        ("newest first", "a.csv", Series("date,x", (d, n) => $"{d(30 - n)},{n}"),
            "task: forecast|target: x, window: 3", "the rows of 1 sequence were put into the order of column 'date'"),
        ("a comment", "a.csv", "seq,x,label\na,1,u\n# b is another\nb,3,v\nb,4,v\n",
            "task: classify|target: label", "1 line that begins with # is a comment and passed over"),
        ("comments", "a.csv", Series("date,x", (d, n) => n % 10 == 5 ? $"# later\n{d(n)},{n}" : $"{d(n)},{n}"),
            "task: forecast|target: x, window: 3", "3 lines that begin with # are comments and passed over"),
        ("mean", "a.csv", "seq,x,y,label\na,1,,u\na,NA,2,u\nb,3,4,v\nb,4,5,v\n",
            "task: classify|target: label, missing: mean", "2 missing numbers are filled (mean): 'x' (1), 'y' (1)"),
        ("one is filled", "a.csv", "seq,x,label\na,1,u\na,?,u\nb,3,v\nb,4,v\n",
            "task: classify|target: label, missing: indicator", "1 missing number is filled (indicator): 'x' (1)"),
        ("forward-fill", "a.csv", Series("date,x,z", (d, n) => $"{d(n)},{n},{(n % 9 == 4 ? "" : n)}"),
            "task: forecast|target: x, inputs: [x, z], window: 3, missing: forward-fill", "filled (forward-fill): 'z' (3)"),
        ("a marker that is a number", "a.csv", "seq,x,label\na,1,u\na,-999.0,u\nb,3,v\nb,-999,v\n",
            "task: classify|target: label, missing: mean, missing_marks: ['-999']", "2 missing numbers are filled (mean): 'x' (2)"),
        ("wide, a hole", "a.csv", "x0,x1,x2,label\n1,2,3,u\n1,,3,v\n2,3,4,u\n",
            "task: classify|layout: wide, target: label, missing: mean", "1 missing number is filled (mean): 'x' (1)"),
        ("names", "a.csv", "seq,color,label\na,red,u\na,,u\nb,blue,v\nb,,v\n",
            "task: classify|target: label, categories: color, missing: mean", "2 empty cells are read as no known name or word: 'color' (2)"),
        ("target", "a.csv", Series("date,x", (d, n) => $"{d(n)},{(n % 7 == 6 ? "" : n)}"),
            "task: forecast|target: x, window: 3, missing: mean", "target 'x' is missing in 4 of 30 rows"),
        ("short series", "a.csv", Series("date,s,x", (d, n) => $"{d(n)},{(n < 28 ? "a" : "b")},{n}"),
            "task: forecast|sequence: s, target: x, window: 3", "1 of 2 series has no window and is left out"),
        ("wide, a name", "a.csv", "x0,x1,note,label\n1,2,hot,u\n3,4,cold,v\n",
            "task: classify|layout: wide, target: label", "ignored, since they number no step: note"),
        ("a text", "a.csv", "seq,x,note,label\na,1,hot,u\na,2,warm,u\nb,3,cold,v\n",
            "task: classify|target: label", "column 'note' is not used"),
        ("texts", "a.csv", "seq,x,note,by,label\na,1,hot,me,u\na,2,warm,you,u\nb,3,cold,me,v\n",
            "task: classify|target: label", "columns 'note', 'by' are not used"),
        ("labels", "a.csv", "seq,x,label\na,1,True\nb,2,TRUE\nc,3,False\nd,4,False\n",
            "task: classify|target: label", "'TRUE'"),
        ("units", "a.csv", "seq,x,label\na,$1.50,u\na,$2,u\nb,$3,v\n",
            "task: classify|target: label, inputs: x, units: $", "column 'x'"),
        ("groups", "a.csv", "seq,x,label\na,\"1,234,567\",u\na,2,u\nb,3,v\n",
            "task: classify|target: label", "column 'x'"),
        ("uneven steps", "a.csv", "seq,time,x,label\na,0,1,u\na,1.5,2,u\na,7,3,u\nb,0,3,v\nb,2.5,4,v\n",
            "task: classify|step: time, target: label", "apart: the model takes all as equally long"),
        ("carriage returns", "a.txt", "to be\r\nor not\r\nto be\r\n",
            "task: language|layout: text", "3 line ends with a carriage return are read as line feeds"),
        ("blank lines of a text", "a.txt", "anna\n\nbob\ncarl\n",
            "task: language|layout: text, text: lines", "1 blank line is no sequence and passed over"),
        ("one symbol", "a.csv", "seq,word\na,x\na,y\nb,x\nc,y\nc,x\n",
            "task: language|tokens: word, unknown: true", "1 sequence of one symbol is left out"),
        ("a sequence of a series", "a.csv", Series("date,s,x", (d, n) => $"{d(n)},a,{n}"),
            "task: forecast|layout: series, sequence: s, target: x, inputs: x, window: 3", "layout series is one sequence, so 's' names none"),
        ("ucr", "a.tsv", "1\t2\tNaN\t3\n2\t5\t4\t3\n1\t2\t2\t3\n",
            "task: classify|layout: ucr, missing: mean", "1 missing number is filled (mean)"),
    ];

    public static TheoryData<string> Names => [.. Files.Select(f => f.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Check_and_train_say_what_the_reading_of_a_config_changed(string name)
    {
        var (file, _, line) = Write(name);

        Says(Rnn.Run("data", "check", file), line);
        Says(Rnn.Run("train", file, "--dry-run"), line);
    }

    // Targets are not read, and all columns that are not inputs are allowed.
    public static TheoryData<string> Predicted =>
        [.. Files.Select(f => f.Name).Except(["target", "short series", "a text", "texts", "labels", "one symbol"])];

    [Theory]
    [MemberData(nameof(Predicted))]
    public void Predict_says_it_too(string name)
    {
        var (config, file, line) = Write(name);
        var train = Rnn.Run("train", config, "--out", _folder.File("run"), "--set", "training.epochs=1", "--set", "model.hidden=2", "-q");
        Assert.True(train.Exit == 0, train.Error);
        var run = Rnn.Run("predict", _folder.File("run"), "--data", file);

        Assert.True(run.Exit == 0 || config.Contains("language", StringComparison.Ordinal), run.Error);
        Assert.Contains(run.Exit == 0 ? line : "", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("rows of sequences", "the rows of 2 sequences were put into the order of column 'step'")]
    [InlineData("newest first", "the rows of 1 sequence were put into the order of column 'date'")]
    [InlineData("a comment", "1 line that begins with # is a comment and passed over")]
    [InlineData("mean", "missing numbers are filled")]
    [InlineData("forward-fill", "'z' (3)")]
    [InlineData("a text", "'note'")]
    [InlineData("labels", "'TRUE'")]
    [InlineData("carriage returns", "3 line ends with a carriage return are read as line feeds")]
    [InlineData("target", "target 'x' is missing in 4 of 30 rows")]
    [InlineData("one symbol", "1 sequence of one symbol is left out")]
    public void Init_says_it_too(string name, string line)
    {
        var (_, file, _) = Write(name);

        Says(Rnn.Run("init", file), line);
    }

    [Theory]
    [InlineData(7, 12, 3, "target 'sales' is missing in 95 of 663 rows", "1 of 12 series has no window and is left out")]
    [InlineData(5, 40, 2, "target 'sales' is missing in 468 of 2,342 rows", "1 of 40 series has no window and is left out")]
    [InlineData(9, 2, 1, "target 'sales' is missing in 7 of 61 rows", "1 of 2 series has no window and is left out")]
    public void Init_counts_what_the_whole_file_leaves_out_although_it_trains_on_a_part(
        int gap, int series, int brief, string missing, string leftOut)
    {
        var rows = Enumerable.Range(0, series).SelectMany(i => Enumerable.Range(0, i == 0 ? brief : 60).Select(
            n => $"item{i},{new DateTime(2024, 1, 1).AddDays(n):yyyy-MM-dd},{((n + i) % gap == 3 ? "" : $"{n * 7 % 11}.5")}\n"));
        _folder.Write("a.csv", $"item_id,timestamp,sales\n{string.Concat(rows)}");
        var run = Rnn.Run("init", _folder.File("a.csv"), "--out", _folder.File("c.yaml"));

        Says(run, missing);
        Says(run, leftOut);
        Says(Rnn.Run("train", _folder.File("c.yaml"), "--dry-run"), missing);
        Says(Rnn.Run("train", _folder.File("c.yaml"), "--dry-run"), leftOut);
    }

    [Fact]
    public void A_held_out_file_is_spoken_of_by_its_name()
    {
        var (config, _, _) = Write("a text");
        _folder.Write("held.csv", "seq,x,note,label\na,1,hot,u\n# b\nb,3,cold,v\n");
        var run = Rnn.Run("train", config, "--dry-run", "--set", $"data.test={_folder.File("held.csv")}");

        Says(run, "held.csv: 1 line that begins with # is a comment");
    }

    public void Dispose() => _folder.Dispose();

    static void Says(Rnn run, string line)
    {
        Assert.True(run.Exit == 0, run.Error);
        Assert.Contains(
            (run.Output + run.Error).Split('\n'),
            l => l.StartsWith("note: ", StringComparison.Ordinal) && l.Contains(line, StringComparison.Ordinal));
    }

    (string Config, string File, string Line) Write(string name)
    {
        var (_, file, text, config, line) = Files.First(f => f.Name == name);
        var parts = config.Split('|');
        _folder.Write(file, text);
        return (_folder.Write("c.yaml", $"{parts[0]}\ndata: {{train: {file}, {parts[1]}}}\n"), _folder.File(file), line);
    }

    static string Series(string header, Func<Func<int, string>, int, string> row) => $"{header}\n" + string.Concat(
        Enumerable.Range(0, 30)
            .Select(n => $"{row(d => $"{new DateTime(2024, 1, 1).AddDays(d):yyyy-MM-dd}", n)}\n"));
}
