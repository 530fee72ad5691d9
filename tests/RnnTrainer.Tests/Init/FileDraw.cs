using System.Globalization;
using RnnTrainer.Common;

namespace RnnTrainer.Tests.Init;

/// <summary>Draws files of every kind, the n-th of a seed always the same.</summary>
sealed class FileDraw
{
    static readonly string[] Labels = ["up,down", "a,b,c", "ill,well", "1,2,3", "0,1", "True,False"], Tickers = ["QXA", "BRV", "TOOM", "LIZ", "WEX", "DDP"];

    static readonly (string Name, Func<FileDraw, MadeFile> Draw)[] Kinds =
    [
        ("one series of one number", d => d.Series(1)),
        ("one series of several numbers", d => d.Series(2 + d.Next(3))),
        ("one series of small counts", d => d.Counts()),
        ("panel, one key", d => d.Panel(1)),
        ("panel, two keys", d => d.Panel(2)),
        ("panel of prices", d => d.Prices()),
        ("classes of sequences", d => d.Classes(Place.Everywhere)),
        ("classes, named in one row", d => d.Classes(d.Next(2) == 0 ? Place.First : Place.Last)),
        ("a number for each sequence", d => d.SequenceNumbers()),
        ("states of each step", d => d.States()),
        ("words and tags", d => d.Tags()),
        ("words and tags, blank lines", d => d.Conll()),
        ("wide, numbered steps", d => d.Wide(isDated: false, isLabelled: true)),
        ("wide, dates as headers", d => d.Wide(isDated: true, isLabelled: d.Next(2) == 0)),
        ("wide, a series to forecast in each row", d => d.Wide(isDated: false, isLabelled: false)),
        ("a sequence in a cell", d => d.Lists()),
        ("texts with a class", d => d.Texts(flags: 0)),
        ("texts with flags", d => d.Texts(flags: 2 + d.Next(2))),
    ];

    readonly RandomStream _random;
    readonly Dictionary<string, string> _traits = [];
    string _kind = "";

    FileDraw(int seed, int n) => _random = new RandomStream(seed, "made files", n);

    enum Place
    {
        Everywhere,
        First,
        Last,
    }

    public static MadeFile Of(int seed, int n)
    {
        var kind = Kinds[n % Kinds.Length];
        return kind.Draw(new FileDraw(seed, n) { _kind = kind.Name });
    }

    int Next(int bound) => _random.Next(bound);

    T One<T>(params IReadOnlyList<T> values) => values[Next(values.Count)];

    /// <summary>True in one of so many cases.</summary>
    bool Once(int of) => Next(of) == 0;

    double Noise() => (2 * _random.NextDouble()) - 1;

    // Values of 20 to 90 that wander around with a season.
    double[] Walk(int length)
    {
        var (x, season, strength) = (45 + (10 * Noise()), One(7, 12, 24), 6 * _random.NextDouble());
        return [.. Enumerable.Range(0, length).Select(t =>
            Math.Clamp((x = (0.98 * x) + 1.0 + (2 * Noise())) + (strength * Math.Sin(2 * Math.PI * t / season)), 20, 90))];
    }

    // Waves whose period is that of the class.
    double[] Wave(int length, int ofClass) =>
        [.. Enumerable.Range(0, length).Select(t => 50 + (20 * Math.Sin((2 + (3 * ofClass)) * t / 7.0)) + (5 * Noise()))];

    MadeFile Series(int columns)
    {
        // A single column with a decimal comma could be two.
        var frame = new Frame([60 + Next(70)], DrawTime(columns == 1 ? TimeSpelling.All[1..] : TimeSpelling.All));
        var table = new DrawnTable();
        AddTime(table, frame);
        string[] names = columns == 1 ? [One("y", "value", "sales", "load", "price", "temperature")]
            : Once(3) ? ["s1", "s2", "s3", "s4"] : ["temp", "load", "wind", "rain"];
        return Numbers(table, frame, names[..columns], columns == 1 ? ColumnUse.Target : ColumnUse.Other);
    }

    MadeFile Counts()
    {
        var frame = new Frame([80 + Next(60)], DrawTime([.. TimeSpelling.All.Where(t => t.IsTime)]));
        var table = new DrawnTable();
        AddTime(table, frame);
        int[] counts = [.. Walk(frame.Rows).Select(_ => Next(One(3, 4, 6)))];
        if (Once(2))
        {
            table.Add("temp", ColumnUse.Other, Walk(frame.Rows).Select(NumberSpelling.Plain.Write));
        }

        table.Add(One("sales", "y", "count", "visits"), ColumnUse.Target, counts.Select(c => $"{c}"));
        return Finished(table, frame, "forecast", [MadeSequence.Of(counts.Select(c => (double)c))], ["target"]);
    }

    MadeFile Panel(int keys)
    {
        var count = keys == 1 ? 3 + Next(5) : 4 + (2 * Next(2));
        var frame = new Frame(Lengths(count, 40, 12), DrawTime([.. TimeSpelling.All.Where(t => t != TimeSpelling.None)]));
        var table = new DrawnTable();
        AddKeys(table, frame, keys);
        AddTime(table, frame);
        string[] names = Once(2) ? [One("y", "value", "sales", "target")] : ["demand", "price"];
        return Numbers(table, frame, names, names.Length == 1 ? ColumnUse.Target : ColumnUse.Other);
    }

    MadeFile Prices()
    {
        var frame = new Frame(Lengths(2 + Next(3), 50, 8), DrawTime([.. TimeSpelling.All.Where(t => t.Paces.Contains(Pace.Day))]));
        var table = new DrawnTable();
        table.Add(One("ticker", "symbol", "Name"), ColumnUse.Key, frame.Each((s, _) => Tickers[s]));
        AddTime(table, frame);
        var number = DrawNumber();
        double[][] open = [.. frame.Lengths.Select(Walk)];
        string[] names = ["open", "high", "low", "close"];
        double[] factors = [1, 1.02, 0.97, 1.005];
        double Price(double open, double factor) => (factor * open) + (factor == 1 ? 0 : 0.2 * Noise());
        double[][][] all = [.. factors.Select(f => open.Select(o => o.Select(x => Price(x, f)).ToArray()).ToArray())];
        foreach (var (name, values) in names.Zip(all))
        {
            AddNumbers(table, name, ColumnUse.Other, values, number);
        }

        table.Add("volume", ColumnUse.Other, frame.Each((_, _) => $"{1000 * (1 + Next(900))}"));
        return Finished(
            table, frame, "forecast", [.. all[3].Select(v => MadeSequence.Of(v.Select(number.Read)))], ["close"], number);
    }

    MadeFile Classes(Place place)
    {
        var (labels, frame) = (One(Labels).Split(','), new Frame(Lengths(24 + Next(12), 14, 6), DrawTime(Timed(3))));
        var classes = Enumerable.Range(0, frame.Lengths.Length).Select(s => s < labels.Length ? s : Next(labels.Length)).ToArray();
        var table = new DrawnTable();
        AddKeys(table, frame, 1);
        AddTime(table, frame);
        table.Add(One("label", "class", "outcome", "diagnosis", "kind"), ColumnUse.Target, frame.Each((s, t) =>
            place == Place.Everywhere || t == (place == Place.First ? 0 : frame.Lengths[s] - 1) ? labels[classes[s]] : ""));
        _traits["label"] = place == Place.Everywhere ? "in every row" : place == Place.First ? "in the first row" : "in the last row";
        return Inputs(table, frame, "classify", s => Wave(frame.Lengths[s], classes[s]), s => new MadeSequence([], null, [labels[classes[s]]], []));
    }

    MadeFile SequenceNumbers()
    {
        var frame = new Frame(Lengths(24 + Next(12), 12, 6), DrawTime(Timed(3)));
        double[] numbers = [.. frame.Lengths.Select(_ => Math.Round(10 + (5 * Noise()), 2))];
        var table = new DrawnTable();
        AddKeys(table, frame, 1);
        AddTime(table, frame);
        var number = DrawNumber();
        table.Add(One("target", "y", "strength", "life"), ColumnUse.Target, frame.Each((s, _) => Plain(numbers[s], number)));
        return Inputs(
            table, frame, "regress", s => Wave(frame.Lengths[s], (int)numbers[s] % 3), s => new MadeSequence([], null, [], [numbers[s]]), number);
    }

    MadeFile States()
    {
        var isOne = Once(2);
        var frame = new Frame(isOne ? [120] : Lengths(12, 20, 8), DrawTime(Timed(isOne ? 1 : 3)));
        var table = new DrawnTable();
        if (!isOne)
        {
            AddKeys(table, frame, 1);
        }

        AddTime(table, frame);
        double[][] values = [.. frame.Lengths.Select(n => Wave(n, 0))];
        table.Add(One("state", "label", "activity"), ColumnUse.Target, frame.Each((s, t) => values[s][t] > 50 ? "on" : "off"));
        return Inputs(
            table, frame, "tag", s => values[s], s => new MadeSequence([], null, [.. values[s].Select(x => x > 50 ? "on" : "off")], []));
    }

    MadeFile Tags()
    {
        var frame = new Frame(Lengths(20 + Next(10), 9, 4), TimeSpelling.None);
        var (words, tags) = Sentences(frame);
        var isMarkedOnce = Once(3);
        var table = new DrawnTable();
        table.Add(One("sentence", "Sentence #", "doc"), ColumnUse.Key, frame.Each((s, t) => isMarkedOnce && t > 0 ? "" : $"Sentence: {s}"));
        _traits["key"] = isMarkedOnce ? "text in the first row" : "text";
        table.Add(One("word", "token", "form"), ColumnUse.Input, frame.Each((s, t) => words[s][t]));
        table.Add(One("tag", "pos", "Tag"), ColumnUse.Target, frame.Each((s, t) => tags[s][t]));
        return Finished(table, frame, "tag", [.. words.Zip(tags, (w, l) => new MadeSequence([], w, l, []))], []);
    }

    MadeFile Conll()
    {
        var frame = new Frame(Lengths(20 + Next(10), 9, 4), TimeSpelling.None);
        var (words, tags) = Sentences(frame);
        var (separator, header) = (One(" ", "\t", ","), Once(2));
        var lines = words.Zip(tags, (w, l) => string.Concat(w.Zip(l, (a, b) => $"{a}{separator}{b}\n")));
        _traits["separator"] = separator == " " ? "space" : separator == "\t" ? "tab" : ",";
        _traits["header"] = header ? "yes" : "no";
        return new MadeFile(_kind, header ? "a.csv" : One("a.txt", "a.conll"), (header ? $"word{separator}tag\n" : "") + string.Join("\n", lines), "tag")
        {
            Target = header ? ["tag"] : [],
            Sequences = [.. words.Zip(tags, (w, l) => new MadeSequence([], w, l, []))],
            Traits = _traits,
        };
    }

    (string[][] Words, string[][] Tags) Sentences(Frame frame)
    {
        string[] tags = ["N", "V", "D", "O"];
        int[][] words = [.. frame.Lengths.Select(n => Enumerable.Range(0, n).Select(_ => Next(60)).ToArray())];
        return ([.. words.Select(s => s.Select(w => $"{"bdfgklmnprst"[w % 12]}{"aeiou"[w / 12]}{(w % 4 == 1 ? "ren" : "lo")}").ToArray())],
            [.. words.Select(s => s.Select(w => tags[w % 4]).ToArray())]);
    }

    MadeFile Wide(bool isDated, bool isLabelled)
    {
        var (rows, steps, labels) = (20 + Next(20), 12 + Next(30), One(Labels).Split(','));
        var number = DrawNumber();
        var classes = Enumerable.Range(0, rows).Select(s => s < labels.Length ? s : Next(labels.Length)).ToArray();
        double[][] values = [.. classes.Select(c => isLabelled ? Wave(steps, c) : Walk(steps))];
        var isRegress = isLabelled && !isDated && Once(3);
        double[] numbers = [.. classes.Select(c => Math.Round((10 * c) + (5 * Noise()), 2))];
        var table = new DrawnTable();
        if (Once(2) || !isLabelled)
        {
            var name = KeyCells(rows);
            table.Add(One("id", "page", "country", "sample"), ColumnUse.Key, Enumerable.Range(0, rows).Select(name));
        }

        var header = isDated ? DrawDatedHeader() : DrawNumberedHeader();
        for (var t = 0; t < steps; t++)
        {
            var column = new DrawnColumn(header(t), ColumnUse.Input, [.. values.Select(v => number.Write(v[t]))]);
            table.Columns.Add(column with { IsQuoted = number.IsQuoted });
        }

        if (isLabelled)
        {
            var target = new DrawnColumn(
                isRegress ? One("strength", "y", "target") : One("label", "class", "target", "kind"), ColumnUse.Target,
                [.. classes.Select((c, s) => isRegress ? Plain(numbers[s], number) : labels[c])]);
            table.Columns.Insert(Once(3) ? 0 : table.Columns.Count, target);
        }

        return Written(table, isLabelled ? isRegress ? "regress" : "classify" : "forecast", number, isNamed: true) with
        {
            Sequences = [.. values.Select((v, s) => new MadeSequence(
                [.. v.Select(number.Read)], null, isLabelled && !isRegress ? [labels[classes[s]]] : [], isRegress ? [numbers[s]] : []))],
            Target = isLabelled ? table.Names(ColumnUse.Target) : [],
            Others = isLabelled ? [] : [.. table.Names(ColumnUse.Input)],
        };
    }

    Func<int, string> DrawNumberedHeader()
    {
        var style = One("t0", "t1", "x_1", "1", "V1", "value_00");
        _traits["header"] = style;
        return style switch
        {
            "t0" => t => $"t{t}",
            "t1" => t => $"t{t + 1}",
            "x_1" => t => $"x_{t + 1}",
            "1" => t => $"{t + 1}",
            "V1" => t => $"V{t + 1}",
            _ => t => $"value_{t:00}",
        };
    }

    Func<int, string> DrawDatedHeader()
    {
        var time = One([.. TimeSpelling.All.Where(t => t.Headers.Length == 1 && t.IsTime && !t.Name.StartsWith("unix", StringComparison.Ordinal))]);
        var pace = One(time.Paces);
        _traits["header"] = time.Name;
        return t => time.Cells(TimeSpelling.At(pace, t), t)[0];
    }

    MadeFile Lists()
    {
        var (rows, labels) = (20 + Next(20), One(Labels).Split(','));
        var classes = Enumerable.Range(0, rows).Select(s => s < labels.Length ? s : Next(labels.Length)).ToArray();
        double[][] values = [.. classes.Select(c => Wave(8 + Next(6), c))];
        var style = One("1 2 3", "[1, 2, 3]", "1;2;3", "[1 2 3]");
        _traits["list"] = style;
        string List(double[] v) => style.Replace("1", "<", StringComparison.Ordinal).Replace("2", "-", StringComparison.Ordinal)
            .Replace("3", ">", StringComparison.Ordinal) is var form
            ? form.Split('<')[0] + string.Join(form.Split('<', '-')[1], v.Select(NumberSpelling.Plain.Write)) + form.Split('>')[1] : "";
        var table = new DrawnTable();
        if (Once(2))
        {
            var name = KeyCells(rows);
            table.Add("id", ColumnUse.Key, Enumerable.Range(0, rows).Select(name));
        }

        table.Add(One("values", "signal", "sequence"), ColumnUse.Input, values.Select(List));
        table.Add(One("label", "class", "kind"), ColumnUse.Target, classes.Select(c => labels[c]));
        return Written(table, "classify", NumberSpelling.Plain) with
        {
            Sequences = [.. values.Select(
                (v, s) => new MadeSequence([.. v.Select(NumberSpelling.Plain.Read)], null, [labels[classes[s]]], []))],
        };
    }

    MadeFile Texts(int flags)
    {
        var rows = 30 + Next(20);
        string[] words = ["film", "story", "cast", "was", "bad", "good", "the", "and", "long", "never", "dull", "bright"];
        string[][] texts = [.. Enumerable.Range(0, rows).Select(n => Enumerable.Range(0, 6 + Next(8)).Select(_ => words[Next(words.Length)]).Append($"no{n}").ToArray())];
        var table = new DrawnTable();
        if (Once(2))
        {
            table.Add("id", ColumnUse.Unused, Enumerable.Range(0, rows).Select(n => $"{n}"));
        }

        table.Add(One("text", "review", "comment"), ColumnUse.Input, texts.Select(t => string.Join(' ', t)));
        var labels = One("neg,pos", "1,2,3,4,5", "0,1", "ham,spam").Split(',');
        string[][] named = [.. texts.Select(_ => flags > 0 ? Enumerable.Range(0, flags).Select(_ => $"{Next(2)}").ToArray() : [One(labels)])];
        string[] flagNames = ["toxic", "insult", "threat"];
        for (var i = 0; i < Math.Max(1, flags); i++)
        {
            table.Add(flags > 0 ? flagNames[i] : One("sentiment", "label", "stars"), ColumnUse.Target, named.Select(n => n[i]));
        }

        return Written(table, flags > 0 ? "multilabel" : "classify", NumberSpelling.Plain) with
        {
            Sequences = [.. texts.Zip(named, (t, n) => new MadeSequence(
                [], t, flags > 0 ? [] : n, flags > 0 ? [.. n.Select(x => double.Parse(x, CultureInfo.InvariantCulture))] : []))],
        };
    }

    /// <summary>Times that many files of several sequences have, and those that are rarer.</summary>
    TimeSpelling[] Timed(int usual) =>
        usual > 1 && Next(usual) > 0 ? [TimeSpelling.None, TimeSpelling.All[1], TimeSpelling.All[2]] : TimeSpelling.All;

    int[] Lengths(int count, int usual, int spread)
    {
        var isEven = Once(2);
        _traits["lengths"] = isEven ? "equal" : "different";
        return [.. Enumerable.Range(0, count).Select(_ => isEven ? usual : usual - (spread / 2) + Next(spread))];
    }

    TimeSpelling DrawTime(TimeSpelling[] all)
    {
        var time = One(all);
        _traits["time"] = time.Name;
        return time;
    }

    /// <summary>A number without a sign or a unit, with the decimal sign of the file's numbers.</summary>
    static string Plain(double x, NumberSpelling number) =>
        x.ToString(CultureInfo.InvariantCulture).Replace('.', number.HasComma ? ',' : '.');

    NumberSpelling DrawNumber()
    {
        var number = Once(2) ? NumberSpelling.Plain : One(NumberSpelling.All);
        _traits["numbers"] = number.Name;
        return number;
    }

    Func<int, string> KeyCells(int count)
    {
        var style = One("1", "s1", "001", "Mr 1", "ticker");
        style = style == "ticker" && count > Tickers.Length ? "s1" : style;
        _traits["key"] = style;
        return style switch
        {
            "1" => n => $"{n + 1}",
            "001" => n => $"{n:000}",
            "Mr 1" => n => $"Mr {n}",
            "ticker" => n => Tickers[n],
            _ => n => $"s{n}",
        };
    }

    void AddKeys(DrawnTable table, Frame frame, int keys)
    {
        if (keys == 2)
        {
            var ((first, second), half) = (One(("store", "item"), ("Country", "Indicator"), ("region", "product")), frame.Lengths.Length / 2);
            var (outer, inner) = (KeyCells(2), KeyCells(half));
            table.Add(first, ColumnUse.Key, frame.Each((s, _) => outer(s / half)));
            table.Add(second, ColumnUse.Key, frame.Each((s, _) => inner(s % half)));
            return;
        }

        var name = KeyCells(frame.Lengths.Length);
        table.Add(
            One("seq", "id", "patient", "store", "unique_id", "item_id", "unit", "subject", "station"), ColumnUse.Key, frame.Each((s, _) => name(s)));
    }

    void AddTime(DrawnTable table, Frame frame)
    {
        frame.Pace = One(frame.Time.Paces);
        for (var i = 0; i < frame.Time.Headers.Length; i++)
        {
            table.Add(frame.Time.Headers[i], ColumnUse.Time, frame.Each((_, t) => frame.Time.Cells(TimeSpelling.At(frame.Pace, t), t)[i]));
        }
    }

    /// <summary>Columns of numbers whose next values are forecast.</summary>
    MadeFile Numbers(DrawnTable table, Frame frame, string[] names, ColumnUse use)
    {
        var number = DrawNumber();
        var (missing, marker) = DrawMissing();
        double[][][] values = [.. names.Select(_ => frame.Lengths.Select(Walk).ToArray())];
        foreach (var x in missing ? values[0] : [])
        {
            for (var t = 2; t < x.Length; t++)
            {
                x[t] = t == 5 || Once(25) ? double.NaN : x[t];
            }
        }

        foreach (var (name, x) in names.Zip(values))
        {
            AddNumbers(table, name, use, x, number, marker);
        }

        return Finished(table, frame, "forecast", [.. values[0].Select(v => MadeSequence.Of(v.Select(number.Read)))], [names[0]], number);
    }

    /// <summary>Columns of numbers from which something else is told: the first one holds it.</summary>
    MadeFile Inputs(
        DrawnTable table, Frame frame, string task, Func<int, double[]> values, Func<int, MadeSequence> sequence,
        NumberSpelling? drawn = null)
    {
        var number = drawn ?? DrawNumber();
        double[][] first = [.. Enumerable.Range(0, frame.Lengths.Length).Select(values)];
        AddNumbers(table, "x", ColumnUse.Input, first, number);
        for (var i = Next(2); i > 0; i--)
        {
            AddNumbers(table, $"noise{(i == 1 ? "" : $"{i}")}", ColumnUse.Input, [.. frame.Lengths.Select(Walk)], number);
        }

        return Finished(
            table, frame, task, [.. first.Select((v, s) => sequence(s) with { Values = [.. v.Select(number.Read)] })], ["x"], number);
    }

    (bool IsMissing, string Marker) DrawMissing()
    {
        var (name, marker) = One(("none", ""), ("none", ""), ("none", ""), ("empty", ""), ("NA", "NA"), ("-999", "-999"), ("-", "-"));
        _traits["missing"] = name;
        return (name != "none", marker);
    }

    static void AddNumbers(DrawnTable table, string name, ColumnUse use, double[][] values, NumberSpelling number, string marker = "") =>
        table.Columns.Add(
            new DrawnColumn(name, use, [.. values.SelectMany(v => v).Select(x => double.IsNaN(x) ? marker : number.Write(x))])
            {
                IsQuoted = number.IsQuoted,
            });

    /// <summary>A table of a row for each step, with rows and columns in some order.</summary>
    MadeFile Finished(
        DrawnTable table, Frame frame, string task, MadeSequence[] sequences, string[] compared, NumberSpelling? number = null)
    {
        AddFurther(table, frame);
        if (Once(3))
        {
            var column = table.Columns[Next(table.Columns.Count)];
            table.Columns.Remove(column);
            table.Columns.Insert(Next(table.Columns.Count + 1), column);
            _traits["columns"] = "in another order";
        }

        if (frame.Time.IsDecimal && number?.HasComma == true)
        {
            var time = table.Columns.FindIndex(c => c.Use == ColumnUse.Time);
            table.Columns[time] = table.Columns[time] with { Cells = [.. table.Columns[time].Cells.Select(c => c.Replace('.', ','))] };
        }

        compared = compared is ["target"] ? table.Names(ColumnUse.Target) : compared;
        var places = compared.Select(name => table.Columns.FindIndex(c => c.Name == name)).ToArray();
        table = table.Reordered(DrawOrder(frame));
        table = AddCounter(table);
        var isNeutral = Once(3);
        var renamed = isNeutral ? Neutral(table) : table;
        return Written(renamed, task, number ?? NumberSpelling.Plain, isNamed: isNeutral) with
        {
            Sequences = sequences,
            Compared = [.. compared.Select(name => renamed.Columns[table.Columns.FindIndex(c => c.Name == name)].Name)],
            Spacing = TimeSpelling.Between(frame.Pace),
        };
    }

    /// <summary>A column that tells nothing, or follows from the time.</summary>
    void AddFurther(DrawnTable table, Frame frame)
    {
        var further = One("none", "none", "none", "none", "empty", "empty without a name", "constant id", "calendar", "few comments");
        further = further == "calendar" && frame.Pace is not (Pace.Hour or Pace.Day) ? "none" : further;
        _traits["further column"] = further;
        switch (further)
        {
            case "empty":
                table.Add("notes", ColumnUse.Unused, frame.Each((_, _) => ""));
                break;
            case "empty without a name":
                table.Add("", ColumnUse.Unused, frame.Each((_, _) => ""));
                break;
            case "constant id":
                table.Columns.Insert(0, new DrawnColumn("site", ColumnUse.Unused, [.. frame.Each((_, _) => "NW7")]));
                break;
            case "calendar":
                table.Add(
                    "weekday", ColumnUse.Calendar, frame.Each((_, t) => $"{(int)TimeSpelling.At(frame.Pace, t).DayOfWeek}"));
                break;
            case "few comments":
                table.Add("remark", ColumnUse.Unused, frame.Each((_, _) => Once(20) ? One("checked", "see log", "sensor cleaned") : ""));
                break;
        }
    }

    DrawnTable AddCounter(DrawnTable table)
    {
        if (Once(6))
        {
            var first = Next(2);
            _traits["row counter"] = "yes";
            table.Columns.Insert(
                0, new DrawnColumn(One("", "Index", "NO", "Unnamed: 0", "rownames"), ColumnUse.Unused, [.. Enumerable.Range(first, table.Rows).Select(n => $"{n}")]));
        }

        return table;
    }

    /// <summary>Names that tell nothing.</summary>
    DrawnTable Neutral(DrawnTable table)
    {
        string[] words = ["plim", "tor", "wex", "ando", "kru", "bisk", "folt", "gan", "hule", "jip", "murt", "nask", "omi", "pelt"];
        var style = One("a, b, c", "V1, V2, V3", "words");
        _traits["names"] = style;
        return table.Renamed((column, i) => column.Name.Length == 0 ? "" : style switch
        {
            "a, b, c" => $"{(char)('a' + i)}",
            "V1, V2, V3" => $"V{i + 1}",
            _ => words[i],
        });
    }

    int[] DrawOrder(Frame frame)
    {
        string[] orders = frame.Time == TimeSpelling.None ? ["rising"]
            : frame.Lengths.Length == 1 ? ["rising", "rising", "newest first", "shuffled"]
            : ["rising", "rising", "by time", "newest first", "newest first within each sequence", "shuffled"];
        var order = One(orders);
        order = order == "shuffled" && !Once(3) ? "rising" : order;
        _traits["order"] = order;
        var rows = Enumerable.Range(0, frame.Rows);
        return order switch
        {
            "by time" => [.. rows.OrderBy(r => frame.StepOf[r])],
            "newest first" => [.. rows.OrderByDescending(r => frame.StepOf[r])],
            "newest first within each sequence" => [.. rows.OrderBy(r => frame.SequenceOf[r]).ThenByDescending(r => frame.StepOf[r])],
            "shuffled" => [.. rows.OrderBy(_ => _random.NextBits())],
            _ => [.. rows],
        };
    }

    MadeFile Written(DrawnTable table, string task, NumberSpelling number, bool isNamed = false)
    {
        if (!isNamed && !_traits.ContainsKey("names"))
        {
            _traits["names"] = "telling";
        }

        var separator = number.HasComma && !Once(4) ? One(';', '\t') : One(',', ',', ',', ';', '\t', '|');
        _traits["separator"] = separator == '\t' ? "tab" : $"{separator}";
        return new MadeFile(_kind, separator == '\t' ? One("a.csv", "a.tsv") : "a.csv", table.Write(separator, Once(8) ? "\r\n" : "\n"), task)
        {
            Target = table.Names(ColumnUse.Target),
            Others = table.Names(ColumnUse.Other),
            Columns = table.Columns.Count > 12 ? [] : [.. table.Columns.Select(c => c.Name)],
            NotInputs = table.Names(ColumnUse.Key, ColumnUse.Time, ColumnUse.Unused),
            Keys = table.Names(ColumnUse.Key),
            Time = table.Names(ColumnUse.Time),
            Sequences = [],
            Traits = _traits,
        };
    }

    /// <summary>The rows of a table: sequences of some lengths, one after the other.</summary>
    sealed class Frame(int[] lengths, TimeSpelling time)
    {
        public int[] Lengths => lengths;

        public TimeSpelling Time => time;

        public Pace Pace { get; set; }

        public int Rows => lengths.Sum();

        public int[] SequenceOf { get; } = [.. lengths.SelectMany((n, s) => Enumerable.Repeat(s, n))];

        public int[] StepOf { get; } = [.. lengths.SelectMany(n => Enumerable.Range(0, n))];

        public string[] Each(Func<int, int, string> cell) => [.. Enumerable.Range(0, Rows).Select(r => cell(SequenceOf[r], StepOf[r]))];
    }
}
