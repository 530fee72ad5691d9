using RnnTrainer.Data;
using RnnTrainer.Training;

namespace RnnTrainer.Cli;

/// <summary>Single sequences: the one that is answered best, the median and the worst, by the loss of an answer.</summary>
static class SequenceFigures
{
    // More inputs than these are no lines but a heat map.
    const int MostLines = 4;
    const int MostSteps = 200;
    const int MostWords = 60;

    public static IEnumerable<string> Of(Answered answered, Detail detail) => answered.Config.Task == TaskKind.Language
        ? answered.Texts.Select(t => TextFigure.Of(t, detail))
        : answered.Shown.Select(s => Of(answered, s.Name, s.Sequence, detail));

    static string Of(Answered answered, string name, int n, Detail detail)
    {
        var sequence = answered.Part.Raw[n];
        var title = $"{name}: sequence '{detail.Cut(sequence.Id)}'";
        var loss = FormattableString.Invariant($"loss {Html.Number(answered.Losses[n])}");
        var (task, isPerStep) = (answered.Config.Task, answered.Config.IsPerStep());
        return task switch
        {
            TaskKind.Forecast => Html.Figure(ForecastFigures.Of(answered, title, loss, n), detail),
            TaskKind.Tag when isPerStep => Html.Figure(Tags(answered, title, loss, n), detail),
            TaskKind.Regress when isPerStep => Html.Figure(Numbers(answered, title, loss, n), detail),
            TaskKind.Multilabel when isPerStep => Html.Figure(Outputs(answered, title, loss, n, detail), detail),
            _ => Inputs(answered, title, $"{Answer(answered, n)}; {loss}", n, detail),
        };
    }

    static string Answer(Answered answered, int n)
    {
        var (answers, sequence, schema) = (answered.Evaluation.Answers!, answered.Part.Raw[n], answered.Schema);
        if (schema.Classes.Count > 0)
        {
            var answer = answers.ClassOf(answered.Starts[n]);
            return FormattableString.Invariant($"truth {sequence.Label}, answer {schema.Classes[answer]} with p = {answers.Probabilities(answered.Starts[n])[answer]:0.000}");
        }

        var given = answered.Config.Task == TaskKind.Multilabel ? answers.Chances(answered.Starts[n]) : answers.Of(answered.Starts[n]).ToArray();
        return string.Join("; ", schema.Target.Zip(sequence.Target!, given).Take(MostLines).Select(p => $"{p.First}: truth {Html.Number(p.Second)}, answer {Html.Number(p.Third)}"));
    }

    /// <summary>What the sequence is of: its words, a few lines, or a heat map.</summary>
    static string Inputs(Answered answered, string title, string note, int n, Detail detail)
    {
        var (raw, ready, schema) = (answered.Part.Raw[n], answered.Part.Ready[n], answered.Schema);
        if (schema.Symbols > 0)
        {
            string[] symbols = [.. ready.Words().Take(MostWords).Select(s => schema.Encoding!.Vocabulary!.Names[s])];
            var words = string.Join(schema.Layout == Layout.Text ? "" : " ", symbols) + (ready.Length > MostWords ? " …" : "");
            return Html.Figure(title, note, $"<p class=\"symbols\">{Html.Text(words)}</p>", Html.Table([["step", "symbol"], .. symbols.Take(detail.Rows).Select((s, t) => (string[])[$"{t + 1}", s])]));
        }

        return raw.Width <= MostLines
            ? Html.Figure(new Chart(title, "step") { Curves = [.. schema.Inputs.Take(raw.Width).Select((name, k) => Line(name, raw, k))], YScale = Scale.Linear, Note = note }, detail)
            : Html.Figure(InputMap(ready, schema, title, note, detail), detail);
    }

    static Curve Line(string name, Sequence sequence, int k) => new(name, [.. Enumerable.Range(0, sequence.Length).Select(t => (t + 1.0, sequence.Inputs[(t * sequence.Width) + k]))]);

    static HeatMap InputMap(Sequence ready, ModelSchema schema, string title, string note, Detail detail)
    {
        var (every, K) = (Thinned.Every(ready.Length, detail.Steps), Math.Min(ready.Width, detail.Units));
        int[] steps = [.. Enumerable.Range(0, ready.Length).Where(t => t % every == 0)];
        double[][] values = [.. Enumerable.Range(0, K).Select(k => steps.Select(t => ready.Inputs[(t * ready.Width) + k]).ToArray())];
        var largest = Math.Max(1e-9, values.SelectMany(v => v).Max(Math.Abs));
        return new HeatMap(title, "step", "input", [.. steps.Select(t => $"{t + 1}")], [.. schema.Inputs.Take(K)], values, HeatMap.Diverging(largest))
        {
            Note = $"{note}. Inputs as the model sees them{(K < ready.Width ? $", the first {K} of {ready.Width}" : "")}{(every > 1 ? $", every {every}{Html.Ordinal(every)} step" : "")}.",
            Legend = HeatMap.Ends(largest, values.Any(v => v.Any(x => x < 0))),
        };
    }

    static Chart Tags(Answered answered, string title, string loss, int n)
    {
        var (sequence, schema) = (answered.Part.Raw[n], answered.Schema);
        var T = Math.Min(sequence.Length, MostSteps);
        string[] given = [.. Enumerable.Range(0, T).Select(t => schema.Classes[answered.Evaluation.Answers!.ClassOf(answered.Starts[n] + t)])];
        string[] truth = sequence.StepLabels![..T];
        var classes = truth.Concat(given).Distinct().Order(StringComparer.Ordinal).ToList();
        var wrong = Enumerable.Range(0, T).Where(t => truth[t] != given[t]).ToList();
        var names = schema.Symbols > 0 ? answered.Part.Ready[n].Words().Take(T).Select(s => schema.Encoding!.Vocabulary!.Names[s]).ToArray() : [];
        var first = names.Length > 0 ? 0 : 1;
        return new Chart(title, names.Length > 0 ? "" : "step")
        {
            XNames = names,
            YNames = classes,
            Curves =
            [
                new Curve("truth", [.. truth.Select((y, t) => ((double)t + first, (double)classes.IndexOf(y)))], Look.Stairs) { Colour = -1 },
                new Curve("answer", [.. given.Select((y, t) => ((double)t + first, (double)classes.IndexOf(y)))], Look.Dots) { Colour = 0 },
                new Curve("wrong", [.. wrong.Select(t => ((double)t + first, (double)classes.IndexOf(given[t])))], Look.Dots) { Colour = 4, IsGuide = true },
            ],
            Note = $"{wrong.Count} of {T} steps wrong{(T < sequence.Length ? $", the first {T} of {sequence.Length}" : "")}; {loss} per step.",
        };
    }

    static Chart Numbers(Answered answered, string title, string loss, int n)
    {
        var (sequence, C) = (answered.Part.Raw[n], answered.Schema.Target.Count);
        var answers = answered.Evaluation.Answers!;
        return new Chart(title, "step", answered.Schema.Target[0])
        {
            Curves =
            [
                new Curve("truth", [.. Enumerable.Range(0, sequence.Length).Select(t => (t + 1.0, sequence.StepTargets![t * C]))]) { Colour = -1 },
                new Curve("answer", [.. Enumerable.Range(0, sequence.Length).Select(t => (t + 1.0, answers.Of(answered.Starts[n] + t)[0]))]) { Colour = 0 },
            ],
            YScale = Scale.Linear,
            Note = $"{loss} per step{(C > 1 ? $"; of {C} targets the first" : "")}.",
        };
    }

    /// <summary>Outputs that are 0 or 1, step by step: found, missed, or not there.</summary>
    static HeatMap Outputs(Answered answered, string title, string loss, int n, Detail detail)
    {
        var (sequence, targets) = (answered.Part.Raw[n], answered.Schema.Target);
        var (C, T) = (targets.Count, Math.Min(sequence.Length, detail.Steps));
        var given = Enumerable.Range(0, T).Select(t => answered.Evaluation.Answers!.Of(answered.Starts[n] + t).ToArray()).ToList();
        double Kind(int t, int c) => (sequence.StepTargets![(t * C) + c] > 0.5, given[t][c] > 0) switch { (true, true) => 1, (true, false) => 2, (false, true) => 3, _ => 0 };
        int[] shown = [.. Enumerable.Range(0, C).Where(c => Enumerable.Range(0, T).Any(t => Kind(t, c) > 0)).Reverse()];
        return new HeatMap(
            title,
            "step",
            "output",
            [.. Enumerable.Range(1, T).Select(t => $"{t}")],
            [.. shown.Select(c => targets[c])],
            [.. shown.Select(c => Enumerable.Range(0, T).Select(t => Kind(t, c)).ToArray())],
            kind => kind switch { 1 => "hit", 2 => "miss", 3 => "extra", _ => null })
        {
            Note = $"{loss} per step{(T < sequence.Length ? $"; the first {T} steps of {sequence.Length}" : "")}; outputs that occur.",
            Legend = [("hit", "1 found"), ("miss", "2 missed"), ("extra", "3 not there")],
        };
    }
}
