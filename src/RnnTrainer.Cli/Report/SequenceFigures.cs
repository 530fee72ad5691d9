using RnnTrainer.Cli.Pages;
using RnnTrainer.Data;
using RnnTrainer.Training.Schemas;
using RnnTrainer.Training.Tasks;

namespace RnnTrainer.Cli.Report;

/// <summary>Figures of single sequences: those with the best, median and worst predictions, by loss.</summary>
static class SequenceFigures
{
    // More inputs than these are drawn as a heat map instead of lines.
    const int MostLines = 4;
    const int MostWords = 60;

    public static IEnumerable<string> Of(SplitPredictions predictions, DetailLevel detail) =>
        predictions.Task.Figure(predictions.Config.Data) == SequenceFigureKind.Symbols
        ? predictions.Texts.Select(t => TextFigure.Of(t, detail))
        : predictions.Shown.Select(s => Of(predictions, s, detail));

    static string Of(SplitPredictions predictions, Excerpt shown, DetailLevel detail)
    {
        var n = shown.Sequence;
        var figure = predictions.Task.Figure(predictions.Config.Data);
        var what = figure != SequenceFigureKind.Forecast ? "sequence" : predictions.Schema.Horizon > 1 ? "forecast from" : "forecast of";
        var title = shown.Title(what, detail.Cut(predictions.Part.Raw[n].Id), predictions.Part.Raw[n].Length);
        var loss = Loss(predictions, shown.Loss);
        return figure switch
        {
            SequenceFigureKind.Forecast => Html.Figure(ForecastFigures.Of(predictions, title, loss, n), detail),
            SequenceFigureKind.Labels => Tags(predictions, title, shown, detail),
            SequenceFigureKind.Numbers => Html.Figure(Numbers(predictions, title, shown), detail),
            SequenceFigureKind.Binary => Html.Figure(Outputs(predictions, title, shown, detail), detail),
            _ => Inputs(predictions, title, $"{Prediction(predictions, n)}; {loss}", n, detail),
        };
    }

    /// <summary>The loss in words; of scaled targets it is that of the scaled numbers.</summary>
    static string Loss(SplitPredictions predictions, double loss) =>
        $"{(predictions.Schema.TargetScaling is null ? "" : "scaled ")}loss {Html.Score(loss)}";

    static string Prediction(SplitPredictions predictions, int n)
    {
        var (outputs, sequence, schema) = (predictions.Evaluation.Outputs!, predictions.Part.Raw[n], predictions.Schema);
        if (schema.Classes.Count > 0)
        {
            var predicted = outputs.ClassOf(predictions.Starts[n], predictions.Schema.Decision);
            var p = outputs.Softmax(predictions.Starts[n])[predicted];
            return FormattableString.Invariant($"label {sequence.Label}, prediction {schema.Classes[predicted]} with p = {p:0.000}");
        }

        var given = predictions.Task.Output.Values(outputs, predictions.Starts[n]);
        return string.Join(
            "; ",
            schema.Target.Zip(sequence.Target!, given).Take(MostLines)
            .Select((p, c) => $"{p.First}: target {Html.Number(p.Second)}, prediction {Html.Number(p.Third)}{Range(c, p.Third)}"));

        string Range(int c, double prediction) =>
            predictions.Intervals?.Wide(c, prediction) is var (low, high) ? $" (90 %: {Html.Number(low)} to {Html.Number(high)})" : "";
    }

    /// <summary>The inputs of a sequence: as words, as a few lines, or as a heat map.</summary>
    static string Inputs(SplitPredictions predictions, string title, string note, int n, DetailLevel detail)
    {
        var (raw, ready, schema) = (predictions.Part.Raw[n], predictions.Part.Ready[n], predictions.Schema);
        if (schema.Symbols > 0)
        {
            string[] symbols = [.. TaggedWords.Of(predictions, n).Take(MostWords)];
            var words = string.Join(schema.HasCharacters ? "" : " ", symbols) + (ready.Length > MostWords ? " …" : "");
            return Html.Figure(
                title, note, $"<p class=\"symbols\">{Html.Text(words)}</p>",
                Html.Table([
                    ["step", "symbol", .. schema.Inputs.Take(MostLines)],
                    .. symbols.Take(detail.Rows).Select((s, t) => (string[])[$"{t + 1}", s, .. Numbers(raw, t)])]));
        }

        return raw.Width == 1
            ? Html.Figure(
                new Chart(
                    title, "step", schema.Inputs[0])
                { Curves = [Line(schema.Inputs[0], raw, 0)], YScale = AxisScale.Linear, Note = note },
                    detail)
            : ready.Width <= MostLines ? Html.Figure(Lines(ready, schema, title, note), detail)
            : Html.Figure(InputMap(ready, schema, title, note, detail), detail);
    }

    /// <summary>The first numbers of a step, in the units of the file.</summary>
    static IEnumerable<string> Numbers(Sequence raw, int t) =>
        Enumerable.Range(0, Math.Min(raw.Width, MostLines)).Select(k => Html.Number(raw.Inputs[(t * raw.Width) + k]));

    /// <summary>Scaled inputs, as inputs of different units cannot share an axis.</summary>
    static Chart Lines(Sequence ready, ModelSchema schema, string title, string note) => new(title, "step")
    {
        Curves = [.. schema.Numbers.Take(ready.Width).Select((name, k) => Line(name, ready, k))],
        YScale = AxisScale.Linear,
        Note = $"{note}. Inputs as the model sees them.",
    };

    static Curve Line(string name, Sequence sequence, int k) =>
        new(name, [.. sequence.Column(k).Select((x, t) => (t + 1.0, x)).Where(p => double.IsFinite(p.x))]);

    static HeatMap InputMap(Sequence ready, ModelSchema schema, string title, string note, DetailLevel detail)
    {
        var (every, K) = (Downsampled.Every(ready.Length, detail.Steps), Math.Min(ready.Width, detail.Units));
        int[] steps = [.. Enumerable.Range(0, ready.Length).Where(t => t % every == 0)];
        double[][] values = [.. Enumerable.Range(0, K).Select(k => steps.Select(t => ready.Inputs[(t * ready.Width) + k]).ToArray())];
        var largest = Math.Max(1e-9, values.SelectMany(v => v).Max(Math.Abs));
        return new HeatMap(
            title, "step", "input", [.. steps.Select(t => $"{t + 1}")], [.. schema.Numbers.Take(K)], values, HeatMap.Diverging(largest))
        {
            Note = $"{note}. Inputs as the model sees them{(K < ready.Width ? $", the first {K} of {ready.Width}" : "")}"
                + $"{(every > 1 ? $", every {Html.Ordinal(every)} step" : "")}.",
            Legend = HeatMap.Ends(largest, values.Any(v => v.Any(x => x < 0))),
        };
    }

    /// <summary>Words with their labels; or, without words, the labels over the steps.</summary>
    static string Tags(SplitPredictions predictions, string title, Excerpt shown, DetailLevel detail)
    {
        var (sequence, schema, start) = (
            predictions.Part.Raw[shown.Sequence], predictions.Schema, predictions.Starts[shown.Sequence] + shown.From);
        string[] given = [
            .. Enumerable.Range(0, shown.Count)
                .Select(t => schema.Classes[predictions.Evaluation.Outputs!.ClassOf(start + t, schema.Decision)])];
        string[] labels = sequence.StepLabels!.ToArray(shown.From, shown.Count);
        var classes = labels.Concat(given).Distinct().Order(StringComparer.Ordinal).ToList();
        var wrong = Enumerable.Range(0, shown.Count).Where(t => labels[t] != given[t]).ToList();
        var note = $"{wrong.Count} of {shown.Count} steps wrong; loss {Html.Score(shown.Loss)} per step.";
        if (TaggedWords.Of(predictions, shown.Sequence) is { Count: > 0 } words)
        {
            return TaggedWords.Figure(title, note, [.. words.Skip(shown.From).Take(shown.Count)], labels, given, detail);
        }

        double At(int t) => shown.From + t + 1;
        return Html.Figure(new Chart(title, "step", schema.Target.Count > 0 ? schema.Target[0] : "")
        {
            YNames = classes,
            Curves =
            [
                new Curve(
                    "label", [.. labels.Select((y, t) => (At(t), (double)classes.IndexOf(y)))],
                    CurveStyle.Stairs) { Colour = Curve.TextColour },
                new Curve("prediction", [.. given.Select((y, t) => (At(t), (double)classes.IndexOf(y)))], CurveStyle.Dots) { Colour = 0 },
                new Curve(
                    "wrong", [.. wrong.Select(t => (At(t), (double)classes.IndexOf(given[t])))], CurveStyle.Dots) { Colour = 4,
                    IsGuide = true },
            ],
            Note = note,
        }, detail);
    }

    static Chart Numbers(SplitPredictions predictions, string title, Excerpt shown)
    {
        var (sequence, C, start) = (
            predictions.Part.Raw[shown.Sequence], predictions.Schema.Target.Count, predictions.Starts[shown.Sequence] + shown.From);
        var outputs = predictions.Evaluation.Outputs!;
        int[] steps = [.. Enumerable.Range(0, shown.Count)];
        return new Chart(title, "step", predictions.Schema.Target[0])
        {
            Curves =
            [
                new Curve(
                    "target",
                    [.. steps.Select(t => (shown.From + t + 1.0, sequence.StepTargets![(shown.From + t) * C]))]) { Colour =
                        Curve.TextColour },
                new Curve(
                    "prediction",
                    [.. steps.Select(t => (shown.From + t + 1.0, predictions.Task.Output.Values(outputs, start + t)[0]))]) { Colour = 0 },
            ],
            YScale = AxisScale.Linear,
            Note =
                $"{(shown.Count < sequence.Length ? $"squared error {Html.Score(shown.Loss)}" : Loss(predictions, shown.Loss))} per "
                + $"step{(C > 1 ? $"; the first of {C} targets" : "")}.",
        };
    }

    /// <summary>0/1 outputs step by step: found, missed, or false alarms.</summary>
    static HeatMap Outputs(SplitPredictions predictions, string title, Excerpt shown, DetailLevel detail)
    {
        var (sequence, targets, start) = (
            predictions.Part.Raw[shown.Sequence], predictions.Schema.Target, predictions.Starts[shown.Sequence] + shown.From);
        var (C, T) = (targets.Count, Math.Min(shown.Count, detail.Steps));
        var given = Enumerable.Range(0, T)
            .Select(t => predictions.Evaluation.Outputs!.LabelsOf(start + t, predictions.Schema.Decision)).ToList();
        double Kind(int t, int c) =>
            (sequence.StepTargets![((shown.From + t) * C) + c] > 0.5, given[t][c] > 0) switch
            {
                (true, true) => 1,
                (true, false) =>
                2,
                (false, true) => 3,
                _ => 0
            };
        int[] rows = [.. Enumerable.Range(0, C).Where(c => Enumerable.Range(0, T).Any(t => Kind(t, c) > 0)).Reverse()];
        return new HeatMap(
            title,
            "step",
            "output",
            [.. Enumerable.Range(shown.From + 1, T).Select(t => $"{t}")],
            [.. rows.Select(c => targets[c])],
            [.. rows.Select(c => Enumerable.Range(0, T).Select(t => Kind(t, c)).ToArray())],
            kind => kind switch { 1 => "hit", 2 => "miss", 3 => "extra", _ => null })
        {
            Note =
                $"loss {Html.Score(shown.Loss)} per step{(T < shown.Count ? $"; the first {T} of these steps" : "")}. Outputs that are "
                + $"neither actual nor predicted are left out.",
            Legend = [("hit", "1 found"), ("miss", "2 missed"), ("extra", "3 false alarm")],
        };
    }
}
