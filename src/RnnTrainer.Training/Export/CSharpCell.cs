using System.Globalization;
using System.Text;
using RnnTrainer.Autodiff;
using RnnTrainer.Autodiff.Printing;
using RnnTrainer.Cells;
using RnnTrainer.Training.Models;

namespace RnnTrainer.Training.Export;

/// <summary>One step of a cell as a C# class: its statements for one example, printed.</summary>
static class CSharpCell
{
    static readonly string[] Taken = ["layer", "states", "Step", "Math", "Functions", "Weights", "Array", "Cell"];

    /// <summary>The class of layers with K inputs.</summary>
    public static string Name(int K) => $"Cell{K}";

    /// <summary>The text of the class, with a constructor that takes the layer's name and a method from input and states to the states
    /// after the step.</summary>
    public static string Text(Model model, Layer layer, int K)
    {
        var (H, cell) = (model.Config.Model.Hidden, model.Cell);
        using var graph = new Graph(model.Precision, 1, model.Compiler);
        var x = graph.Data(cell is TextCell { Input: var input } ? input : "x", 1, K);
        Node[] states = [.. cell.States.Select(s => graph.Data(s, 1, H))];
        var after = cell.Step(graph, layer.Phi, x, states);

        var names = new CSharpNames(Taken.Concat(graph.Statements.SelectMany(s => s.Indexes).Select(l => l.Name)).Append(Name(K)));
        var arrays = layer.Phi.Parameters.ToDictionary(p => p.Value, p => names.Of(Own(p)));
        foreach (var node in graph.Nodes.Where(n => n is not Parameter))
        {
            arrays[node.Value] = names.Of(node.Name);
        }

        var text = new StringBuilder();
        text.Append(
            CultureInfo.InvariantCulture,
            $"/// <summary>One step of {cell.Name}: {K} inputs, {H} units.</summary>\nsealed class {Name(K)}(string layer) : ICell\n{{\n");
        foreach (var parameter in layer.Phi.Parameters)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"    readonly double[] {arrays[parameter.Value]} = Weights.All[layer + \".{Own(parameter)}\"];\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"\n    public double[][] Step(double[] {arrays[x.Value]}, double[][] states)\n    {{\n");
        text.AppendJoin("", states.Select((s, n) => $"        var {arrays[s.Value]} = states[{n}];\n"));
        var begun = new HashSet<Tensor>();
        foreach (var statement in graph.Statements)
        {
            var target = statement.Target.Tensor;
            if (begun.Add(target))
            {
                text.Append(CultureInfo.InvariantCulture, $"        var {arrays[target]} = new double[{target.Length}];\n");
                text.Append(
                    statement.Accumulation == Autodiff.Accumulation.Max
                    ? $"        Array.Fill({arrays[target]}, double.NegativeInfinity);\n" : "");
            }

            text.AppendJoin("", CSharpPrinter.Lines(statement, t => arrays[t]).Select(line => $"        {line}\n"));
        }

        return text.Append(
            CultureInfo.InvariantCulture, $"        return [{string.Join(", ", after.Select(a => arrays[a.Value]))}];\n    }}\n}}\n")
            .ToString();
    }

    static string Own(Parameter parameter) => parameter.Name[(parameter.Name.LastIndexOf('.') + 1)..];
}
