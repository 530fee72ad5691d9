using System.Globalization;
using System.Text;
using RnnTrainer.Autodiff;
using RnnTrainer.Autodiff.Printing;
using RnnTrainer.Training.Models;

namespace RnnTrainer.Training.Export.C;

/// <summary>One step of a layer as a function of C: the statements of its cell for one example, printed.</summary>
/// <param name="Name">Of the function.</param>
/// <param name="Text">From the inputs and the states, which it replaces.</param>
/// <param name="Locals">The numbers that it holds on the stack.</param>
sealed record CLayer(string Name, string Text, int Locals)
{
    /// <param name="K">The layer's inputs.</param>
    public static CLayer Of(CWeights weights, Layer layer, int K)
    {
        var (model, type, name) = (weights.Model, weights.Type, $"{weights.Prefix}_{layer.Name}");
        var (H, cell) = (model.Config.Model.Hidden, model.Cell);
        using var graph = new Graph(model.Precision, 1, model.Compiler);
        var x = graph.Data(cell is Cells.TextCell { Input: var input } ? input : "x", 1, K);
        Node[] states = [.. cell.States.Select(s => graph.Data(s, 1, H))];
        var after = cell.Step(graph, layer.Phi, x, states);

        var names = new CNames("n");
        var indexes = graph.Statements.SelectMany(s => s.Indexes).Select(i => i.Name).Distinct().ToDictionary(i => i, names.Of);
        var arrays = layer.Phi.Parameters.ToDictionary(p => p.Value, weights.NameOf);
        foreach (var node in graph.Nodes.Where(n => n is not Parameter))
        {
            arrays[node.Value] = names.Of(node.Name);
        }

        var quantized = layer.Phi.Parameters.Where(weights.IsQuantized).Select(p => p.Value).ToHashSet();
        var notation = new CNotation(weights.Prefix, type, t => arrays[t], i => indexes[i.Name], quantized.Contains);
        Tensor[] inputs = [x.Value, .. states.Select(s => s.Value)];
        Tensor[] locals = [.. graph.Statements.Select(s => s.Target.Tensor).Distinct()];
        var text = new StringBuilder();
        text.Append(
            CultureInfo.InvariantCulture,
            $"/* {layer.Name}: one step of {cell.Name}, {K} inputs, {H} units. */\nstatic inline void {name}(const {type} *{arrays[x.Value]}");
        text.Append(string.Concat(states.Select(s => $", {type} *{arrays[s.Value]}"))).Append(")\n{\n");
        text.AppendJoin("", locals.Select(t => $"    {type} {arrays[t]}[{t.Length}];\n"));
        text.Append("    int n;\n");
        var begun = new HashSet<Tensor>();
        foreach (var statement in graph.Statements)
        {
            var target = statement.Target.Tensor;
            if (begun.Add(target))
            {
                var start = statement.Accumulation == Accumulation.Max ? "-INFINITY" : CPrinter.Number(0, notation.Suffix);
                text.Append(CultureInfo.InvariantCulture, $"    for (n = 0; n < {target.Length}; n++) {arrays[target]}[n] = {start};\n");
            }

            text.AppendJoin("", CPrinter.Lines(statement, notation).Select(line => $"    {line}\n"));
        }

        return new CLayer(name, text.Append(Replaced(states, after, arrays, type, inputs)).Append("}\n").ToString(), locals.Sum(t => t.Length));
    }

    /// <summary>Statements that put the states after the step into the place of those before it.</summary>
    static string Replaced(
        Node[] states, IReadOnlyList<Node> after, Dictionary<Tensor, string> arrays, string type, Tensor[] inputs)
    {
        var text = new StringBuilder();
        var from = after.Select(a => arrays[a.Value]).ToArray();
        for (var s = 0; s < states.Length; s++)
        {
            // A state that becomes another one is read before it is replaced.
            if (inputs.Contains(after[s].Value) && after[s] != states[s])
            {
                var length = states[s].Value.Length;
                text.Append(
                    CultureInfo.InvariantCulture,
                    $"    {type} before{s}[{length}];\n    for (n = 0; n < {length}; n++) before{s}[n] = {from[s]}[n];\n");
                from[s] = $"before{s}";
            }
        }

        foreach (var (state, source) in states.Zip(from).Where(p => arrays[p.First.Value] != p.Second))
        {
            var name = arrays[state.Value];
            text.Append(CultureInfo.InvariantCulture, $"    for (n = 0; n < {state.Value.Length}; n++) {name}[n] = {source}[n];\n");
        }

        return text.ToString();
    }
}
