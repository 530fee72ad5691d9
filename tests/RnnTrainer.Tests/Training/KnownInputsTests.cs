using System.Globalization;
using System.Text;
using RnnTrainer.Common;
using RnnTrainer.Data;
using RnnTrainer.Data.Encodings;
using RnnTrainer.Tests.Cli;
using RnnTrainer.Training;
using RnnTrainer.Training.Schemas;

namespace RnnTrainer.Tests.Training;

/// <summary><c>data.known</c>: shops whose sales rise by 30 on days of a promotion, which is planned.</summary>
public sealed class KnownInputsTests : IDisposable
{
    const int Days = 150, Horizon = 5;

    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_promotion_that_is_known_is_learned_and_one_that_is_not_cannot_be()
    {
        var with = Rmse("with", "known: promo");
        var without = Rmse("without", "");
        var eval = Rnn.Run("eval", _folder.File("with"), "--json").Json;

        Assert.True(with < without * 2 / 3, $"{with} with, {without} without");
        Assert.True(with < (double)eval["baselines"]!["seasonal"]!["rmse"]!, $"{with}");
    }

    [Fact]
    public void The_steps_ahead_are_read_from_rows_without_a_target_or_from_a_file_of_their_own()
    {
        Rmse("run", "known: [promo, price]", epochs: 2);
        var (history, all) = (Rows(Days, Days), Rows(Days, Days + Horizon + 2));
        _folder.Write("history.csv", history);
        _folder.Write("all.csv", all);
        _folder.Write("future.csv", Future());

        var rows = Predict("all.csv");
        Assert.Equal("shop,origin,step,time,prediction", string.Join(',', rows[0]));
        Assert.Equal(
            Enumerable.Range(1, Horizon).Select(h => $"a,2024-05-29,{h},{Date(Days - 1 + h)}"),
            rows.Skip(1).Take(Horizon).Select(r => string.Join(',', r[..4])));
        Assert.Equal(rows, Predict("history.csv", "--future", _folder.File("future.csv")));

        // Of a plan with other promotions another forecast.
        _folder.Write("future.csv", Future().Replace(",1,", ",0,", StringComparison.Ordinal));
        Assert.NotEqual(rows, Predict("history.csv", "--future", _folder.File("future.csv")));
    }

    [Fact]
    public void A_program_gives_the_rows_of_the_steps_ahead_by_name_or_as_numbers()
    {
        Rmse("run", "known: promo", epochs: 2);
        _folder.Write("all.csv", Rows(Days, Days + Horizon));
        using var trained = TrainedModel.Load(_folder.File("run"));
        var expected = trained.Predict(_folder.File("all.csv")).Take(Horizon).Select(p => p.Numbers[0]);

        Dictionary<string, object?>[] named = [.. Enumerable.Range(0, Days + Horizon).Select(t => new Dictionary<string, object?>
        {
            ["day"] = Date(t), ["sold"] = t < Days ? Sold("a", t) : null, ["promo"] = Promo("a", t), ["price"] = Price(t),
        })];
        Assert.Equal(expected, trained.Predict([named]).Select(p => p.Numbers[0]));

        double[][] numbers = [.. named.Select(row => trained.Inputs.Select(
            name => row[name] is { } value ? Convert.ToDouble(value, CultureInfo.InvariantCulture) : double.NaN).ToArray())];
        Assert.Equal(expected, trained.Predict(numbers).Select(p => p.Numbers[0]));
    }

    [Fact]
    public void What_is_missing_of_the_steps_ahead_is_said()
    {
        Rmse("run", "known: promo", epochs: 1);
        _folder.Write("history.csv", Rows(Days, Days));
        _folder.Write("short.csv", Rows(Days, Days + 2));
        _folder.Write("gap.csv", Rows(Days, Days + Horizon).Replace($"{Date(Days)},,0,", $"{Date(Days)},,,", StringComparison.Ordinal)
            .Replace($"{Date(Days)},,1,", $"{Date(Days)},,,", StringComparison.Ordinal));
        _folder.Write("nameless.csv", Future().Replace("promo", "offer", StringComparison.Ordinal));

        Fails(3, "series 'a' has 0 rows after the last known target, and the model reads what is known of 5 steps ahead: promo", "history.csv");
        Fails(3, "series 'a' has 2 rows after the last known target", "short.csv");
        Fails(3, "series 'a' misses 'promo' in step 151, which is 1 step ahead", "gap.csv");
        Fails(3, "there is no column 'promo'", "history.csv", "--future", _folder.File("nameless.csv"));

        var export = Rnn.Run("export", _folder.File("run"), "--format", "csharp", "--out", _folder.File("m.cs"));
        Assert.Contains("reads what is known of the steps ahead", export.Error, StringComparison.Ordinal);
        var explain = Rnn.Run("explain", _folder.File("run"), "--data", _folder.File("shops.csv"));
        Assert.Contains("also reads what is known of the steps ahead", explain.Error, StringComparison.Ordinal);

        void Fails(int exit, string message, string file, params string[] more)
        {
            var run = Rnn.Run(["predict", _folder.File("run"), "--data", _folder.File(file), .. more]);
            Assert.Equal(exit, run.Exit);
            Assert.Contains(message, run.Error, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("forecast", "target: y, known: y", "data.known: 'y' is a target")]
    [InlineData("regress", "target: y, known: x", "data.known belongs to task forecast")]
    public void Keys_that_cannot_be_are_refused(string task, string keys, string message) => Assert.Contains(
        message, Rnn.Run("config", "validate", _folder.Write("c.yaml", $"task: {task}\ndata: {{train: t.csv, {keys}}}\n")).Error,
        StringComparison.Ordinal);

    [Fact]
    public void Anomalies_gradients_and_backtests_read_what_is_known()
    {
        var config = Config("known: promo", epochs: 1);
        Assert.Equal(0, Rnn.Run("train", config, "--out", _folder.File("run"), "--quiet").Exit);

        Assert.Equal(0, Rnn.Run("gradcheck", config, "--sample", "20").Exit);
        Assert.Equal(
            0, Rnn.Run("predict", _folder.File("run"), "--data", _folder.File("shops.csv"), "--anomalies", "--alpha", "0.1").Exit);
        Assert.Equal(0, Rnn.Run("backtest", config, "--windows", "2", "--out", _folder.File("bt"), "--quiet").Exit);
        Assert.Equal(0, Rnn.Run("report", _folder.File("run"), "--out", _folder.File("r.html"), "--quiet").Exit);
    }

    // Two inputs, of which the second is known, and a horizon of 2: x[t] = (10 t, t); shift 1, scale 2.
    [Fact]
    public void The_further_inputs_of_a_step_are_those_of_the_steps_after_it()
    {
        var known = new KnownInputs([1], new Normalization(NormalizationKind.Standard, [1], [2]));
        var raw = new Sequence("w", 3, [0, 0, 10, 1, 20, 2], null, null) { Ahead = [double.NaN, 3, double.NaN, double.NaN] };
        var ready = raw with { Inputs = [-1, -2, -3, -4, -5, -6] };

        Assert.Equal(
            [-1, -2, 0, 0.5, -3, -4, 0.5, 1, -5, -6, 1, 0], known.Join(ready, raw, H: 2).Inputs);
        Assert.Equal(["b+1", "b+2"], known.Names(["a", "b"], 2));
    }

    static string Date(int t) => new DateTime(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddDays(t).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    static int Promo(string shop, int t) => RandomStream.At(shop == "a" ? 11ul : 12, (ulong)t) < 0.25 ? 1 : 0;

    static double Price(int t) => 5 + (t % 3);

    static double Sold(string shop, int t) => Math.Round(
        (shop == "a" ? 50 : 70) + (8 * (t % 7 == 5 ? 1 : 0)) + (30 * Promo(shop, t)) + (4 * RandomStream.At(shop == "a" ? 21ul : 22, (ulong)t)), 2);

    static string Rows(int known, int all)
    {
        var text = new StringBuilder("shop,day,sold,promo,price\n");
        foreach (var shop in new[] { "a", "b" })
        {
            for (var t = 0; t < all; t++)
            {
                var sold = t < known ? Sold(shop, t).ToString(CultureInfo.InvariantCulture) : "";
                text.Append(CultureInfo.InvariantCulture, $"{shop},{Date(t)},{sold},{Promo(shop, t)},{Price(t)}\n");
            }
        }

        return text.ToString();
    }

    // Other columns and another order; promotions are followed by a column, so that they can be replaced.
    static string Future()
    {
        var text = new StringBuilder("day,shop,promo,note,price\n");
        for (var t = Days; t < Days + Horizon + 2; t++)
        {
            foreach (var shop in new[] { "b", "a" })
            {
                text.Append(CultureInfo.InvariantCulture, $"{Date(t)},{shop},{Promo(shop, t)},-,{Price(t)}\n");
            }
        }

        return text.ToString();
    }

    List<string> Lines(string file, params string[] more)
    {
        var run = Rnn.Run(["predict", _folder.File("run"), "--data", _folder.File(file), .. more]);
        Assert.True(run.Exit == 0, run.Error);
        return [.. run.Output.TrimEnd('\n').Split('\n')];
    }

    List<string[]> Predict(string file, params string[] more) => [.. Lines(file, more).Select(l => l.Split(','))];

    double Rmse(string run, string keys, int epochs = 60)
    {
        var train = Rnn.Run("train", Config(keys, epochs), "--out", _folder.File(run), "--json", "--quiet");
        Assert.True(train.Exit == 0, train.Error);
        return (double)train.Json["metrics"]!["test"]!["rmse"]!;
    }

    string Config(string keys, int epochs)
    {
        _folder.Write("shops.csv", Rows(Days, Days));
        return _folder.Write("shops.yaml", $$"""
            task: forecast
            data:
              train: shops.csv
              split: {validation: 0.15, test: 0.2}
              {{keys}}
              sequence: shop
              step: day
              target: sold
              window: 14
              horizon: {{Horizon}}
              season: 7
            model: {cell: gru, hidden: 12}
            training: {epochs: {{epochs}}, batch: 16, optimizer: adamw, learning_rate: 0.01}
            """);
    }
}
