using CsCheck;
using RnnTrainer.Data;
using RnnTrainer.Data.Files;
using RnnTrainer.Data.Splits;

namespace RnnTrainer.Tests.Data;

/// <summary>Several columns together name the sequence of a row.</summary>
public sealed class SeveralKeysTests
{
    const string Shop = "day,store,item,sales\n1,1,1,110\n2,1,1,111\n1,1,2,120\n2,1,2,121\n1,2,1,210\n2,2,1,211\n";

    static readonly DataOptions Shops = new()
    {
        Layout = Layout.Long,
        Sequence = ["store", "item"],
        Step = ["day"],
        TargetKind = TargetKind.None,
    };

    [Fact]
    public void Any_cells_are_found_again_in_the_id() => Gen.String[Gen.Char["ab/\\ é"], 0, 6].Array[2, 4].Sample(cells =>
        Assert.Equal(cells, SequenceKey.Split(SequenceKey.Join(cells), cells.Length)));

    [Fact]
    public void Different_cells_have_different_ids() =>
        Gen.Select(Gen.String[Gen.Char["a/\\"], 0, 4].Array[3], Gen.String[Gen.Char["a/\\"], 0, 4].Array[3]).Sample((a, b) =>
            Assert.Equal(a.SequenceEqual(b), SequenceKey.Join(a) == SequenceKey.Join(b)));

    [Theory]
    [InlineData("1/17", "1", "17")]
    [InlineData(@"a\/b/c", "a/b", "c")]
    [InlineData(@"C:\\x/1/", @"C:\x", "1", "")]
    public void An_id_is_readable(string id, params string[] cells) => Assert.Equal(id, SequenceKey.Join(cells));

    [Fact]
    public void A_single_cell_is_its_own_id() => Assert.Equal([@"a/b\c"], SequenceKey.Split(SequenceKey.Join(@"a/b\c"), 1));

    [Fact]
    public void Rows_are_grouped_by_all_keys_and_no_key_is_an_input()
    {
        var set = Csv.Read(Shop, Shops);

        Assert.Equal(["sales"], set.InputColumns);
        Assert.Equal(["store", "item"], set.IdColumns);
        Assert.Equal(["1/1:2:110 111::2", "1/2:2:120 121::4", "2/1:2:210 211::6"], set.Sequences.Select(Csv.Shown));
    }

    [Fact]
    public void Rows_sorted_by_time_are_put_together_by_their_keys()
    {
        var lines = Shop.TrimEnd('\n').Split('\n');
        var byDay = string.Join('\n', lines[1..].OrderBy(l => l[0]).Prepend(lines[0])) + "\n";

        Assert.Equal(
            Csv.Read(Shop, Shops).Sequences.Select(s => (s.Id, string.Join(' ', s.Inputs))),
            Csv.Read(byDay, Shops).Sequences.Select(s => (s.Id, string.Join(' ', s.Inputs))));
    }

    [Fact]
    public void One_of_the_keys_may_be_empty_but_not_all()
    {
        Assert.Equal(
            ["France//Paris", "Monaco//"],
            Csv.Read("c,d,e,x\nFrance,,Paris,1\nMonaco,,,2\n", new DataOptions { Sequence = ["c", "d", "e"], TargetKind = TargetKind.None })
                .Sequences.Select(s => s.Id));
        Assert.StartsWith(
            "train.csv:3:3: error: the cell in column 'store' is empty | Name the sequence in every row",
            Csv.Errors("day,store,item,sales\n1,1,1,110\n2,,,111\n", Shops)[0]);
    }

    [Fact]
    public void A_column_that_is_not_there_or_named_twice_is_refused()
    {
        Assert.StartsWith("train.csv:1:1: error: there is no column 'itme' | Did you mean 'item'?",
            Csv.Errors(Shop, Shops with { Sequence = ["store", "itme"] })[0]);
        Assert.StartsWith(
            "train.csv:1:5: error: column 'store' is named twice", Csv.Errors(Shop, Shops with { Sequence = ["store", "store"] })[0]);
    }

    [Fact]
    public void A_cell_with_the_separator_does_not_merge_two_sequences() =>
        Assert.Equal(
            [@"a\/b/c", @"a/b\/c"],
            Csv.Read("p,q,x\na/b,c,1\na,b/c,2\n", new DataOptions { Sequence = ["p", "q"], TargetKind = TargetKind.None })
                .Sequences.Select(s => s.Id));

    [Fact]
    public void The_layout_is_long_if_keys_are_named_and_wide_if_no_two_rows_share_them()
    {
        const string wide = "country,province,x_0,x_1,x_2\nA,N,1,2,3\nA,S,4,5,6\nB,N,7,8,9\n";
        var options = new DataOptions { Sequence = ["country", "province"], TargetKind = TargetKind.None };

        Assert.Equal(new LayoutGuess(Layout.Long, "the columns 'store', 'item' name the sequence of each row"),
            Csv.Open(Shop, Shops with { Layout = Layout.Auto }).Layout);
        var set = Csv.Open(wide, options);
        Assert.Equal(Layout.Wide, set.Layout.Layout);
        Assert.Equal(["A/N:3:1 2 3::2", "A/S:3:4 5 6::3", "B/N:3:7 8 9::4"], set.Sequences.Select(Csv.Shown));
        Assert.Equal(["country", "province"], set.IdColumns);
    }

    [Fact]
    public void A_wide_row_with_the_keys_of_another_is_refused() =>
        Assert.Equal(
            ["train.csv:4:1: error: sequence 'A/N' was already in line 2 | Give every row its own name."],
            Csv.OpenErrors(
                "country,province,x_0,x_1,x_2\nA,N,1,2,3\nA,S,4,5,6\nA,N,7,8,9\n",
                new DataOptions { Layout = Layout.Wide, Sequence = ["country", "province"], TargetKind = TargetKind.None }));

    [Fact]
    public void A_split_holds_out_whole_keys()
    {
        var rows = string.Concat(from a in Enumerable.Range(0, 10)
                                 from b in Enumerable.Range(0, 10)
                                 from t in Enumerable.Range(0, 3)
                                 select $"{t},{a},{b},{a + b}\n");
        var set = Csv.Read("day,store,item,sales\n" + rows, Shops);

        var split = Split.BySequence(set.Sequences, 0.2, 0.1, seed: 1);

        Assert.Equal((70, 20, 10), (split.Train.Count, split.Validation.Count, split.Test.Count));
    }

    [Fact]
    public void A_converted_file_has_a_column_for_each_key_and_reads_the_same()
    {
        var set = Csv.Read(Shop, Shops);
        using var to = new StringWriter();

        LongWriter.Write(set, new CsvTableWriter(to));

        Assert.StartsWith("store,item,step,sales\n1,1,0,110\n1,1,1,111\n1,2,0,120\n", to.ToString());
        Assert.Equal(set.Sequences.Select(s => s.Id), Csv.Read(to.ToString(), Shops with { Step = [] }).Sequences.Select(s => s.Id));
    }
}
