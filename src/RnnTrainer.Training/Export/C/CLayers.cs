using System.Globalization;
using RnnTrainer.Autodiff.Printing;

namespace RnnTrainer.Training.Export.C;

/// <summary>The layers of a model as functions of C, and the function that runs them all.</summary>
sealed class CLayers
{
    readonly CWeights _weights;
    readonly IReadOnlyList<CLayer> _layers;

    public CLayers(CWeights weights) => (_weights, _layers) = (
        weights,
        [.. weights.Model.Layers.Select((layer, l) => CLayer.Of(weights, layer, l == 0 ? weights.Model.Inputs : weights.Model.Width))]);

    int H => _weights.Model.Config.Model.Hidden;

    bool IsResidual => _weights.Model.Config.Model.Residual;

    /// <summary>The functions of the notation that math.h lacks.</summary>
    public IReadOnlyList<string> Functions => CPrinter.Functions(new CNotation(
        _weights.Prefix, _weights.Type, t => t.Name, i => i.Name, _ => false));

    /// <summary>A function for each layer.</summary>
    public IEnumerable<string> Texts => _layers.Select(l => l.Text);

    /// <summary>The numbers that they hold on the stack.</summary>
    public int Locals => _layers.Max(l => l.Locals) + (IsResidual ? (_layers.Count - 1) * H : 0);

    /// <summary>The function from the inputs of the lowest layer to the outputs <c>h</c> of the top one.</summary>
    public string All(CState state)
    {
        var (p, type, lines, x) = (_weights.Prefix, _weights.Type, new List<string>(), "input");
        for (var l = 0; l < _layers.Count; l++)
        {
            var states = state.Of(l);
            lines.Add($"{_layers[l].Name}({x}, {string.Join(", ", states.Select(s => $"hidden->{s}"))});");
            var h = $"hidden->{states[0]}";
            if (IsResidual && l > 0)
            {
                lines.Add(string.Create(CultureInfo.InvariantCulture, $"for (n = 0; n < {H}; n++) sum{l}[n] = {h}[n] + {x}[n];"));
                h = $"sum{l}";
            }

            x = h;
        }

        lines.Add(string.Create(CultureInfo.InvariantCulture, $"for (n = 0; n < {H}; n++) h[n] = {x}[n];"));
        var sums = IsResidual ? Enumerable.Range(1, _layers.Count - 1).Select(l => $"    {type} sum{l}[{H}];\n") : [];
        return $$"""
            /* One step of all layers. */
            static inline void {{p}}_layers({{p}}_hidden *hidden, const {{type}} *input, {{type}} *h)
            {
                int n;
            {{string.Concat(sums)}}{{string.Concat(lines.Select(line => $"    {line}\n"))}}}

            """;
    }
}
