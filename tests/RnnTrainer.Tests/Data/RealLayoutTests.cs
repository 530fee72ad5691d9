using RnnTrainer.Data;
using RnnTrainer.Data.Encodings;
using RnnTrainer.Data.Splits;
using RnnTrainer.Data.Summary;

namespace RnnTrainer.Tests.Data;

/// <summary>Real files in every layout are read as their descriptions say.</summary>
public sealed class RealLayoutTests
{
    [SharedDataFact]
    public void The_ts_files_of_the_archive_hold_the_numbers_of_their_long_form()
    {
        foreach (var (
            set, name) in new[] { ("basic-motions", "BasicMotions"), ("chinatown", "Chinatown"), ("gun-point", "GunPoint"),
            ("italy-power-demand", "ItalyPowerDemand"), ("japanese-vowels", "JapaneseVowels"), ("synthetic-control", "SyntheticControl") })
        {
            foreach (var (part, long_) in new[] { ("TRAIN", "train.csv"), ("TEST", "test.csv") })
            {
                var raw = DataFile.Read(Shared(set, "raw", $"{name}_{part}.ts"), Csv.Labelled).Sequences;
                var written = DataFile.Read(Shared(set, long_), Csv.Labelled).Sequences;
                Assert.Equal(written.Select(s => (s.Id, s.Label)), raw.Select(s => (s.Id, s.Label)));
                Assert.All(written.Zip(raw), p => Assert.Equal(p.First.Inputs, p.Second.Inputs));
            }
        }
    }

    [SharedDataFact]
    public void Afrikaans_has_16_tags_and_13_percent_of_the_test_words_are_unseen()
    {
        var options = new DataOptions { Tokens = ["form"], Target = ["label"], TargetLevel = TargetLevel.Step };
        var train = DataFile.Read(Shared("ud-afrikaans-afribooms", "train.csv"), options);
        var encoding = EncodingFit.Of(train, train.Sequences, options);
        var test = InputEncoder.Apply(encoding, DataFile.Read(Shared("ud-afrikaans-afribooms", "test.csv"), encoding.Options(options)));

        Assert.Equal((1315, 33878, 16), (train.Sequences.Count, train.Sequences.Sum(s => s.Length), Classes.Of(train.Sequences).Count));
        Assert.Equal(10063, test.Set.Sequences.Sum(s => s.Symbols!.Length));
        Assert.InRange(Assert.Single(test.Unseen).Count / 10063.0, 0.13, 0.136); // PROVENANCE.md: 13.3 %
    }

    [SharedDataFact]
    public void Occupancy_is_one_long_sequence_with_a_label_at_every_step()
    {
        var options = Csv.Labelled with { TargetLevel = TargetLevel.Step, Dates = ["date"], Calendar = CalendarFeatures.Hour };
        var set = DataFile.Read(Shared("occupancy", "train.csv"), options);

        Assert.Equal(["temperature", "humidity", "light", "co2", "humidity_ratio", "date:hour.sin", "date:hour.cos"], set.InputColumns);
        Assert.Equal((8143, 6414), (set.Sequences[0].Length, set.Sequences[0].StepLabels!.Count(l => l == "0")));
    }

    [SharedDataFact]
    public void A_file_with_a_row_number_that_has_no_name_says_what_to_add()
    {
        var e = Assert.Throws<DataException>(() => DataFile.Read(Shared("occupancy", "raw", "datatest.txt"), Csv.Unlabelled));

        Assert.Equal(
            (2665, "8 fields in this row but 7 in the header (and 2,664 more like it, in lines 3, 4, 5, …)"),
            (e.Total, e.Errors[0].Message));
        Assert.Equal(
            "If every row begins with its number, as R writes it, put a name for that column at the start of the header.",
            e.Errors[0].Hint);
    }

    [SharedDataFact]
    public void Chorales_ask_for_the_notes_of_the_next_step()
    {
        var keys = Enumerable.Range(0, 88).Select(k => $"k{k}").ToArray();
        var set = DataFile.Read(
            Shared("jsb-chorales", "train.csv"),
            new DataOptions { Target = keys, TargetKind = TargetKind.Binary, TargetLevel = TargetLevel.Next });

        Assert.Equal((229, 13807 - 229), (set.Sequences.Count, set.Sequences.Sum(s => s.Length)));
        Assert.Equal(set.Sequences[0].Inputs[88..], set.Sequences[0].StepTargets![..^88]);
        Assert.Equal("multilabel", Summarizer.Of(Shared("jsb-chorales", "test.csv"), new DataOptions()).Task.Task);
    }

    [SharedDataFact]
    public void ETTh1_is_a_series_whose_test_windows_repeat_the_published_error_of_the_last_value()
    {
        var options =
            new DataOptions
            {
                Target = ["HUFL", "HULL", "MUFL", "MULL", "LUFL", "LULL", "OT"],
                TargetKind = TargetKind.Number,
                TargetLevel = TargetLevel.Step
            };
        var set = DataFile.Read(Shared("etth1", "ETTh1.csv"), options);
        var series = set.Sequences[0];
        const int month = 30 * 24;
        var scale = Normalization.Fit(NormalizationKind.Standard, [series.Slice(0, 12 * month)], 7);
        var windows = Windows.Cut(series, new WindowOptions(96, 24), new StepRange(16 * month, 20 * month));

        Assert.Equal((17420, "2016-07-01 00:00:00", (4 * month) - 23), (series.Length, series.Steps![0], windows.Count));
        var error = windows.Average(
            w => Enumerable.Range(0, 24 * 7).Average(n => Math.Pow((w.Target![n] - w.Inputs[(95 * 7) + (n % 7)]) / scale.Scale[n % 7], 2)));
        Assert.Equal(1.222, error, 3); // PROVENANCE.md: repeat last value, 24 steps, mean squared error 1.222
    }

    [SharedDataFact]
    public void Classic_series_are_read_without_a_word()
    {
        foreach (var (
            file, column, length) in new[] { ("airline-passengers", "Passengers", 144), ("daily-min-temperatures", "Temp", 3650),
            ("monthly-sunspots", "Sunspots", 2820), ("lynx", "value", 114), ("nottem", "value", 240), ("UKgas", "value", 108),
            ("sunspot.year", "value", 289) })
        {
            var summary = Summarizer.Of(Shared("classic-series", $"{file}.csv"), new DataOptions());
            Assert.Equal(
                ("forecast", column, length, 0),
                (summary.Task.Task, Assert.Single(summary.Task.Target), summary.Lengths.Max, summary.ProblemCount));
        }
    }

    [SharedDataFact]
    public void Names_are_32033_lines_of_27_symbols()
    {
        var options = new DataOptions { TargetKind = TargetKind.None };
        var set = DataFile.Read(Shared("names", "names.txt"), options);

        Assert.Equal((32033, "\nemma\n"), (set.Sequences.Count, string.Concat(set.Sequences[0].Texts!)));
        Assert.Equal(27, EncodingFit.Of(set, set.Sequences, options).Vocabulary!.Count);
    }

    [SharedDataFact]
    public void Shakespeare_is_one_stream_of_65_symbols()
    {
        var options = new DataOptions { TargetKind = TargetKind.None };
        var set = DataFile.Read(Shared("tiny-shakespeare", "input.txt"), options);
        var encoded = EncodingFit.Of(set, set.Sequences, options);
        var split = Split.ByTime(InputEncoder.Apply(encoded, set).Set.Sequences, 0.1, 0);

        Assert.Equal((1, 1115394, 65), (set.Sequences.Count, set.Sequences[0].Length, encoded.Vocabulary!.Count));
        Assert.Equal((1003855, 111539), (split.Train[0].Length, split.Validation[0].Length));
    }

    static string Shared(params string[] path) => Path.Combine([SharedDataFactAttribute.Folder, .. path]);
}
