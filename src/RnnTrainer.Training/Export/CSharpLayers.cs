using System.Text;
using RnnTrainer.Data.Storage;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Models;

namespace RnnTrainer.Training.Export;

/// <summary>The layers of an exported file, and what the head reads of them.</summary>
sealed class CSharpLayers(Model model)
{
    readonly ModelConfig _config = model.Config.Model;

    /// <summary>A class for each number of inputs that a layer has.</summary>
    public string Classes =>
        string.Join(
            '\n',
            model.Layers.Select((layer, l) => (layer, K: K(l))).DistinctBy(p => p.K).Select(p => CSharpCell.Text(model, p.layer, p.K)));

    /// <summary>The static fields that hold the layers and their initial states.</summary>
    public string Instances => string.Join('\n', model.Layers.SelectMany((layer, l) => Instance(layer, l, $"Layer{l}")));

    /// <summary>Statements from <c>x</c>, the inputs of the lowest layer, to <c>x</c>, the outputs of the top one.</summary>
    public string Steps => (model.Patches is null ? "" : "x = Patched(x);\n") + string.Join('\n', model.Layers.Select((layer, l) =>
    {
        var forward = $"Run(Layer{l}, Layer{l}Start, x)";
        var both = layer.Reverse is null ? forward : $"Join({forward}, Reversed(Run(Layer{l}Reverse, Layer{l}ReverseStart, Reversed(x))))";
        return _config.Residual && l > 0 ? $"x = Sum({both}, x);" : $"x = {both};";
    }));

    /// <summary>An expression for the rows that the head reads.</summary>
    public string Read => model.IsPerStep ? EachStep : _config.Readout switch
    {
        ReadoutKind.Mean => "new[] { Column(x, v => v.Sum() / x.Length) }",
        ReadoutKind.Max => "new[] { Column(x, v => v.Max()) }",
        _ when _config.Bidirectional => $"new double[][] {{ [.. x[^1][..{_config.Hidden}], .. x[0][{_config.Hidden}..]] }}",
        _ => "new[] { x[^1] }",
    };

    /// <summary>Of patches the state that has the output of a step, and which of its outputs that is.</summary>
    string EachStep => model.Heads.Count is > 1 and var n ? $"Enumerable.Range(0, steps.Length).Select(t => (x[t / {n}], t % {n}))" : "x";

    /// <summary>The methods that these call.</summary>
    public string Functions
    {
        get
        {
            var text = new StringBuilder("""
                static double[][] Run(ICell cell, double[][] states, double[][] x)
                {
                    var h = new double[x.Length][];
                    for (var t = 0; t < x.Length; t++)
                    {
                        states = cell.Step(x[t], states);
                        h[t] = states[0];
                    }

                    return h;
                }
                """);
            text.Append(_config.Bidirectional ? "\n\nstatic double[][] Reversed(double[][] x) => [.. Enumerable.Reverse(x)];" : "");
            text.Append(
                _config.Bidirectional
                ? "\n\nstatic double[][] Join(double[][] a, double[][] b) => [.. a.Zip(b, (u, v) => (double[])[.. u, .. v])];" : "");
            text.Append(
                _config.Residual
                ? "\n\nstatic double[][] Sum(double[][] a, double[][] b) => [.. a.Zip(b, (u, v) => u.Zip(v, (p, q) => p + q).ToArray())];"
                : "");
            text.Append(!model.IsPerStep && _config.Readout != ReadoutKind.Last
                ? "\n\nstatic double[] Column(double[][] x, Func<IEnumerable<double>, double> of) => [.. Enumerable.Range(0, " +
                    "x[0].Length).Select(j => of(x.Select(row => row[j])))];" : "");
            text.Append(Patched);
            return text.ToString();
        }
    }

    /// <summary>The method that maps patches of steps to the inputs of the lowest layer.</summary>
    string Patched => model.Patches is not { } patches ? "" : $$"""


        static double[][] Patched(double[][] x)
        {
            var W = Weights.All["patch.W"];
            var p = new double[{{Count(patches)}}][];
            for (var i = 0; i < p.Length; i++)
            {
                p[i] = new double[{{model.Inputs}}];
                for (var s = 0; s < {{patches.Size}}; s++)
                {
                    var t = i * {{patches.Stride}} + s{{(patches.First(0) < 0 ? $" - {-patches.First(0)}" : "")}};
                    if (t < 0 || t >= x.Length)
                    {
                        continue;
                    }

                    for (var j = 0; j < {{model.Inputs}}; j++)
                    {
                        for (var k = 0; k < x[t].Length; k++)
                        {
                            p[i][j] += W[j * {{model.NumbersOfStep}} + s * x[t].Length + k] * x[t][k];
                        }
                    }
                }
            }

            return p;
        }
        """;

    /// <summary>An expression for the number of patches.</summary>
    static string Count(Patches patches) => patches.HasStepOutputs
        ? $"(x.Length + {patches.Stride - 1}) / {patches.Stride}"
        : $"Math.Max(0, x.Length - {patches.Size} + {patches.Stride - 1}) / {patches.Stride} + 1";

    int K(int l) => l == 0 ? model.Inputs : model.Width;

    IEnumerable<string> Instance(Layer layer, int l, string name) =>
    [
        $"static readonly ICell {name} = new {CSharpCell.Name(K(l))}(\"{layer.Name}\");",
        $"static readonly double[][] {name}Start = " +
        $"[{string.Join(", ", model.Cell.States.Select((_, n) => layer.Initial.Count > 0 ? $"Weights.All[\"{layer.Initial[n].Name}\"]" : $"new double[{_config.Hidden}]"))}];",
        .. layer.Reverse is null ? [] : Instance(layer.Reverse, l, $"{name}Reverse"),
    ];
}
