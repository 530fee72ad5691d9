using RnnTrainer.Autodiff;
using RnnTrainer.Autodiff.Notation;
using RnnTrainer.Autodiff.Sequences;
using RnnTrainer.Cells.Language.Parsing;
using RnnTrainer.Common;

namespace RnnTrainer.Cells.Language.Checking;

/// <summary>
/// Holds the forward statements to what they look like, see <see cref="SummedIndexes"/>. A certain finding is an error; it is a warning where the loop's indexes are written out, under
/// <c>max=</c>, and in a text that was in use before.
/// </summary>
static class SumCheck
{
    /// <summary>Adds the errors to the mistakes.</summary>
    /// <param name="isKept">Whether the text was in use before: a checkpoint or a run carries it.</param>
    /// <returns>The warnings.</returns>
    public static IReadOnlyList<Diagnostic> Run(ProgramSyntax program, IReadOnlyDictionary<string, Known> known, bool isKept, Mistakes mistakes)
    {
        var warnings = new List<Diagnostic>();
        foreach (var (statement, finding) in Findings(program, known))
        {
            var isError = finding.IsCertain && statement.For is null && statement.Accumulation != Accumulation.Max && !isKept;
            var error = mistakes.ErrorAt(Place(statement, finding.Term), finding.Message, Hint(statement, finding)) with { IsWarning = !isError };
            if (isError)
            {
                mistakes.Add(new CellException(error));
            }
            else
            {
                warnings.Add(error);
            }
        }

        return warnings;
    }

    /// <summary>The statements of the forward part that may not mean what they look like.</summary>
    public static IEnumerable<(StatementSyntax Statement, SumFinding Finding)> Findings(ProgramSyntax program, IReadOnlyDictionary<string, Known> known)
    {
        using var graph = new Graph(Precision.Float64, 1);
        var names = new NamedExpressions(graph, known);
        var proposed = new HashSet<string>();
        foreach (var statement in program.Forward)
        {
            var finding = SummedIndexes.In(names.Reference(statement.Target), statement.Accumulation, names.Expression(statement.Value), IsTaken);
            if (finding is not null)
            {
                proposed.UnionWith(finding.Instead.Select(i => i[..i.IndexOfAny(['[', ' '])]));
                yield return (statement, finding);
            }
        }

        bool IsTaken(string name) => known.ContainsKey(name) || proposed.Contains(name) || program.Constants.Any(c => c.Name.Text == name);
    }

    /// <summary>From the first to the last tensor of a term; the target of a term that has none.</summary>
    public static Word Place(StatementSyntax statement, Expression term)
    {
        var names = term.Parts().OfType<Reference>().Select(r => r.ToString()).ToHashSet();
        var entries = statement.Entries.Where(e => names.Contains(e.ToString())).ToList();
        return entries.Count == 0 ? statement.Target.At : entries[^1].At is var last && entries.FindLast(e => e.ToString() == term.Parts().OfType<Reference>().First().ToString()) is { } first
            && first.At.Column <= last.Column ? first.At.To(last) : entries[0].At;
    }

    static string? Hint(StatementSyntax statement, SumFinding finding)
    {
        if (finding.Instead.Count == 0)
        {
            return null;
        }

        var lines = string.Concat(finding.Instead.Select(i => $"\n    {i}"));
        var letters = string.Join(",", statement.Entries.Prepend(statement.Target).SelectMany(e => e.Letters).Select(l => l.Text).Distinct());
        return $"write{lines}" + (finding.IsCertain && statement.For is null && statement.Accumulation != Accumulation.Max ? $"\n  or, if it is meant as it stands, name the indexes: for {letters}: …" : "");
    }
}

/// <summary>The statements of a text as expressions that keep its names, those of constants too.</summary>
sealed class NamedExpressions(Graph graph, IReadOnlyDictionary<string, Known> known)
{
    readonly Dictionary<string, Tensor> _tensors = [];

    public Reference Reference(Entry entry) => new(Tensor(entry), [.. entry.Places.Select(Subscript)]);

    public Expression Expression(Term term) => Terms.Expression(term, entry => entry is { Places.Count: 0, Name.Text: "B" } ? new BatchSize() : Reference(entry));

    Subscript Subscript(Entry place) => Terms.Subscript(place, Reference);

    Tensor Tensor(Entry entry)
    {
        var name = entry.Name.Text;
        if (!_tensors.TryGetValue(name, out var tensor))
        {
            var isIndex = known.GetValueOrDefault(name)?.Kind == Kind.Index;
            _tensors[name] = tensor = (isIndex ? graph.Indices(name) : graph.Data(name)).Value;
        }

        return tensor;
    }
}
