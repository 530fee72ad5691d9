using System.Globalization;
using RnnTrainer.Autodiff;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Models;

namespace RnnTrainer.Training.Export.C;

/// <summary>The function <c>_step</c> of a model in C, and the head.</summary>
sealed class CStep(CWeights weights, CInputs inputs, CLayers layers, CState state)
{
    readonly Model _model = weights.Model;

    string Prefix => weights.Prefix;

    string Type => weights.Type;

    string Zero => weights.Zero;

    string Suffix => weights.Suffix;

    int H => _model.Width;

    int C => _model.Schema.Outputs;

    bool IsRelative => state.Rows is not null && _model.Config.Data.RelativeInputs;

    /// <summary>What an output is.</summary>
    public string Meaning => (state.Rows is not null ? $"from the step {state.Rows} on, before NAN: "
            : _model.IsPerStep ? "of this step: " : "of the sequence so far: ")
        + (_model.Task.Output.Activation is null ? "numbers in the units of the file" : "probabilities");

    /// <summary>About the bytes that a step takes of the stack.</summary>
    public long StackBytes => ((long)layers.Locals + _model.Inputs + (2 * H) + C) * weights.NumberBytes
        + (((2 * inputs.K) + (3L * inputs.Channels)) * sizeof(double)) + (state.Rows is null ? 0 : state.HiddenBytes) + 128;

    /// <summary>The arrays that it reads.</summary>
    public IEnumerable<string> Constants()
    {
        if (_model.Task.Output.Activation is null && _model.Schema.TargetScaling is { } scaling)
        {
            yield return CInputs.Doubles($"{Prefix}_target_shift", scaling.Shift);
            yield return CInputs.Doubles($"{Prefix}_target_scale", scaling.Scale);
        }

        if (IsRelative)
        {
            yield return CInputs.Ints($"{Prefix}_is_target", _model.Schema.Channels.Select(
                (name, k) => k < inputs.K && _model.Schema.Target.Contains(name) ? 1 : 0));
        }

        if (BaseOf() is not null)
        {
            yield return CInputs.Ints($"{Prefix}_target_place", _model.Schema.TargetPlaces);
        }
    }

    /// <summary>The functions.</summary>
    public string Text => $"{inputs.Filled()}{inputs.Ready(IsRelative)}{Head()}{(state.Rows is { } rows ? OfWindow(rows) : OfSequence())}";

    int? BaseOf() => ForecastStart.SeasonOf(_model);

    string Head()
    {
        Parameter Of(string name) => _model.Parameters.First(p => p.Name == name);
        var (W, B) = (Of("head.W"), Of("head.B"));
        var entry = weights.Entry(W, "c", $"c * {H} + j");
        return $$"""
            /* The outputs from what the top layer gave. */
            static inline void {{Prefix}}_head(const {{Type}} *h, {{Type}} *s)
            {
                int c, j;
                for (c = 0; c < {{C}}; c++)
                {
                    s[c] = {{Zero}};
                    for (j = 0; j < {{H}}; j++) s[c] += {{entry}} * h[j];
                    s[c] -= {{weights.NameOf(B)}}[c];
                }
            }


            """;
    }

    string OfSequence()
    {
        var (hasNumbers, hasChanges) = (inputs.K > 0, inputs.Differences.Count > 0);
        var before = hasChanges ? "state->steps == 0 ? 0 : state->before, " : "";
        var from = inputs.Symbols == 0 ? "x" : $"x + {inputs.Symbols}";
        return $$"""
            /* One step of a sequence. */
            static inline void {{Prefix}}_step({{Prefix}}_state *state, const float *x, float *y)
            {
                {{Type}} input[{{_model.Inputs}}], h[{{H}}], s[{{C}}];
            {{(hasNumbers ? $"    double row[{inputs.K}], z[{inputs.Channels}];\n" : "")}}    int k{{(inputs.Symbols > 0 ? ", n" : "")}};
            {{inputs.Embedded()}}{{(hasNumbers ? $"    {Prefix}_fill({(inputs.FillsForward ? "state, " : "")}{from}, row);\n    {Prefix}_channels(row, {before}z);\n    {Prefix}_normalize(z, input);\n" : "")}}{{(hasChanges ? $"    for (k = 0; k < {inputs.K}; k++) state->before[k] = z[k];\n" : "")}}    {{Prefix}}_layers(&state->hidden, input, h);
                state->steps++;
            {{Pooled("state->pool", "state->steps")}}    {{Prefix}}_head(h, s);
            {{Output(null)}}}

            """;
    }

    string OfWindow(int rows)
    {
        var (K, W, hasChanges) = (inputs.K, _model.Task.WindowsOf(_model.Config.Data)!.Window, inputs.Differences.Count > 0);
        var first = rows - W;
        return $$"""
            /* One step of a series: the layers read the last {{W}} steps. */
            static inline void {{Prefix}}_step({{Prefix}}_state *state, const float *x, float *y)
            {
                {{Prefix}}_hidden hidden;
                {{Type}} input[{{_model.Inputs}}], h[{{H}}], s[{{C}}]{{(state.Pools ? $", pool[{H}]" : "")}};
                double row[{{K}}], z[{{inputs.Channels}}]{{(hasChanges ? $", before[{inputs.Channels}]" : "")}}{{(IsRelative ? $", last[{inputs.Channels}]" : "")}};
                int k, t;
                {{Prefix}}_fill({{(inputs.FillsForward ? "state, " : "")}}x, row);
                if (state->steps == {{rows}})
                {
                    for (k = 0; k < {{(rows - 1) * K}}; k++) state->rows[k] = state->rows[k + {{K}}];
                    state->steps--;
                }

                for (k = 0; k < {{K}}; k++) state->rows[state->steps * {{K}} + k] = row[k];
                state->steps++;
                if (state->steps < {{rows}})
                {
                    for (k = 0; k < {{C}}; k++) y[k] = NAN;
                    return;
                }

                {{Prefix}}_start(&hidden);
            {{(state.Pools ? $"    for (k = 0; k < {H}; k++) pool[k] = {(_model.Config.Model.Readout == ReadoutKind.Max ? "-INFINITY" : Zero)};\n" : "")}}{{(IsRelative ? $"    {Prefix}_channels(state->rows + {(rows - 1) * K}, {(hasChanges ? "0, " : "")}last);\n" : "")}}    for (t = {{first}}; t < {{rows}}; t++)
                {
                    {{Prefix}}_channels(state->rows + t * {{K}}, {{(hasChanges ? $"t == {first} ? 0 : before, " : "")}}z);
                    {{Prefix}}_normalize(z, {{(IsRelative ? "last, " : "")}}input);
                    {{Prefix}}_layers(&hidden, input, h);
            {{(hasChanges ? $"        for (k = 0; k < {K}; k++) before[k] = z[k];\n" : "")}}{{Accumulated("pool", 2)}}    }

            {{Read("pool", $"{W}")}}    {{Prefix}}_head(h, s);
            {{Output(rows)}}}

            """;
    }

    /// <summary>Statements that take a step into the pool, and from it what the head reads.</summary>
    string Pooled(string pool, string count) => Accumulated(pool, 1) + Read(pool, count);

    string Accumulated(string pool, int depth) => !state.Pools ? ""
        : $"{new string(' ', 4 * depth)}for (k = 0; k < {H}; k++) {pool}[k] = "
            + (_model.Config.Model.Readout == ReadoutKind.Max ? $"fmax{Suffix}({pool}[k], h[k])" : $"{pool}[k] + h[k]") + ";\n";

    string Read(string pool, string count) => !state.Pools ? ""
        : $"    for (k = 0; k < {H}; k++) h[k] = {pool}[k]{(_model.Config.Model.Readout == ReadoutKind.Mean ? $" / ({Type}){count}" : "")};\n";

    string Output(int? rows) => _model.Task.Output.Activation switch
    {
        { HasLikeliest: true } => Softmax(),
        not null => $"    for (k = 0; k < {C}; k++) y[k] = (float){Prefix}_sigmoid_of(s[k]);\n",
        _ => Numbers(rows),
    };

    string Softmax() => $$"""
                {
                    {{Type}} largest = s[0], sum = {{Zero}};
                    for (k = 1; k < {{C}}; k++) largest = fmax{{Suffix}}(largest, s[k]);
                    for (k = 0; k < {{C}}; k++) sum += s[k] = exp{{Suffix}}(s[k] - largest);
                    for (k = 0; k < {{C}}; k++) y[k] = (float)(s[k] / sum);
                }

            """;

    /// <summary>Numbers in the units of the file: scaled back, added to what they are relative to, and transformed back.</summary>
    string Numbers(int? rows)
    {
        var schema = _model.Schema;
        var targets = schema.Target.Count;
        var value = schema.TargetScaling is { } scaling
            ? $"s[k] * {Prefix}_target_scale[k % {scaling.Scale.Length}] + {Prefix}_target_shift[k % {scaling.Shift.Length}]" : "s[k]";
        var text = $"        double v = {value};\n";
        var transforms = Enumerable.Range(0, targets)
            .Where(c => schema.HasUnits && schema.TargetPlaces[c] is >= 0 and var k && schema.Preparation!.Transformed.Contains(k))
            .ToList();
        var isTransformed = transforms.Count == targets ? null : string.Join(" || ", transforms.Select(c => $"k % {targets} == {c}"));
        if (BaseOf() is { } season && rows is { } last)
        {
            text += string.Create(
                CultureInfo.InvariantCulture,
                $"        double from = state->rows[({last} - {season} + k / {targets} % {season}) * {inputs.K} + {Prefix}_target_place[k % {targets}]];\n");
            text += transforms.Count == 0 ? "" : If($"from = {CInputs.Transformed(schema.Preparation!.Transform!.Value, "from")};");
            text += "        v += from;\n";
        }

        text += transforms.Count == 0 ? "" : If($"v = {CInputs.Restored(schema.Preparation!.Transform!.Value, "v")};");
        return $"    for (k = 0; k < {C}; k++)\n    {{\n{text}        y[k] = (float)v;\n    }}\n";

        string If(string statement) => isTransformed is null ? $"        {statement}\n" : $"        if ({isTransformed}) {statement}\n";
    }
}
