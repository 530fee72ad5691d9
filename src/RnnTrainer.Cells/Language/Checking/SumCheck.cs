using RnnTrainer.Autodiff;
using RnnTrainer.Autodiff.Checking;
using RnnTrainer.Autodiff.Notation;
using RnnTrainer.Cells.Language.Parsing;
using RnnTrainer.Common;

namespace RnnTrainer.Cells.Language.Checking;

/// <summary>
/// Finds forward statements that may not sum what they look like, see <see cref="SummedIndexes"/>. A certain finding is an error; it is a
/// warning where <c>for</c> names the indexes, under <c>max=</c>, and in a text that was in use before.
/// </summary>
static class SumCheck
{
    /// <summary>Adds the errors to the diagnostics, and returns the warnings.</summary>
    /// <param name="isKept">Whether the text was in use before: a checkpoint or a run carries it.</param>
    public static IReadOnlyList<Diagnostic> Run(
        ProgramSyntax program, IReadOnlyDictionary<string, Symbol> symbols, bool isKept, Diagnostics diagnostics)
    {
        var warnings = new List<Diagnostic>();
        foreach (var (statement, finding) in Findings(program, symbols))
        {
            var error = diagnostics.Source.ErrorAt(Place(statement, finding.Term), finding.Message, Hint(statement, finding));
            if (IsRefused(statement, finding) && !isKept)
            {
                diagnostics.Add(error);
            }
            else
            {
                warnings.Add(error with { IsWarning = true });
            }
        }

        return warnings;
    }

    /// <summary>The statements of the forward part that may not mean what they look like.</summary>
    public static IEnumerable<(StatementSyntax Statement, SumFinding Finding)> Findings(
        ProgramSyntax program, IReadOnlyDictionary<string, Symbol> symbols)
    {
        using var graph = new Graph(Precision.Float64, 1);
        var tensors = new Dictionary<string, Tensor>();
        var proposed = new HashSet<string>();
        foreach (var statement in program.Forward)
        {
            var (target, value) = (statement.Target.ToReference(TensorOf), statement.Value.Bind(Meaning));
            var finding = SummedIndexes.In(target, statement.Accumulation, value, IsTaken);
            if (finding is not null)
            {
                proposed.UnionWith(finding.Instead.Select(i => i[..i.IndexOfAny(['[', ' '])]));
                yield return (statement, finding);
            }
        }

        bool IsTaken(string name) =>
            symbols.ContainsKey(name) || proposed.Contains(name) || program.Constants.Any(c => c.Name.Text == name);

        // Constants keep their names, as the statements to write instead do.
        Expression Meaning(Entry entry) => entry is { Subscripts.Count: 0, Name.Text: "B" } ? new BatchSize() : entry.ToReference(TensorOf);

        // What is summed depends on names and indexes only, so the tensors have no shape.
        Tensor TensorOf(string name)
        {
            if (!tensors.TryGetValue(name, out var tensor))
            {
                var isIndex = symbols.GetValueOrDefault(name)?.Kind == SymbolKind.Index;
                tensors[name] = tensor = (isIndex ? graph.Indices(name) : graph.Data(name)).Value;
            }

            return tensor;
        }
    }

    /// <summary>The place from the first to the last tensor of a term; the target where a term has none.</summary>
    public static Word Place(StatementSyntax statement, Expression term)
    {
        var names = term.Parts().OfType<Reference>().Select(r => r.ToString()).ToList();
        var entries = statement.Entries.Where(e => names.Contains(e.ToString())).ToList();
        if (entries.Count == 0)
        {
            return statement.Target.At;
        }

        var (first, last) = (entries.FindLast(e => e.ToString() == names[0]), entries[^1].At);
        return first is not null && first.At.Column <= last.Column ? first.At.To(last) : entries[0].At;
    }

    static bool IsRefused(StatementSyntax statement, SumFinding finding) =>
        finding.IsCertain && statement.For is null && statement.Accumulation != Accumulation.Max;

    static string? Hint(StatementSyntax statement, SumFinding finding)
    {
        if (finding.Instead.Count == 0)
        {
            return null;
        }

        var lines = string.Concat(finding.Instead.Select(i => $"\n    {i}"));
        var indexes = string.Join(",", statement.Indexes.Select(i => i.Text).Distinct());
        var instead = IsRefused(statement, finding) ? $"\n  or, if it is meant as it stands, name the indexes: for {indexes}: …" : "";
        return $"write{lines}{instead}";
    }
}
